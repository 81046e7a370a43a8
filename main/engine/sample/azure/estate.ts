import type { Instant } from '../../../../shared/model/provider.ts'
import type { AccountDocument } from '../document.ts'
import type { Random } from '../random.ts'
import type { Affected } from '../story/timeline.ts'
import { addDatabases } from './databases.ts'
import { azureDirectoryDocuments } from './directory.ts'
import { addGovernance } from './governance.ts'
import type { AzureEstate, AzureItem } from './item.ts'
import { addMachines } from './machines.ts'
import { addNetworks } from './network.ts'
import { addPlatform } from './platform.ts'
import { addStorage } from './storage.ts'
import { addWeb } from './web.ts'

/** All Azure resources and directory documents as they stand at an instant. */
export function azureEstateAt(
  random: Random,
  at: Instant,
  affected: Affected,
): { items: AzureItem[]; documents: AccountDocument[] } {
  const estate: AzureEstate = { at, random, items: [], affected }
  for (const fill of [addNetworks, addMachines, addStorage, addDatabases, addWeb, addPlatform, addGovernance])
    fill(estate)
  return { items: estate.items, documents: azureDirectoryDocuments(estate) }
}
