import type { JsonObject, JsonValue } from '../../shared/model/json.ts'

export interface PlainPredicate {
  readonly rule: string
  readonly type: string
  readonly pass: (config: JsonObject, supplementary: JsonObject) => boolean
}

const list = (value: JsonValue | undefined): JsonObject[] =>
  Array.isArray(value) ? (value as JsonObject[]) : []
const anywhere = new Set(['0.0.0.0/0', '::/0'])

function opens(config: JsonObject, port: number): boolean {
  return list(config['ipPermissions']).some(
    (entry) =>
      Number(entry['fromPort']) <= port &&
      Number(entry['toPort']) >= port &&
      list(entry['ipv4Ranges']).some((range) => anywhere.has(String(range['cidrIp']))),
  )
}

/** Hand-written twins of five rules, for the bench's estate only: what the rule language is measured against. */
export const plainPredicates: readonly PlainPredicate[] = [
  {
    rule: 'aws-ec2-security-group-ssh',
    type: 'AWS::EC2::SecurityGroup',
    pass: (config) => !opens(config, 22),
  },
  {
    rule: 'aws-ec2-security-group-rdp',
    type: 'AWS::EC2::SecurityGroup',
    pass: (config) => !opens(config, 3389),
  },
  {
    rule: 'aws-ec2-volume-encrypted',
    type: 'AWS::EC2::Volume',
    pass: (config) => config['encrypted'] === true,
  },
  {
    rule: 'aws-s3-bucket-public-access-block',
    type: 'AWS::S3::Bucket',
    pass: (_config, supplementary) => {
      const block = supplementary['PublicAccessBlockConfiguration'] as JsonObject | undefined
      return ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].every(
        (name) => block?.[name] === true,
      )
    },
  },
  {
    rule: 'aws-iam-policy-no-full-admin',
    type: 'AWS::IAM::Policy',
    pass: (config) =>
      !list(config['policyVersionList']).some((version) =>
        list((version['document'] as JsonObject | undefined)?.['Statement']).some(
          (statement) =>
            statement['Effect'] === 'Allow' &&
            [statement['Action']].flat().includes('*') &&
            [statement['Resource']].flat().includes('*'),
        ),
      ),
  },
]
