/** The partition a region belongs to (AWS ARN reference). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  if (region.startsWith('us-isob-')) return 'aws-iso-b'
  if (region.startsWith('us-iso-')) return 'aws-iso'
  return 'aws'
}

export interface ArnParts {
  readonly service: string
  readonly region: string
  readonly account: string
  readonly resource: string
}

/** Service, region and account of an ARN; null when it is none (`arn:partition:service:region:account:resource`). */
export function readArn(arn: string): ArnParts | null {
  const parts = arn.split(':')
  if (parts.length < 6 || parts[0] !== 'arn') return null
  return {
    service: parts[2] ?? '',
    region: parts[3] ?? '',
    account: parts[4] ?? '',
    resource: parts.slice(5).join(':'),
  }
}

/** Resource part by type, where AWS Config's `resourceId` is the last part of the ARN. */
const resourceParts: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'ec2|instance/',
  'AWS::EC2::SecurityGroup': 'ec2|security-group/',
  'AWS::EC2::Volume': 'ec2|volume/',
  'AWS::EC2::VPC': 'ec2|vpc/',
  'AWS::EC2::Subnet': 'ec2|subnet/',
  'AWS::EC2::NetworkInterface': 'ec2|network-interface/',
  'AWS::EC2::NetworkAcl': 'ec2|network-acl/',
  'AWS::EC2::RouteTable': 'ec2|route-table/',
  'AWS::EC2::InternetGateway': 'ec2|internet-gateway/',
  'AWS::EC2::NatGateway': 'ec2|natgateway/',
  'AWS::EC2::VPCEndpoint': 'ec2|vpc-endpoint/',
  'AWS::EC2::FlowLog': 'ec2|vpc-flow-log/',
  'AWS::KMS::Key': 'kms|key/',
  'AWS::DynamoDB::Table': 'dynamodb|table/',
  'AWS::Lambda::Function': 'lambda|function:',
  'AWS::EKS::Cluster': 'eks|cluster/',
  'AWS::ECR::Repository': 'ecr|repository/',
}

/** Types whose ARNs name them beyond doubt; for rows of a query that left `resourceType` out. */
const typesByArn: Readonly<Record<string, string>> = {
  'iam|user': 'AWS::IAM::User',
  'iam|role': 'AWS::IAM::Role',
  'iam|group': 'AWS::IAM::Group',
  'iam|policy': 'AWS::IAM::Policy',
  'rds|db': 'AWS::RDS::DBInstance',
  'rds|snapshot': 'AWS::RDS::DBSnapshot',
  'rds|cluster': 'AWS::RDS::DBCluster',
  'rds|cluster-snapshot': 'AWS::RDS::DBClusterSnapshot',
  'sns|': 'AWS::SNS::Topic',
  'sqs|': 'AWS::SQS::Queue',
  'cloudtrail|trail': 'AWS::CloudTrail::Trail',
  'secretsmanager|secret': 'AWS::SecretsManager::Secret',
  'codebuild|project': 'AWS::CodeBuild::Project',
  'elasticfilesystem|file-system': 'AWS::EFS::FileSystem',
}

/** @returns null when the ARN's resource type is not one of the certain ones. */
export function typeOfArn(arn: string): string | null {
  const parts = readArn(arn)
  if (parts === null) return null
  const prefix = /^([a-z-]+)[/:]/.exec(parts.resource)?.[1] ?? ''
  const direct = typesByArn[`${parts.service}|${prefix}`]
  if (direct !== undefined) return direct
  const found = Object.entries(resourceParts).find(
    ([, part]) => part.slice(0, -1) === `${parts.service}|${prefix}`,
  )
  return found?.[0] ?? null
}

/**
 * A stable id for an item without ARN: the ARN where type, id, region and account make it certain,
 * else `aws:<account>:<region>:<type>/<id>`.
 */
export function stableId(type: string, id: string, account: string | null, region: string | null): string {
  if (id.startsWith('arn:')) return id
  const partition = partitionOf(region ?? '')
  if (type === 'AWS::S3::Bucket') return `arn:${partition}:s3:::${id}`
  const part = resourceParts[type]
  if (part !== undefined && account !== null && region !== null) {
    const [service, prefix] = part.split('|')
    return `arn:${partition}:${service}:${region}:${account}:${prefix}${id}`
  }
  return `aws:${account ?? 'unknown'}:${region ?? 'unknown'}:${type}/${id}`
}
