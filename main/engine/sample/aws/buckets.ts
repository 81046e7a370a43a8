import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, type AwsEstate } from './item.ts'
import { keyArn } from './topology.ts'

interface Bucket {
  readonly name: string
  readonly account: AwsAccount
  readonly region: string
  readonly team: string
  /** Open to the public while this event holds, and how. */
  readonly open?: { readonly event: string; readonly by: 'policy' | 'acl' }
  readonly lives?: string
  readonly kms?: boolean
}

const plain = (
  account: AwsAccount,
  region: string,
  team: string,
  names: readonly string[],
  kms = false,
): Bucket[] => names.map((name) => ({ name: `larkfield-${name}`, account, region, team, kms }))

const buckets: readonly Bucket[] = [
  ...plain(
    prod,
    'eu-west-1',
    'telemetry',
    ['fleet-maps', 'robot-logs', 'telemetry-raw', 'telemetry-curated', 'model-registry', 'customer-exports'],
    true,
  ),
  ...plain(prod, 'eu-west-1', 'web', ['www-site', 'docs-site', 'firmware-site', 'maps-site']),
  ...plain(staging, 'eu-west-1', 'web', ['www-staging-site']),
  ...plain(shared, 'eu-west-1', 'web', ['packages-site']),
  ...plain(prod, 'eu-west-1', 'platform', ['flow-logs-prod', 'config-prod', 'alb-logs-prod', 'backups-prod']),
  ...plain(prod, 'eu-central-1', 'platform', ['backups-dr', 'telemetry-dr'], true),
  ...plain(prod, 'us-east-1', 'edge', ['edge-assets', 'edge-packages']),
  ...plain(staging, 'eu-west-1', 'platform', [
    'flow-logs-staging',
    'config-staging',
    'build-artifacts',
    'test-recordings',
    'calibration-data',
  ]),
  ...plain(staging, 'eu-central-1', 'simulation', ['sim-scenes', 'sim-results', 'sim-textures']),
  ...plain(
    shared,
    'eu-west-1',
    'platform',
    ['cloudtrail-org', 'flow-logs-shared', 'config-shared', 'terraform-state', 'audit-archive'],
    true,
  ),
  ...plain(shared, 'us-east-1', 'platform', ['package-mirror', 'sbom-store']),
  {
    name: 'larkfield-press-kit',
    account: prod,
    region: 'eu-west-1',
    team: 'marketing',
    open: { event: 'aws-bucket-press-kit', by: 'policy' },
  },
  {
    name: 'larkfield-firmware-releases',
    account: prod,
    region: 'eu-west-1',
    team: 'firmware',
    open: { event: 'aws-bucket-firmware-acl', by: 'acl' },
  },
  {
    name: 'larkfield-robot-telemetry-exports',
    account: staging,
    region: 'eu-west-1',
    team: 'telemetry',
    open: { event: 'aws-bucket-telemetry-public', by: 'policy' },
  },
  {
    name: 'larkfield-lab-scratch',
    account: staging,
    region: 'eu-west-1',
    team: 'perception',
    open: { event: 'aws-bucket-lab-scratch', by: 'acl' },
  },
  {
    name: 'larkfield-demo-day-2026',
    account: staging,
    region: 'eu-west-1',
    team: 'marketing',
    open: { event: 'aws-bucket-demo-day', by: 'policy' },
    lives: 'aws-bucket-demo-day',
  },
]

/** The bucket that a history file reports as deleted. */
export const deletedBucket = {
  name: 'larkfield-demo-day-2026',
  account: staging,
  region: 'eu-west-1',
  at: '2026-07-24T17:33:12.482Z',
} as const

/** S3 buckets with what Config adds to them, and each account's public access block. */
export function addBuckets(estate: AwsEstate): void {
  for (const bucket of buckets) addBucket(estate, bucket)
  for (const account of [prod, staging, shared]) {
    add(estate, {
      account,
      region: 'eu-west-1',
      type: 'AWS::S3::AccountPublicAccessBlock',
      id: account.id,
      arn: `arn:aws:s3:::${account.id}`,
      created: createdAt(estate.random, `pab/${account.id}`),
      // Accounts that keep public buckets cannot be closed as a whole: prod has one on purpose.
      describe: (story) => ({
        configuration: block(
          account === shared || (account === staging && !story.is('aws-account-block-staging')),
        ),
      }),
    })
  }
}

const block = (on: boolean): JsonObject => ({
  blockPublicAcls: on,
  ignorePublicAcls: on,
  blockPublicPolicy: on,
  restrictPublicBuckets: on,
})

function policyText(bucket: Bucket, isOpen: boolean): string {
  const resource = [`arn:aws:s3:::${bucket.name}`, `arn:aws:s3:::${bucket.name}/*`]
  const statements: JsonObject[] = [
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: resource,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]
  if (isOpen)
    statements.push({
      Sid: 'PublicRead',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${bucket.name}/*`,
    })
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

function accessControlList(owner: string, isPublic: boolean): string {
  const grantList: JsonObject[] = [{ grantee: { id: owner, displayName: null }, permission: 'FullControl' }]
  if (isPublic) grantList.push({ grantee: 'AllUsers', permission: 'Read' })
  return JSON.stringify({
    grantSet: null,
    grantList,
    owner: { displayName: null, id: owner },
    isRequesterCharged: false,
  })
}

function addBucket(estate: AwsEstate, bucket: Bucket): void {
  const { name, account, region } = bucket
  const owner = estate.random.hex(`s3owner/${account.id}`, 64)
  const created =
    bucket.lives === undefined ? createdAt(estate.random, `s3/${name}`) : '2026-07-16T08:02:00.000Z'
  const describe = (story: Watch) => {
    const isOpen = bucket.open !== undefined && story.is(bucket.open.event)
    const byPolicy = isOpen && bucket.open?.by === 'policy'
    const byAcl = isOpen && bucket.open?.by === 'acl'
    const suspended = name === 'larkfield-fleet-maps' && story.is('aws-bucket-versioning')
    const tags = {
      Team: bucket.team,
      Environment: account.name,
      DataClass: bucket.kms === true ? 'confidential' : 'internal',
    }
    const algorithm =
      bucket.kms === true
        ? { sseAlgorithm: 'aws:kms', kmsMasterKeyID: keyArn(estate.random, account, region, 's3') }
        : { sseAlgorithm: 'AES256', kmsMasterKeyID: null }
    return {
      tags,
      configuration: { name, owner: { displayName: null, id: owner }, creationDate: created, region },
      supplementary: {
        AccessControlList: accessControlList(owner, byAcl),
        BucketAccelerateConfiguration: { status: null },
        BucketLoggingConfiguration: {
          destinationBucketName:
            name.includes('-logs') || isOpen ? null : `larkfield-flow-logs-${account.name}`,
          logFilePrefix: name.includes('-logs') || isOpen ? null : `s3/${name}/`,
        },
        BucketNotificationConfiguration: { configurations: {} },
        BucketPolicy: { policyText: policyText(bucket, byPolicy) },
        BucketTaggingConfiguration: { tagSets: [{ tags }] },
        BucketVersioningConfiguration: {
          status: suspended ? 'Suspended' : 'Enabled',
          isMfaDeleteEnabled: null,
        },
        IsRequesterPaysEnabled: false,
        PublicAccessBlockConfiguration: byAcl
          ? { ...block(true), blockPublicAcls: false, ignorePublicAcls: false }
          : block(!isOpen),
        ServerSideEncryptionConfiguration: {
          rules: [{ applyServerSideEncryptionByDefault: algorithm, bucketKeyEnabled: bucket.kms === true }],
        },
      },
    }
  }
  add(estate, {
    account,
    region,
    type: 'AWS::S3::Bucket',
    id: name,
    name,
    arn: `arn:aws:s3:::${name}`,
    zone: 'Regional',
    created,
    ...(bucket.lives === undefined ? {} : { lives: bucket.lives }),
    describe,
  })
}
