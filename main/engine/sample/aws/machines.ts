import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { vpcs, type Tier, type Vpc } from './topology.ts'

/** A virtual machine of the estate. */
export interface Machine {
  readonly name: string
  readonly vpc: Vpc
  readonly tier: Tier
  readonly zone: 'a' | 'b'
  readonly type: string
  readonly team: string
  /** Security group of its VPC. */
  readonly group: string
  readonly dataGb: number
  readonly lives?: string
  readonly gone?: string
  /** Tags of an odd kind: EC2 takes any character, so tables and PDFs must too. */
  readonly oddTags?: Readonly<Record<string, string>>
}

type Options = Partial<Pick<Machine, 'lives' | 'gone' | 'oddTags'>>
function fleet(
  vpc: Vpc,
  tier: Tier,
  type: string,
  team: string,
  group: string,
  dataGb: number,
  names: readonly string[],
  options: Readonly<Record<string, Options>> = {},
): Machine[] {
  return names.map((name, i) => ({
    name,
    vpc,
    tier,
    zone: i % 2 === 0 ? 'a' : 'b',
    type,
    team,
    group,
    dataGb,
    ...options[name],
  }))
}
const numbered = (stem: string, count: number, first = 1): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}-${String(i + first).padStart(2, '0')}`)

export const machines: readonly Machine[] = [
  ...fleet(vpcs.fleetProd, 'private', 'm6i.large', 'telemetry', 'app', 100, numbered('telemetry-api', 6), {
    'telemetry-api-02': { oddTags: { 'Cost note': '=SUM(A1:A9)', Contact: `Aoife "Eef" O'Brien, on call` } },
    'telemetry-api-05': { lives: 'aws-telemetry-api-added' },
    'telemetry-api-06': { lives: 'aws-telemetry-api-added' },
  }),
  ...fleet(vpcs.fleetProd, 'private', 'm6i.large', 'planning', 'app', 0, numbered('route-planner', 4), {
    'route-planner-03': {
      oddTags: {
        Équipe: 'Trajectoires & kinématique – nuit',
        صاحب: 'فريق التحكم',
        note: '@remote:planner\t2',
      },
    },
  }),
  ...fleet(vpcs.fleetProd, 'public', 't3.small', 'platform', 'ops-jumphost', 0, ['ops-jumphost-01']),
  ...fleet(vpcs.analyticsProd, 'private', 'r6i.xlarge', 'data', 'app', 500, numbered('analytics-worker', 4)),
  ...fleet(vpcs.fleetDr, 'private', 'm6i.large', 'telemetry', 'app', 100, numbered('telemetry-dr', 5)),
  ...fleet(vpcs.edgeProd, 'private', 'c6i.large', 'edge', 'app', 0, numbered('edge-relay', 5), {
    'edge-relay-04': {
      oddTags: { note: '+1 612 555 0100, ask for “Bo”', long: `Relay for depot ${'north-'.repeat(36)}east` },
    },
  }),
  ...fleet(vpcs.fleetStaging, 'private', 't3.medium', 'telemetry', 'app', 50, numbered('telemetry-stg', 4)),
  ...fleet(vpcs.fleetStaging, 'private', 'c6i.xlarge', 'platform', 'app', 200, numbered('build-agent', 4), {
    'build-agent-03': { gone: 'aws-build-agent-deleted' },
  }),
  ...fleet(
    vpcs.robotLab,
    'private',
    'g5.xlarge',
    'perception',
    'robot-lab-any',
    250,
    numbered('perception-rig', 3),
  ),
  ...fleet(
    vpcs.defaultStaging,
    'public',
    't3.micro',
    'perception',
    'default',
    0,
    numbered('lab-runner', 3),
    Object.fromEntries(numbered('lab-runner', 3).map((name) => [name, { lives: 'aws-lab-default-vpc' }])),
  ),
  ...fleet(vpcs.stagingCentral, 'private', 'm6i.large', 'simulation', 'app', 100, numbered('simulator', 5)),
  ...fleet(vpcs.stagingCentral, 'public', 't3.large', 'simulation', 'legacy-rdp-gateway', 0, [
    'legacy-rdp-gateway-01',
  ]),
  ...fleet(vpcs.sharedCore, 'private', 'm6i.large', 'platform', 'app', 200, [
    'git-01',
    'git-02',
    'artifact-01',
    'vault-01',
    'vault-02',
  ]),
  ...fleet(vpcs.sharedUs, 'private', 't3.medium', 'platform', 'app', 50, ['mirror-01', 'mirror-02']),
]

/** Old unencrypted volumes in four lots, each replaced (or not) at its own time. */
export interface LegacyVolume {
  readonly name: string
  readonly account: AwsAccount
  readonly region: string
  readonly event: string
}
const lot = (
  letter: string,
  event: string,
  where: readonly (readonly [AwsAccount, string])[],
): LegacyVolume[] =>
  where.map(([account, region], i) => ({ name: `legacy-vol-${letter}${i + 1}`, account, region, event }))

export const legacyVolumes: readonly LegacyVolume[] = [
  ...lot('a', 'aws-volumes-first-lot', [
    [prod, 'eu-west-1'],
    [prod, 'eu-west-1'],
    [staging, 'eu-west-1'],
  ]),
  ...lot('b', 'aws-volumes-second-lot', [
    [staging, 'eu-west-1'],
    [staging, 'eu-central-1'],
    [shared, 'eu-west-1'],
  ]),
  ...lot('c', 'aws-volumes-third-lot', [
    [prod, 'us-east-1'],
    [staging, 'eu-west-1'],
  ]),
  ...lot('d', 'aws-volumes-last-lot', [
    [staging, 'eu-west-1'],
    [staging, 'eu-central-1'],
    [shared, 'eu-west-1'],
    [shared, 'us-east-1'],
  ]),
]
