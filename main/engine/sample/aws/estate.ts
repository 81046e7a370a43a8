import type { Instant } from '../../../../shared/model/provider.ts'
import type { AccountDocument } from '../document.ts'
import type { Random } from '../random.ts'
import type { Affected } from '../story/timeline.ts'
import { awsAccountDocuments } from './account-documents.ts'
import { addBuild } from './build.ts'
import { addBuckets } from './buckets.ts'
import { addCompute } from './compute.ts'
import { addContainers } from './containers.ts'
import { addDatabases } from './databases.ts'
import { addDelivery } from './delivery.ts'
import { addFunctions } from './functions.ts'
import { addPolicies } from './iam-policies.ts'
import { addPrincipals } from './iam-principals.ts'
import type { AwsEstate, AwsItem } from './item.ts'
import { addMonitoring } from './monitoring.ts'
import { addNetworks } from './network.ts'
import { addPlatformServices } from './platform-services.ts'
import { addSecurityGroups } from './security-groups.ts'

/** All AWS resources and account documents as they stand at an instant. */
export function awsEstateAt(
  random: Random,
  at: Instant,
  affected: Affected,
): { items: AwsItem[]; documents: AccountDocument[] } {
  const estate: AwsEstate = { at, random, items: [], affected }
  for (const fill of [
    addNetworks,
    addSecurityGroups,
    addCompute,
    addBuckets,
    addDatabases,
    addFunctions,
    addContainers,
    addBuild,
    addDelivery,
    addPrincipals,
    addPolicies,
    addMonitoring,
    addPlatformServices,
  ])
    fill(estate)
  return { items: estate.items, documents: awsAccountDocuments(estate) }
}
