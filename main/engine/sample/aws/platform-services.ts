import { awsAccounts, prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import { addQueue, addTable, addTopic } from './messaging.ts'
import { keyArn } from './topology.ts'

/** Keys, secrets, queues, topics, tables, file systems and registries. */
export function addPlatformServices(estate: AwsEstate): void {
  for (const account of awsAccounts) {
    for (const region of account.regions) {
      for (const alias of ['ebs', 'rds', 's3']) addKey(estate, account, region, alias)
      addTopic(estate, account, region, 'security-alerts')
    }
    for (const name of names[account.name].queues) addQueue(estate, account, name)
    for (const name of names[account.name].topics) addTopic(estate, account, 'eu-west-1', name)
    for (const name of names[account.name].tables) addTable(estate, account, name)
    for (const name of names[account.name].secrets) addSecret(estate, account, name)
  }
  for (const name of [
    'fleet-api',
    'order-api',
    'map-api',
    'package-proxy',
    'pose-estimator',
    'simulator',
    'route-planner',
    'edge-relay',
  ])
    addRepository(estate, name)
  for (const [account, name] of [
    [prod, 'planner-cache'],
    [staging, 'cad-share'],
    [staging, 'sim-cache'],
    [shared, 'git-data'],
  ] as const)
    addFileSystem(estate, account, name)
}

const names: Readonly<
  Record<AwsAccount['name'], Readonly<Record<'queues' | 'topics' | 'tables' | 'secrets', readonly string[]>>>
> = {
  prod: {
    queues: ['orders', 'orders-dead', 'telemetry', 'telemetry-dead', 'alerts', 'invoices'],
    topics: ['orders-changed', 'robot-alerts', 'firmware-released'],
    tables: ['orders', 'robots', 'depots', 'missions', 'firmware', 'locks'],
    secrets: [
      'fleet/core-db',
      'fleet/orders-db',
      'fleet/partner-token',
      'fleet/map-key',
      'fleet/signing-pin',
    ],
  },
  staging: {
    queues: ['orders', 'telemetry', 'lab-jobs'],
    topics: ['lab-alerts'],
    tables: ['orders', 'robots', 'recordings', 'locks'],
    secrets: ['stg/core-db', 'stg/orders-db', 'lab/bench-token'],
  },
  shared: {
    queues: ['audit-events', 'mirror-jobs'],
    topics: ['cost-alerts'],
    tables: ['locks', 'licences'],
    secrets: ['core/git-db', 'core/registry', 'core/sso'],
  },
}

function addKey(e: AwsEstate, account: AwsAccount, region: string, alias: string): void {
  const arn = keyArn(e.random, account, region, alias)
  const keyId = arn.slice(arn.lastIndexOf('/') + 1)
  const policy = {
    Version: '2012-10-17',
    Id: 'key-default',
    Statement: [
      {
        Sid: 'Enable IAM policies',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account.id}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  }
  add(e, {
    account,
    region,
    type: 'AWS::KMS::Key',
    id: keyId,
    name: keyId,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: () => ({
      tags: { Alias: alias },
      configuration: {
        awsaccountId: account.id,
        keyId,
        arn,
        creationDate: createdAt(e.random, arn),
        enabled: true,
        description: `${alias} data`,
        keyUsage: 'ENCRYPT_DECRYPT',
        keyState: 'Enabled',
        origin: 'AWS_KMS',
        keyManager: 'CUSTOMER',
        customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        keySpec: 'SYMMETRIC_DEFAULT',
        encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
        signingAlgorithms: [],
        multiRegion: false,
        macAlgorithms: [],
      },
      supplementary: {
        KeyRotationStatus: true,
        Policy: JSON.stringify(policy),
        Tags: [{ tagKey: 'Alias', tagValue: alias }],
      },
    }),
  })
}

function addSecret(e: AwsEstate, account: AwsAccount, name: string): void {
  const arn = `arn:aws:secretsmanager:eu-west-1:${account.id}:secret:${name}-${e.random.base32(`secret/${name}`, 6)}`
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::SecretsManager::Secret',
    id: arn,
    name,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        ARN: arn,
        Name: name,
        Description: `Credentials of ${name}`,
        KMSKeyId: keyArn(e.random, account, 'eu-west-1', 's3'),
        RotationEnabled: true,
        RotationRules: { AutomaticallyAfterDays: 90 },
        RotationOccurringAsScheduled: true,
        Deleted: false,
        Tags: [],
      },
    }),
  })
}

function addRepository(e: AwsEstate, name: string): void {
  const arn = `arn:aws:ecr:eu-west-1:${shared.id}:repository/${name}`
  add(e, {
    account: shared,
    region: 'eu-west-1',
    type: 'AWS::ECR::Repository',
    id: name,
    name,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        RepositoryName: name,
        Arn: arn,
        RepositoryUri: `${shared.id}.dkr.ecr.eu-west-1.amazonaws.com/${name}`,
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: {
          EncryptionType: 'KMS',
          KmsKey: keyArn(e.random, shared, 'eu-west-1', 's3'),
        },
        Tags: [],
      },
    }),
  })
}

function addFileSystem(e: AwsEstate, account: AwsAccount, name: string): void {
  const id = `fs-0${e.random.hex(`efs/${account.id}/${name}`, 16)}`
  const arn = `arn:aws:elasticfilesystem:eu-west-1:${account.id}:file-system/${id}`
  const tags = houseTags(account, name, 'platform')
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::EFS::FileSystem',
    id,
    name,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: (story) => {
      const isPlain = name === 'cad-share' && story.is('aws-efs-cad-share')
      return {
        tags,
        configuration: {
          FileSystemId: id,
          Arn: arn,
          Encrypted: !isPlain,
          ...(isPlain ? {} : { KmsKeyId: keyArn(e.random, account, 'eu-west-1', 'ebs') }),
          PerformanceMode: 'generalPurpose',
          ThroughputMode: 'elastic',
          LifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }],
          BackupPolicy: { Status: 'ENABLED' },
          FileSystemPolicy: {},
          FileSystemTags: tagList(tags),
        },
      }
    },
  })
}
