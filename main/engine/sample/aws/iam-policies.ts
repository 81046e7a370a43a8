import type { JsonObject } from '../../../../shared/model/json.ts'
import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, type AwsEstate } from './item.ts'
import { allow, encoded, everything, policy } from './policy-documents.ts'

interface Policy {
  readonly name: string
  readonly account: AwsAccount
  readonly document: JsonObject
  /** While this event holds the policy allows everything. */
  readonly wild?: string
  readonly lives?: string
  readonly description?: string
}

const read = (service: string, ...resources: string[]): JsonObject =>
  policy(allow([`${service}:Get*`, `${service}:List*`], resources.length === 0 ? '*' : resources, 'Read'))
const objects = (bucket: string): JsonObject =>
  policy(
    allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::larkfield-${bucket}/*`, 'Objects'),
    allow('s3:ListBucket', `arn:aws:s3:::larkfield-${bucket}`, 'Bucket'),
  )

const policies: readonly Policy[] = [
  { name: 'telemetry-write', account: prod, document: objects('telemetry-raw') },
  { name: 'telemetry-read', account: prod, document: objects('telemetry-curated') },
  { name: 'map-publish', account: prod, document: objects('fleet-maps') },
  {
    name: 'orders-table',
    account: prod,
    document: policy(
      allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        `arn:aws:dynamodb:eu-west-1:${prod.id}:table/orders`,
      ),
    ),
  },
  {
    name: 'queue-consume',
    account: prod,
    document: policy(
      allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], `arn:aws:sqs:eu-west-1:${prod.id}:*`),
    ),
  },
  { name: 'metrics-put', account: prod, document: policy(allow('cloudwatch:PutMetricData')) },
  {
    name: 'secrets-read',
    account: prod,
    document: policy(
      allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-west-1:${prod.id}:secret:fleet/*`),
    ),
  },
  {
    name: 'firmware-sign',
    account: prod,
    document: policy(allow('kms:Sign', `arn:aws:kms:eu-west-1:${prod.id}:key/*`)),
  },
  {
    name: 'edge-deploy',
    account: prod,
    document: policy(
      allow(
        ['lambda:UpdateFunctionCode', 'lambda:PublishVersion'],
        `arn:aws:lambda:us-east-1:${prod.id}:function:edge-*`,
      ),
    ),
  },
  {
    name: 'data-lake-admin',
    account: prod,
    document: objects('telemetry-curated'),
    wild: 'aws-policy-data-lake',
    description: 'Lake administration during the move to the new catalogue',
  },
  {
    name: 'ci-runner-breakglass',
    account: prod,
    document: everything,
    wild: 'aws-policy-breakglass',
    lives: 'aws-policy-breakglass',
    description: 'TEMP deploy freeze workaround',
  },
  { name: 'support-read', account: prod, document: read('ec2') },
  { name: 'billing-read', account: prod, document: read('ce') },
  {
    name: 'lab-operate',
    account: staging,
    document: policy(
      allow(['ec2:StartInstances', 'ec2:StopInstances'], `arn:aws:ec2:eu-west-1:${staging.id}:instance/*`),
    ),
  },
  { name: 'sim-run', account: staging, document: objects('sim-scenes') },
  { name: 'sim-collect', account: staging, document: objects('sim-results') },
  { name: 'recordings-read', account: staging, document: objects('test-recordings') },
  {
    name: 'deploy-staging',
    account: staging,
    document: policy(
      allow(['ecs:UpdateService', 'ecs:DescribeServices'], `arn:aws:ecs:eu-west-1:${staging.id}:service/*`),
    ),
  },
  {
    name: 'LegacyDeployAll',
    account: staging,
    document: policy(allow(['ecs:UpdateService'], `arn:aws:ecs:eu-west-1:${staging.id}:service/*`)),
    wild: 'aws-policy-legacy-deploy',
    description: 'Created by hand in 2021',
  },
  ...(['sandbox-trainer', 'sandbox-tester'] as const).map((name) => ({
    name,
    account: staging,
    document: objects('test-recordings'),
    wild: 'aws-policies-sandbox',
  })),
  ...(['sandbox-render', 'sandbox-replay'] as const).map((name) => ({
    name,
    account: staging,
    document: objects('sim-scenes'),
    wild: 'aws-policies-sandbox-last',
  })),
  { name: 'artifacts-push', account: staging, document: objects('build-artifacts') },
  { name: 'state-read', account: shared, document: objects('terraform-state') },
  { name: 'audit-read', account: shared, document: objects('audit-archive') },
  {
    name: 'registry-pull',
    account: shared,
    document: policy(allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'])),
  },
  { name: 'mirror-sync', account: shared, document: objects('package-mirror') },
  { name: 'cost-report', account: shared, document: read('cur') },
  {
    name: 'key-rotate',
    account: shared,
    document: policy(
      allow(['kms:EnableKeyRotation', 'kms:RotateKeyOnDemand'], `arn:aws:kms:eu-west-1:${shared.id}:key/*`),
    ),
  },
  {
    name: 'config-forward',
    account: shared,
    document: policy(allow('events:PutEvents', `arn:aws:events:eu-west-1:${shared.id}:event-bus/audit`)),
  },
]

/** Customer managed policies; their documents are percent-encoded, as Config holds them. */
export function addPolicies(estate: AwsEstate): void {
  for (const p of policies) {
    const id = `ANPA${estate.random.base32(`policy/${p.account.id}/${p.name}`, 17)}`
    const arn = `arn:aws:iam::${p.account.id}:policy/${p.name}`
    const created = p.lives === undefined ? createdAt(estate.random, arn) : '2026-07-31T21:48:00.000Z'
    add(estate, {
      account: p.account,
      region: 'eu-west-1',
      global: true,
      type: 'AWS::IAM::Policy',
      id,
      name: p.name,
      arn,
      created,
      ...(p.lives === undefined ? {} : { lives: p.lives }),
      describe: (story) => {
        const isWild = p.wild !== undefined && story.is(p.wild)
        const updated = story.lastChange(created)
        const versionId = updated > created ? 'v2' : 'v1'
        return {
          configuration: {
            policyName: p.name,
            policyId: id,
            arn,
            path: '/',
            defaultVersionId: versionId,
            attachmentCount: 1,
            permissionsBoundaryUsageCount: 0,
            isAttachable: true,
            description: p.description ?? null,
            createDate: created,
            updateDate: updated,
            tags: [],
            policyVersionList: [
              {
                document: encoded(isWild ? everything : p.document),
                versionId,
                isDefaultVersion: true,
                createDate: updated,
              },
            ],
          },
        }
      },
    })
  }
}
