import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, tagList, type AwsEstate } from './item.ts'
import { allow, encoded, everything, policy, trustService } from './policy-documents.ts'

const groups: readonly (readonly [AwsAccount, string, string])[] = [
  [prod, 'operators', 'support-read'],
  [prod, 'finance', 'billing-read'],
  [staging, 'lab', 'lab-operate'],
  [staging, 'simulation', 'sim-run'],
  [shared, 'platform', 'state-read'],
  [shared, 'audit', 'audit-read'],
]

/** Users of an odd kind have the characters IAM allows: a spreadsheet would take the first two for formulas. */
const users: readonly (readonly [AwsAccount, string, string])[] = [
  [prod, 'svc-map-publisher', 'operators'],
  [prod, 'svc-invoice', 'finance'],
  [prod, '=billing.export', 'finance'],
  [prod, '+ops@larkfield', 'operators'],
  [staging, 'svc-lab-bench', 'lab'],
  [staging, 'svc-simulator', 'simulation'],
  [staging, 'svc-recorder', 'lab'],
  [staging, '-dry-run,test=1', 'simulation'],
  [shared, 'svc-mirror', 'platform'],
  [shared, 'svc-cost', 'platform'],
  [shared, 'emergency-ingrid', 'audit'],
  [shared, 'emergency-tom', 'audit'],
]

const serviceRoles: readonly (readonly [string, string])[] = [
  ['config-recorder', 'config.amazonaws.com'],
  ['flow-logs', 'vpc-flow-logs.amazonaws.com'],
  ['rds-monitoring', 'monitoring.rds.amazonaws.com'],
  ['ecs-task', 'ecs-tasks.amazonaws.com'],
  ['ecs-execution', 'ecs-tasks.amazonaws.com'],
  ['codebuild', 'codebuild.amazonaws.com'],
  ['backup', 'backup.amazonaws.com'],
  ['cloudtrail-logs', 'cloudtrail.amazonaws.com'],
]
const extraRoles: readonly (readonly [AwsAccount, string, string])[] = [
  [prod, 'telemetry-ingest', 'lambda.amazonaws.com'],
  [prod, 'lambda-pose-estimator', 'lambda.amazonaws.com'],
  [prod, 'lambda-order-intake', 'lambda.amazonaws.com'],
  [prod, 'lambda-edge', 'edgelambda.amazonaws.com'],
  [prod, 'telemetry-machine', 'ec2.amazonaws.com'],
  [prod, 'planning-machine', 'ec2.amazonaws.com'],
  [staging, 'lambda-lab-scheduler', 'lambda.amazonaws.com'],
  [staging, 'simulation-machine', 'ec2.amazonaws.com'],
  [staging, 'perception-machine', 'ec2.amazonaws.com'],
  [shared, 'lambda-key-rotation', 'lambda.amazonaws.com'],
  [shared, 'platform-machine', 'ec2.amazonaws.com'],
]

/** IAM groups, users and roles of the three accounts. */
export function addPrincipals(estate: AwsEstate): void {
  for (const [account, name, attached] of groups) addGroup(estate, account, name, attached)
  for (const [account, name, group] of users) addUser(estate, account, name, group)
  for (const account of [prod, staging, shared]) {
    for (const [name, service] of serviceRoles) addRole(estate, account, name, service)
    addAuditRole(estate, account)
  }
  for (const [account, name, service] of extraRoles) addRole(estate, account, name, service)
}

/** Numbers that GetAccountSummary counts. */
export function principalCounts(account: AwsAccount): { users: number; groups: number; roles: number } {
  const mine = (rows: readonly (readonly [AwsAccount, ...unknown[]])[]): number =>
    rows.filter(([owner]) => owner === account).length
  return { users: mine(users), groups: mine(groups), roles: serviceRoles.length + 1 + mine(extraRoles) }
}

const attach = (account: AwsAccount, name: string) => [
  { policyName: name, policyArn: `arn:aws:iam::${account.id}:policy/${name}` },
]

function addGroup(e: AwsEstate, account: AwsAccount, name: string, attached: string): void {
  const arn = `arn:aws:iam::${account.id}:group/${name}`
  const groupId = `AGPA${e.random.base32(arn, 17)}`
  add(e, {
    account,
    region: 'eu-west-1',
    global: true,
    type: 'AWS::IAM::Group',
    id: groupId,
    name,
    arn,
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        path: '/',
        groupName: name,
        groupId,
        arn,
        createDate: createdAt(e.random, arn),
        groupPolicyList: [],
        attachedManagedPolicies: attach(account, attached),
      },
    }),
  })
}

function addUser(e: AwsEstate, account: AwsAccount, name: string, group: string): void {
  const arn = `arn:aws:iam::${account.id}:user/${name}`
  const userId = `AIDA${e.random.base32(arn, 17)}`
  const tags = { Purpose: name.startsWith('emergency') ? 'break glass' : 'service' }
  add(e, {
    account,
    region: 'eu-west-1',
    global: true,
    type: 'AWS::IAM::User',
    id: userId,
    name,
    arn,
    created: createdAt(e.random, arn),
    relationships: [{ resourceType: 'AWS::IAM::Group', resourceName: group, name: 'Is attached to Group' }],
    describe: () => ({
      tags,
      configuration: {
        path: '/',
        userName: name,
        userId,
        arn,
        createDate: createdAt(e.random, arn),
        userPolicyList: [],
        groupList: [group],
        attachedManagedPolicies: [],
        permissionsBoundary: null,
        tags: tagList(tags),
      },
    }),
  })
}

function addRole(e: AwsEstate, account: AwsAccount, name: string, service: string): void {
  const arn = `arn:aws:iam::${account.id}:role/${name}`
  const roleId = `AROA${e.random.base32(arn, 17)}`
  const created = createdAt(e.random, arn)
  add(e, {
    account,
    region: 'eu-west-1',
    global: true,
    type: 'AWS::IAM::Role',
    id: roleId,
    name,
    arn,
    created,
    describe: (story) => {
      const isWild = name === 'telemetry-ingest' && story.is('aws-role-telemetry-inline')
      const narrow = policy(
        allow(
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          `arn:aws:logs:*:${account.id}:log-group:/larkfield/${name}*`,
        ),
      )
      return {
        configuration: {
          path: '/',
          roleName: name,
          roleId,
          arn,
          createDate: created,
          assumeRolePolicyDocument: encoded(trustService(service)),
          instanceProfileList: [],
          rolePolicyList: [{ policyName: 'inline', policyDocument: encoded(isWild ? everything : narrow) }],
          attachedManagedPolicies:
            account === prod && service === 'lambda.amazonaws.com' ? attach(account, 'telemetry-write') : [],
          permissionsBoundary: null,
          tags: [],
          roleLastUsed: null,
        },
      }
    },
  })
}

function addAuditRole(e: AwsEstate, account: AwsAccount): void {
  const arn = `arn:aws:iam::${account.id}:role/CountersignAudit`
  const roleId = `AROA${e.random.base32(arn, 17)}`
  const trust = policy({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${shared.id}:root` },
    Action: 'sts:AssumeRole',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  })
  add(e, {
    account,
    region: 'eu-west-1',
    global: true,
    type: 'AWS::IAM::Role',
    id: roleId,
    name: 'CountersignAudit',
    arn,
    created: '2026-05-18T09:00:00.000Z',
    describe: () => ({
      configuration: {
        path: '/',
        roleName: 'CountersignAudit',
        roleId,
        arn,
        createDate: '2026-05-18T09:00:00.000Z',
        assumeRolePolicyDocument: encoded(trust),
        instanceProfileList: [],
        rolePolicyList: [],
        attachedManagedPolicies: [
          { policyName: 'SecurityAudit', policyArn: 'arn:aws:iam::aws:policy/SecurityAudit' },
        ],
        permissionsBoundary: null,
        tags: [],
        roleLastUsed: null,
      },
    }),
  })
}
