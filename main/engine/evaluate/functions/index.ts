import { functions as aws } from './aws-network.ts'
import { functions as azure } from './azure-network.ts'
import { functions as cidr } from './cidr.ts'
import { functions as dates } from './dates.ts'
import { functions as gcp } from './gcp-network.ts'
import { functions as iam } from './iam.ts'
import { functions as ports } from './ports.ts'
import { functions as text } from './text.ts'
import { functions as tls } from './tls.ts'
import type { RuleFunction } from './rule-function.ts'

/** Every helper rule expressions may call, in the order the manual lists them. */
export const functions: readonly RuleFunction[] = [
  ...cidr,
  ...ports,
  ...aws,
  ...azure,
  ...gcp,
  ...iam,
  ...tls,
  ...dates,
  ...text,
]
