import type { Instant } from '../../../../shared/model/provider.ts'
import type { AccountDocument } from '../document.ts'
import type { Random } from '../random.ts'
import type { Affected } from '../story/timeline.ts'
import { gcpAccountDocuments } from './account-documents.ts'
import { addCompute } from './compute.ts'
import { addData } from './data.ts'
import { addHierarchy } from './hierarchy.ts'
import { addIam } from './iam.ts'
import type { GcpEstate, GcpItem } from './item.ts'
import { addNetworks } from './network.ts'
import { addServices } from './services.ts'

/** All GCP assets and account documents as they stand at an instant. */
export function gcpEstateAt(
  random: Random,
  at: Instant,
  affected: Affected,
): { items: GcpItem[]; documents: AccountDocument[] } {
  const estate: GcpEstate = { at, random, items: [], affected }
  for (const fill of [addHierarchy, addIam, addNetworks, addCompute, addData, addServices]) fill(estate)
  return { items: estate.items, documents: gcpAccountDocuments(estate) }
}
