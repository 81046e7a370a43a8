import type { Random } from '../random.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'

/** A VPC of the estate with the names of its tiers; other generators place machines and databases by it. */
export interface Vpc {
  readonly account: AwsAccount
  readonly region: string
  readonly name: string
  /** First two octets: `10.10`. */
  readonly net: string
  readonly isDefault: boolean
}

const vpc = (account: AwsAccount, region: string, name: string, net: string, isDefault = false): Vpc => ({
  account,
  region,
  name,
  net,
  isDefault,
})

export const vpcs = {
  fleetProd: vpc(prod, 'eu-west-1', 'fleet-prod', '10.10'),
  analyticsProd: vpc(prod, 'eu-west-1', 'analytics-prod', '10.11'),
  fleetDr: vpc(prod, 'eu-central-1', 'fleet-dr', '10.12'),
  edgeProd: vpc(prod, 'us-east-1', 'edge-prod', '10.13'),
  fleetStaging: vpc(staging, 'eu-west-1', 'fleet-staging', '10.20'),
  robotLab: vpc(staging, 'eu-west-1', 'robot-lab', '10.21'),
  stagingCentral: vpc(staging, 'eu-central-1', 'staging-central', '10.22'),
  sharedCore: vpc(shared, 'eu-west-1', 'shared-core', '10.30'),
  sharedUs: vpc(shared, 'us-east-1', 'shared-us', '10.31'),
  defaultStaging: vpc(staging, 'eu-west-1', 'default', '172.31', true),
  defaultShared: vpc(shared, 'us-east-1', 'default', '172.31', true),
} as const
export const allVpcs: readonly Vpc[] = Object.values(vpcs)

export type Tier = 'public' | 'private' | 'data'
export interface Subnet {
  readonly vpc: Vpc
  readonly tier: Tier
  readonly zone: string
  readonly cidr: string
  readonly name: string
}

/** Two zones per tier; a default VPC has three public subnets and nothing else. */
export function subnetsOf(v: Vpc): Subnet[] {
  if (v.isDefault)
    return ['a', 'b', 'c'].map((z, i) => ({
      vpc: v,
      tier: 'public',
      zone: v.region + z,
      cidr: `${v.net}.${i * 16}.0/20`,
      name: `default-${z}`,
    }))
  return (['public', 'private', 'data'] as const).flatMap((tier, t) =>
    ['a', 'b'].map((z, i): Subnet => ({
      vpc: v,
      tier,
      zone: v.region + z,
      cidr: `${v.net}.${t * 32 + i * 16}.0/20`,
      name: `${v.name}-${tier}-${z}`,
    })),
  )
}

const key = (v: Vpc): string => `${v.account.id}/${v.region}/${v.name}`

export const vpcId = (random: Random, v: Vpc): string => `vpc-0${random.hex(`vpc/${key(v)}`, 16)}`
export const subnetId = (random: Random, s: Subnet): string =>
  `subnet-0${random.hex(`subnet/${key(s.vpc)}/${s.name}`, 16)}`
export const groupId = (random: Random, v: Vpc, name: string): string =>
  `sg-0${random.hex(`sg/${key(v)}/${name}`, 16)}`
export const keyArn = (random: Random, account: AwsAccount, region: string, alias: string): string =>
  `arn:aws:kms:${region}:${account.id}:key/${random.guid(`kms/${account.id}/${region}/${alias}`)}`

/** The subnet of a tier and zone letter. */
export function subnetIn(v: Vpc, tier: Tier, letter: 'a' | 'b' | 'c'): Subnet {
  const found = subnetsOf(v).find((s) => s.tier === tier && s.zone.endsWith(letter))
  if (found === undefined) throw new RangeError(`no ${tier} subnet ${letter} in ${v.name}`)
  return found
}
