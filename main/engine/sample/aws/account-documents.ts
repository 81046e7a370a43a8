import type { JsonObject } from '../../../../shared/model/json.ts'
import type { AccountDocument } from '../document.ts'
import { later } from '../calendar.ts'
import { noteAffected, watch, type Watch } from '../story/timeline.ts'
import { awsAccounts, prod, shared, staging, type AwsAccount } from './accounts.ts'
import { principalCounts } from './iam-principals.ts'
import { createdAt, type AwsEstate } from './item.ts'
import { trailArn, trailName } from './monitoring.ts'

/**
 * What AWS Config does not record: account summary and password policy, Security
 * Hub, trail status, EBS encryption by default, API Gateway domain names. Bodies
 * are those of the named API calls.
 */
export function awsAccountDocuments(estate: AwsEstate): AccountDocument[] {
  return awsAccounts.flatMap((account) => [
    summary(estate, account),
    passwordPolicy(estate, account),
    trailStatus(estate, account),
    ...account.regions.flatMap((region) => [
      hub(estate, account, region),
      ebsDefault(estate, account, region),
    ]),
    ...domains(estate, account),
  ])
}

function document(
  estate: AwsEstate,
  account: AwsAccount,
  region: string,
  type: string,
  id: string,
  name: string,
  describe: (story: Watch) => JsonObject,
): AccountDocument {
  const story = watch(estate.at)
  const body = describe(story)
  noteAffected(estate.affected, story, id)
  // Read one call after another, just before the exports are taken.
  return {
    provider: 'aws',
    type,
    accountId: account.id,
    region,
    id,
    name,
    captureTime: later(estate.at, -estate.random.int(`call/${id}`, 2_000, 58_000)),
    document: body,
  }
}

/** iam:GetAccountSummary, the content of `SummaryMap`. */
function summary(estate: AwsEstate, account: AwsAccount): AccountDocument {
  const describe = (story: Watch): JsonObject => {
    const withoutMfa =
      (account === staging && story.is('aws-root-mfa-staging')) ||
      (account === shared && story.is('aws-root-mfa-shared'))
    const counts = principalCounts(account)
    const policies = estate.items.filter(
      (item) => item.accountId === account.id && item.type === 'AWS::IAM::Policy',
    ).length
    return {
      AccessKeysPerUserQuota: 2,
      AccountAccessKeysPresent: account === shared && story.is('aws-root-key-shared') ? 1 : 0,
      AccountMFAEnabled: withoutMfa ? 0 : 1,
      AccountPasswordPresent: 1,
      AccountSigningCertificatesPresent: 0,
      AssumeRolePolicySizeQuota: 2048,
      AttachedPoliciesPerRoleQuota: 10,
      Groups: counts.groups,
      GroupsQuota: 300,
      MFADevices: 4,
      MFADevicesInUse: 3,
      Policies: policies,
      PoliciesQuota: 1500,
      Providers: 1,
      Roles: counts.roles,
      RolesQuota: 1000,
      Users: counts.users,
      UsersQuota: 5000,
    }
  }
  return document(
    estate,
    account,
    'global',
    'AWS::IAM::AccountSummary',
    `arn:aws:iam::${account.id}:account-summary`,
    `root user of ${account.id}`,
    describe,
  )
}

/** iam:GetAccountPasswordPolicy, the content of `PasswordPolicy`. */
function passwordPolicy(estate: AwsEstate, account: AwsAccount): AccountDocument {
  const PasswordPolicy = {
    MinimumPasswordLength: account === staging ? 12 : 14,
    RequireSymbols: true,
    RequireNumbers: true,
    RequireUppercaseCharacters: true,
    RequireLowercaseCharacters: true,
    AllowUsersToChangePassword: true,
    ExpirePasswords: false,
    PasswordReusePrevention: 24,
    HardExpiry: false,
  }
  return document(
    estate,
    account,
    'global',
    'AWS::IAM::PasswordPolicy',
    `arn:aws:iam::${account.id}:account-password-policy`,
    `password policy of ${account.id}`,
    () => PasswordPolicy,
  )
}

/** cloudtrail:GetTrailStatus. */
function trailStatus(estate: AwsEstate, account: AwsAccount): AccountDocument {
  const describe = (story: Watch): JsonObject => {
    const isStopped = account === prod && story.is('aws-trail-stopped')
    const started =
      account === prod && estate.at > '2026-08-03T11:50:00.000Z'
        ? '2026-08-03T11:50:00.000Z'
        : createdAt(estate.random, trailArn(account))
    return {
      IsLogging: !isStopped,
      StartLoggingTime: started,
      ...(isStopped ? { StopLoggingTime: '2026-07-31T18:22:00.000Z' } : {}),
      LatestDeliveryTime: isStopped ? '2026-07-31T18:19:44.000Z' : later(estate.at, -180_000),
    }
  }
  return document(
    estate,
    account,
    'eu-west-1',
    'AWS::CloudTrail::TrailStatus',
    `${trailArn(account)}/status`,
    trailName(account),
    describe,
  )
}

/** securityhub:DescribeHub; `Enabled` stands for its InvalidAccessException ("not subscribed"). */
function hub(estate: AwsEstate, account: AwsAccount, region: string): AccountDocument {
  const HubArn = `arn:aws:securityhub:${region}:${account.id}:hub/default`
  const describe = (story: Watch): JsonObject =>
    account === staging && region === 'eu-central-1' && story.is('aws-hub-staging-ec1')
      ? { Enabled: false }
      : {
          Enabled: true,
          HubArn,
          SubscribedAt: createdAt(estate.random, HubArn),
          AutoEnableControls: true,
          ControlFindingGenerator: 'SECURITY_CONTROL',
        }
  return document(
    estate,
    account,
    region,
    'AWS::SecurityHub::Hub',
    HubArn,
    `Security Hub ${account.id}/${region}`,
    describe,
  )
}

/** ec2:GetEbsEncryptionByDefault. */
function ebsDefault(estate: AwsEstate, account: AwsAccount, region: string): AccountDocument {
  const describe = (story: Watch): JsonObject => {
    const isOff = account === staging && region === 'eu-central-1' && story.is('aws-ebs-default-staging')
    return { ebsEncryptionByDefault: !isOff, sseType: isOff ? 'none' : 'sse-ebs' }
  }
  return document(
    estate,
    account,
    region,
    'AWS::EC2::EbsEncryptionByDefault',
    `arn:aws:ec2:${region}:${account.id}:ebs-encryption-by-default`,
    `EBS default ${account.id}/${region}`,
    describe,
  )
}

const hosts: readonly (readonly [AwsAccount, string, string])[] = [
  [prod, 'eu-west-1', 'api.larkfield.example'],
  [prod, 'eu-west-1', 'orders.larkfield.example'],
  [prod, 'eu-west-1', 'telemetry.larkfield.example'],
  [prod, 'eu-central-1', 'api-dr.larkfield.example'],
  [prod, 'us-east-1', 'edge.larkfield.example'],
  [staging, 'eu-west-1', 'api.stg.larkfield.example'],
  [shared, 'eu-west-1', 'hooks.larkfield.example'],
]

/** apigateway:GetDomainNames, one entry each. */
function domains(estate: AwsEstate, account: AwsAccount): AccountDocument[] {
  return hosts
    .filter(([owner]) => owner === account)
    .map(([, region, host]) => {
      const regionalCertificateArn = `arn:aws:acm:${region}:${account.id}:certificate/${estate.random.guid(`acm/apigw/${host}`)}`
      const describe = (story: Watch): JsonObject => ({
        domainName: host,
        regionalDomainName: `d-${estate.random.hex(`apigw/${host}`, 10)}.execute-api.${region}.amazonaws.com`,
        regionalHostedZoneId: 'ZLY8HYME6SFDD',
        regionalCertificateArn,
        endpointConfiguration: { types: ['REGIONAL'] },
        domainNameStatus: 'AVAILABLE',
        securityPolicy:
          host === 'telemetry.larkfield.example' && story.is('aws-apigw-telemetry') ? 'TLS_1_0' : 'TLS_1_2',
      })
      return document(
        estate,
        account,
        region,
        'AWS::ApiGateway::DomainName',
        `arn:aws:apigateway:${region}::/domainnames/${host}`,
        host,
        describe,
      )
    })
}
