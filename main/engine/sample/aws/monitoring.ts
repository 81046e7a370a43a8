import { awsAccounts, organisationId, prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, type AwsEstate } from './item.ts'
import { keyArn } from './topology.ts'

/** Trails, recorders, GuardDuty detectors, access analysers and alarms. */
export function addMonitoring(estate: AwsEstate): void {
  for (const account of awsAccounts) {
    addTrail(estate, account)
    for (const region of account.regions) {
      addRecorder(estate, account, region)
      addDetector(estate, account, region)
      addAnalyzer(estate, account, region)
      for (const metric of ['root-use', 'unauthorised-calls', 'policy-changes'])
        addAlarm(estate, account, region, metric)
    }
  }
}

export const trailName = (account: AwsAccount): string => `larkfield-${account.name}-trail`
export const trailArn = (account: AwsAccount): string =>
  `arn:aws:cloudtrail:eu-west-1:${account.id}:trail/${trailName(account)}`

function addTrail(e: AwsEstate, account: AwsAccount): void {
  const arn = trailArn(account)
  add(e, {
    account,
    region: 'eu-west-1',
    type: 'AWS::CloudTrail::Trail',
    id: trailName(account),
    name: trailName(account),
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: (story) => ({
      configuration: {
        name: trailName(account),
        s3BucketName: 'larkfield-cloudtrail-org',
        s3KeyPrefix: account.name,
        snsTopicName: null,
        snsTopicARN: null,
        includeGlobalServiceEvents: true,
        isMultiRegionTrail: true,
        homeRegion: 'eu-west-1',
        trailARN: arn,
        logFileValidationEnabled: !(account === staging && story.is('aws-trail-validation')),
        cloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${account.id}:log-group:/larkfield/trail:*`,
        cloudWatchLogsRoleArn: `arn:aws:iam::${account.id}:role/cloudtrail-logs`,
        kmsKeyId: keyArn(e.random, shared, 'eu-west-1', 's3'),
        hasCustomEventSelectors: true,
        hasInsightSelectors: false,
        isOrganizationTrail: false,
      },
      supplementary: {
        EventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true,
            dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }],
            excludeManagementEventSources: [],
          },
        ],
        Tags: [],
      },
    }),
  })
}

function addRecorder(e: AwsEstate, account: AwsAccount, region: string): void {
  const arn = `arn:aws:config:${region}:${account.id}:configuration-recorder/default/${e.random.hex(`recorder/${account.id}/${region}`, 16)}`
  add(e, {
    account,
    region,
    type: 'AWS::Config::ConfigurationRecorder',
    id: 'default',
    name: 'default',
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: (story) => ({
      configuration: {
        Id: 'default',
        Name: 'default',
        RoleARN: `arn:aws:iam::${account.id}:role/config-recorder`,
        Recording: !(account === shared && region === 'us-east-1' && story.is('aws-recorder-shared-ue1')),
        RecordingGroup: {
          AllSupported: true,
          IncludeGlobalResourceTypes: region === 'eu-west-1',
          ResourceTypes: [],
          RecordingStrategy: { UseOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
        },
        RecordingMode: { RecordingFrequency: 'CONTINUOUS', RecordingModeOverrides: [] },
      },
    }),
  })
}

function addDetector(e: AwsEstate, account: AwsAccount, region: string): void {
  const id = e.random.hex(`detector/${account.id}/${region}`, 32)
  const arn = `arn:aws:guardduty:${region}:${account.id}:detector/${id}`
  add(e, {
    account,
    region,
    type: 'AWS::GuardDuty::Detector',
    id,
    name: id,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: (story) => ({
      configuration: {
        Id: id,
        Enable: !(account === prod && region === 'us-east-1' && story.is('aws-guardduty-prod-ue1')),
        FindingPublishingFrequency: 'FIFTEEN_MINUTES',
        Tags: [],
        DataSources: { S3Logs: { Enable: true }, Kubernetes: { AuditLogs: { Enable: true } } },
        Features: [
          { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
          { Name: 'EBS_MALWARE_PROTECTION', Status: 'ENABLED' },
          { Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' },
        ],
      },
    }),
  })
}

function addAnalyzer(e: AwsEstate, account: AwsAccount, region: string): void {
  const arn = `arn:aws:access-analyzer:${region}:${account.id}:analyzer/account-${organisationId}`
  add(e, {
    account,
    region,
    type: 'AWS::AccessAnalyzer::Analyzer',
    id: arn,
    name: `account-${organisationId}`,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        AnalyzerName: `account-${organisationId}`,
        Arn: arn,
        Type: 'ACCOUNT',
        ArchiveRules: [],
        Tags: [],
      },
    }),
  })
}

function addAlarm(e: AwsEstate, account: AwsAccount, region: string, metric: string): void {
  const arn = `arn:aws:cloudwatch:${region}:${account.id}:alarm:trail-${metric}`
  const topic = `arn:aws:sns:${region}:${account.id}:security-alerts`
  add(e, {
    account,
    region,
    type: 'AWS::CloudWatch::Alarm',
    id: `trail-${metric}`,
    name: `trail-${metric}`,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        alarmName: `trail-${metric}`,
        alarmArn: arn,
        alarmDescription: `Trail events: ${metric}`,
        actionsEnabled: true,
        okactions: [],
        alarmActions: [topic],
        insufficientDataActions: [],
        metricName: metric,
        namespace: 'Larkfield/Trail',
        statistic: 'Sum',
        dimensions: [],
        period: 300,
        evaluationPeriods: 1,
        threshold: 1,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        treatMissingData: 'notBreaching',
        metrics: [],
      },
    }),
  })
}
