import type { AwsAccount } from './accounts.ts'
import { add, createdAt, type AwsEstate } from './item.ts'
import { keyArn } from './topology.ts'

/** An SNS topic. */
export function addTopic(e: AwsEstate, account: AwsAccount, region: string, name: string): void {
  const arn = `arn:aws:sns:${region}:${account.id}:${name}`
  add(e, {
    account,
    region,
    type: 'AWS::SNS::Topic',
    id: arn,
    name,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        TopicArn: arn,
        Owner: account.id,
        DisplayName: '',
        KmsMasterKeyId: keyArn(e.random, account, region, 's3'),
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Owner',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account.id}:root` },
              Action: 'SNS:Publish',
              Resource: arn,
            },
          ],
        }),
      },
      supplementary: { Tags: [] },
    }),
  })
}

/** An SQS queue. */
export function addQueue(e: AwsEstate, account: AwsAccount, name: string): void {
  const arn = `arn:aws:sqs:eu-west-1:${account.id}:${name}`
  const url = `https://sqs.eu-west-1.amazonaws.com/${account.id}/${name}`
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::SQS::Queue',
    id: url,
    name,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        QueueArn: arn,
        QueueName: name,
        QueueUrl: url,
        KmsMasterKeyId: 'alias/aws/sqs',
        KmsDataKeyReusePeriodSeconds: 300,
        SqsManagedSseEnabled: false,
        DelaySeconds: 0,
        MaximumMessageSize: 262144,
        MessageRetentionPeriod: 345600,
        ReceiveMessageWaitTimeSeconds: 10,
        VisibilityTimeout: 60,
      },
      supplementary: { Tags: {} },
    }),
  })
}

/** A DynamoDB table with its backups. */
export function addTable(e: AwsEstate, account: AwsAccount, name: string): void {
  const arn = `arn:aws:dynamodb:eu-west-1:${account.id}:table/${name}`
  const created = createdAt(e.random, arn)
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::DynamoDB::Table',
    id: name,
    name,
    arn,
    created,
    describe: () => ({
      configuration: {
        attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
        tableName: name,
        keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
        tableStatus: 'ACTIVE',
        creationDateTime: Date.parse(created),
        provisionedThroughput: { numberOfDecreasesToday: 0, readCapacityUnits: 0, writeCapacityUnits: 0 },
        tableArn: arn,
        tableId: e.random.guid(arn),
        billingModeSummary: { billingMode: 'PAY_PER_REQUEST' },
        ssedescription: {
          status: 'ENABLED',
          ssetype: 'KMS',
          kmsmasterKeyArn: keyArn(e.random, account, 'eu-west-1', 's3'),
        },
      },
      supplementary: {
        ContinuousBackupsDescription: {
          continuousBackupsStatus: 'ENABLED',
          pointInTimeRecoveryDescription: { pointInTimeRecoveryStatus: 'ENABLED' },
        },
        Tags: [],
      },
    }),
  })
}
