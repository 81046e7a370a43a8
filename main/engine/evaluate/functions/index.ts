import { functions as awsDns } from './aws-dns.ts'
import { functions as awsGroups } from './aws-group-use.ts'
import { functions as nacl } from './aws-nacl.ts'
import { functions as awsEventAlarms } from './aws-event-alarms.ts'
import { functions as aws } from './aws-network.ts'
import { functions as awsPeering } from './aws-peering.ts'
import { functions as awsTrails } from './aws-trails.ts'
import { functions as awsRoutes } from './aws-routes.ts'
import { functions as azureAlerts } from './azure-alerts.ts'
import { functions as azure } from './azure-network.ts'
import { functions as azureRoles } from './azure-roles.ts'
import { functions as azureScopes } from './azure-scopes.ts'
import { functions as beanstalk } from './beanstalk.ts'
import { functions as cidr } from './cidr.ts'
import { functions as dates } from './dates.ts'
import { functions as gcpAlerts } from './gcp-alerts.ts'
import { functions as gcpIam } from './gcp-iam.ts'
import { functions as gcp } from './gcp-network.ts'
import { functions as gcpOrgPolicy } from './gcp-org-policy.ts'
import { functions as iam } from './iam.ts'
import { functions as isoDuration } from './iso-duration.ts'
import { functions as escalation } from './iam-escalation.ts'
import { functions as federation } from './iam-federation.ts'
import { functions as foreign } from './iam-foreign.ts'
import { functions as lists } from './lists.ts'
import { functions as metricFilters } from './metric-filter-coverage.ts'
import { functions as ports } from './ports.ts'
import { functions as secretNames } from './secret-names.ts'
import { functions as support } from './support-ends.ts'
import { functions as transport } from './secure-transport.ts'
import { functions as text } from './text.ts'
import { functions as timeIn } from './time-in.ts'
import { functions as tls } from './tls.ts'
import type { RuleFunction } from './rule-function.ts'

/** Every helper rule expressions may call, in the order the manual lists them. */
export const functions: readonly RuleFunction[] = [
  ...cidr,
  ...ports,
  ...aws,
  ...nacl,
  ...awsGroups,
  ...awsRoutes,
  ...awsPeering,
  ...awsDns,
  ...beanstalk,
  ...azure,
  ...azureRoles,
  ...azureScopes,
  ...azureAlerts,
  ...gcp,
  ...gcpAlerts,
  ...gcpIam,
  ...gcpOrgPolicy,
  ...iam,
  ...escalation,
  ...foreign,
  ...federation,
  ...isoDuration,
  ...transport,
  ...tls,
  ...dates,
  ...text,
  ...secretNames,
  ...support,
  ...lists,
  ...timeIn,
  ...metricFilters,
  ...awsTrails,
  ...awsEventAlarms,
]
