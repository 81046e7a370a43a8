import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { JsonObject } from '../../shared/model/json.ts'

const account = '111122223333'
const region = 'eu-west-1'
const hex = (index: number) => index.toString(16).padStart(17, '0')

interface Kind {
  readonly type: string
  readonly prefix: string
  readonly arn: (id: string) => string
  readonly configuration: (id: string, index: number, version: number) => JsonObject
  readonly supplementary?: JsonObject
}

const ingress = (port: number, cidr: string) => ({
  fromPort: port,
  toPort: port,
  ipProtocol: 'tcp',
  ipv6Ranges: [],
  prefixListIds: [],
  userIdGroupPairs: [],
  ipv4Ranges: [{ cidrIp: cidr, description: 'bench' }],
  ipRanges: [cidr],
})

/** Four common kinds of resources in the shape of AWS Config items. */
const kinds: readonly Kind[] = [
  {
    type: 'AWS::EC2::SecurityGroup',
    prefix: 'sg-',
    arn: (id) => `arn:aws:ec2:${region}:${account}:security-group/${id}`,
    configuration: (id, index, version) => ({
      description: `bench ${version}`,
      groupName: id,
      groupId: id,
      ownerId: account,
      vpcId: 'vpc-0a1b2c3d4e5f60718',
      ipPermissions: [443, 22, 8080, 9090].map((port) =>
        ingress(port, index % 40 === 0 && port === 22 ? '0.0.0.0/0' : `10.${index % 250}.0.0/16`),
      ),
      ipPermissionsEgress: [ingress(443, '0.0.0.0/0')],
      tags: [{ key: 'team', value: `team-${index % 30}` }],
    }),
  },
  {
    type: 'AWS::EC2::Volume',
    prefix: 'vol-',
    arn: (id) => `arn:aws:ec2:${region}:${account}:volume/${id}`,
    configuration: (id, index, version) => ({
      attachments: [
        {
          attachTime: '2026-01-01T00:00:00.000Z',
          device: '/dev/xvda',
          instanceId: `i-${hex(index)}`,
          state: 'attached',
          volumeId: id,
          deleteOnTermination: true,
        },
      ],
      availabilityZone: `${region}a`,
      createTime: '2026-01-01T00:00:00.000Z',
      encrypted: index % 25 !== 0,
      kmsKeyId: `arn:aws:kms:${region}:${account}:key/0a1b2c3d-4e5f-4a6b-8c7d-${hex(index % 9).slice(5)}`,
      size: 50 + version,
      snapshotId: '',
      state: 'in-use',
      volumeId: id,
      iops: 3000,
      tags: [{ key: 'backup', value: 'daily' }],
      volumeType: 'gp3',
      multiAttachEnabled: false,
    }),
  },
  {
    type: 'AWS::S3::Bucket',
    prefix: 'bench-bucket-',
    arn: (id) => `arn:aws:s3:::${id}`,
    configuration: (id, _index, version) => ({
      name: id,
      owner: { displayName: null, id: 'f'.repeat(64) },
      creationDate: '2026-01-01T00:00:00.000Z',
      region,
      revision: version,
    }),
    supplementary: {
      BucketPolicy: {
        policyText: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Tls',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: 'arn:aws:s3:::x/*',
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
      PublicAccessBlockConfiguration: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      ServerSideEncryptionConfiguration: {
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyID: null },
            bucketKeyEnabled: true,
          },
        ],
      },
      BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null },
      BucketLoggingConfiguration: { destinationBucketName: 'logs', logFilePrefix: '' },
      IsRequesterPaysEnabled: 'false',
    },
  },
  {
    type: 'AWS::IAM::Policy',
    prefix: 'ANPA',
    arn: (id) => `arn:aws:iam::${account}:policy/${id}`,
    configuration: (id, index, version) => ({
      policyName: id,
      policyId: id,
      arn: `arn:aws:iam::${account}:policy/${id}`,
      path: '/',
      defaultVersionId: 'v1',
      attachmentCount: 1,
      permissionsBoundaryUsageCount: 0,
      isAttachable: true,
      description: `bench ${version}`,
      createDate: '2026-01-01T00:00:00.000Z',
      policyVersionList: [
        {
          document: encodeURIComponent(
            JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: index % 60 === 0 ? '*' : ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'],
                  Resource: index % 60 === 0 ? '*' : `arn:aws:s3:::data-${index}/*`,
                },
              ],
            }),
          ),
          versionId: 'v1',
          isDefaultVersion: true,
          createDate: '2026-01-01T00:00:00.000Z',
        },
      ],
    }),
  },
]

/** The index-th resource as a Config item; `version` changes its configuration. */
export function configItem(index: number, version = 0, capturedAt = '2026-07-01T00:00:00.000Z'): JsonObject {
  const kind = kinds[index % kinds.length]
  if (!kind) throw new Error('no kind')
  const id = `${kind.prefix}${hex(index)}`
  return {
    relatedEvents: [],
    relationships: Array.from({ length: 3 }, (_, n) => ({
      resourceId: `eni-${hex(index * 7 + n)}`,
      resourceType: 'AWS::EC2::NetworkInterface',
      name: 'Is associated with NetworkInterface',
    })),
    configuration: kind.configuration(id, index, version),
    supplementaryConfiguration: kind.supplementary ?? {},
    tags: {
      Name: `bench-${index}`,
      'cost-center': `${1000 + (index % 77)}`,
      environment: index % 3 === 0 ? 'production' : 'staging',
    },
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: capturedAt,
    configurationStateId: Date.parse(capturedAt) + index,
    awsAccountId: account,
    configurationItemStatus: 'OK',
    resourceType: kind.type,
    resourceId: id,
    resourceName: id,
    ARN: kind.arn(id),
    awsRegion: region,
    availabilityZone: 'Not Applicable',
    configurationStateMd5Hash: '',
    resourceCreationTime: '2026-01-01T00:00:00.000Z',
  }
}

/** Writes a Config snapshot of `size` resources; `versionOf` says how often each has changed. Returns its bytes. */
export async function writeEstate(
  path: string,
  size: number,
  versionOf: (index: number) => number = () => 0,
  capturedAt?: string,
): Promise<number> {
  const out = createWriteStream(path)
  let bytes = 0
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text)
    if (!out.write(text)) await once(out, 'drain')
  }
  await write(
    '{"fileVersion":"1.0","configSnapshotId":"00000000-0000-4000-8000-000000000001","configurationItems":[',
  )
  for (let index = 0; index < size; index += 1)
    await write(`${index === 0 ? '' : ','}${JSON.stringify(configItem(index, versionOf(index), capturedAt))}`)
  await write(']}')
  out.end()
  await once(out, 'close')
  return bytes
}
