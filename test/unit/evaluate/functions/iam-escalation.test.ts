import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  iamActionsOnAll,
  iamCombinedEscalations,
  iamConditionalEscalations,
  iamDeniesAll,
  iamEscalations,
} from '../../../../main/engine/evaluate/functions/iam-escalation.ts'
import { escalationPaths } from '../../../../main/engine/evaluate/functions/iam-escalation-paths.ts'
import { covers, reachOfResource } from '../../../../main/engine/evaluate/functions/iam-glob.ts'

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const allow = (Action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})
const deny = (Action: string | string[], more: object = {}) => ({
  Effect: 'Deny',
  Action,
  Resource: '*',
  ...more,
})
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }

describe('covers', () => {
  it('agrees with the regular expression of the pattern', () => {
    const text = fc.stringMatching(/^[ab:]{0,12}$/)
    fc.assert(
      fc.property(fc.stringMatching(/^[ab:*?]{0,8}$/), text, (pattern, candidate) => {
        const written = `^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`
        expect(covers(pattern, candidate)).toBe(new RegExp(written).test(candidate))
      }),
    )
  })
  it('does not take long over a hostile pattern', () => {
    expect(covers('a*'.repeat(500) + 'b', 'a'.repeat(2_000))).toBe(false)
  })
})

describe('reachOfResource', () => {
  it.each([
    ['*', 'all'],
    ['arn:aws:iam::*:role/*', 'all'],
    ['arn:aws:iam::111122223333:role/*', 'all'],
    ['arn:aws:s3:::*', 'all'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:*', 'all'],
    ['arn:aws:iam::*', 'all'],
    ['arn:aws:iam::111122223333:role/app-*', 'some'],
    ['arn:aws:iam::111122223333:role/service/*', 'some'],
    ['arn:aws:s3:::orders/*', 'all'],
    ['arn:aws:iam::111122223333:user/${aws:username}', 'self'],
  ])('%s reaches %s', (resource, reach) => {
    // A bucket's objects look like a type; no ask of S3 objects is made with this.
    expect(reachOfResource(resource)).toBe(reach)
  })
})

describe('iamEscalations', () => {
  it.each([
    [allow('iam:CreatePolicyVersion'), 'new version of a managed policy'],
    [allow('IAM:create*version'), 'new version of a managed policy'],
    [
      allow('iam:AttachUserPolicy', { Resource: 'arn:aws:iam::*:user/${aws:username}' }),
      'policy attached to a user',
    ],
    [
      allow('iam:CreateAccessKey', { Resource: 'arn:aws:iam::111122223333:user/*' }),
      'access key of any user',
    ],
    [allow(['iam:PassRole', 'ec2:RunInstances']), 'role passed to an instance'],
    [allow('lambda:UpdateFunctionCode'), 'code of any function'],
    [allow('sts:AssumeRole', { Resource: 'arn:aws:iam::*:role/*' }), 'any role that trusts the account'],
    [allow('iam:PutRolePolicy', { Condition: mfa }), 'inline policy of a role'],
    [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }, 'trust policy of any role'],
  ])('%j opens %s', (statement, path) => {
    expect(iamEscalations(policy(statement))).toContain(path)
  })
  it.each([
    [allow('s3:*')],
    [allow('iam:Get*')],
    [allow('iam:CreateAccessKey', { Resource: 'arn:aws:iam::*:user/${aws:username}' })],
    [allow(['iam:PassRole', 'ec2:RunInstances'], { Resource: 'arn:aws:iam::111122223333:role/web' })],
    [
      allow(['iam:PassRole', 'ec2:RunInstances'], {
        Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    ],
    [allow('iam:PassRole')],
    [allow('lambda:CreateFunction')],
    [allow('sts:AssumeRole', { Resource: 'arn:aws:iam::111122223333:role/deploy' })],
    [
      allow('lambda:UpdateFunctionCode', {
        Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
      }),
    ],
    [
      {
        Effect: 'Allow',
        NotAction: ['iam:*', 'sts:*', 'sso:*', 'lambda:*', 'glue:*', 'sagemaker:*', 'ssm:*'],
        Resource: '*',
      },
    ],
  ])('%j opens none', (statement) => {
    expect(iamEscalations(policy(statement))).toEqual([])
  })
  it('lets a Deny on everything win, and leaves one for absent MFA aside', () => {
    expect(iamEscalations(policy(allow('iam:PutRolePolicy'), deny('iam:Put*')))).toEqual([])
    expect(
      iamEscalations(
        policy(
          allow('iam:PutRolePolicy'),
          deny('iam:*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
        ),
      ),
    ).toHaveLength(1)
  })
  it('counts a role that may be passed to the very service only', () => {
    const passTo = (service: string) =>
      policy(
        allow('iam:PassRole', { Condition: { StringEquals: { 'iam:PassedToService': service } } }),
        allow('ec2:RunInstances', { Resource: 'arn:aws:ec2:*:*:instance/web-*' }),
      )
    expect(iamEscalations(passTo('ec2.amazonaws.com'))).toEqual(['role passed to an instance'])
    expect(iamEscalations(passTo('ssm.amazonaws.com'))).toEqual([])
    expect(iamConditionalEscalations(passTo('ssm.amazonaws.com'))).toEqual([])
  })
  it('names what a condition may close apart', () => {
    const boundary = { StringEquals: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/limit' } }
    const guarded = policy(allow('iam:PutRolePolicy', { Condition: boundary }))
    expect(iamEscalations(guarded)).toEqual([])
    expect(iamConditionalEscalations(guarded)).toEqual(['inline policy of a role'])
    const denied = policy(
      allow('iam:PutRolePolicy'),
      deny('iam:PutRolePolicy', { Condition: { StringNotEquals: { 'iam:PermissionsBoundary': 'x' } } }),
    )
    expect(iamEscalations(denied)).toEqual([])
    expect(iamConditionalEscalations(denied)).toEqual(['inline policy of a role'])
  })
  it('finds every path in full administration, and none in nothing', () => {
    expect(iamEscalations(policy(allow('*')))).toEqual(escalationPaths.map(({ name }) => name))
    expect(iamEscalations(policy())).toEqual([])
    expect(() => iamEscalations('text')).toThrow(TypeError)
  })
  it('never finds fewer paths when a statement that allows is added', () => {
    const actions = escalationPaths.flatMap(({ asks }) =>
      asks.flatMap((ask) => ('action' in ask ? [ask.action] : ask.map(({ action }) => action))),
    )
    const statement = fc.subarray(actions, { maxLength: 6 }).map((some) => allow(some))
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 3 }), statement, (some, more) => {
        const before = iamEscalations(policy(...some))
        expect(iamEscalations(policy(...some, more))).toEqual(expect.arrayContaining(before))
      }),
      { numRuns: 50 },
    )
  })
})

describe('iamActionsOnAll', () => {
  it('answers with what was asked, as it was written', () => {
    const asked = ['kms:Decrypt', 'kms:ReEncryptFrom', 's3:GetObject']
    expect(iamActionsOnAll(policy(allow('kms:*')), asked)).toEqual(['kms:Decrypt', 'kms:ReEncryptFrom'])
    expect(iamActionsOnAll(policy(allow('kms:*'), deny('kms:Decrypt')), asked)).toEqual(['kms:ReEncryptFrom'])
    expect(
      iamActionsOnAll(
        policy(
          allow('kms:*', { Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } }),
        ),
        asked,
      ),
    ).toEqual([])
  })
})

describe('iamCombinedEscalations', () => {
  const arn = (rest: string) => `arn:aws:iam::111122223333:${rest}`
  const user = (more: object = {}) => ({
    config: { arn: arn('user/ann'), userPolicyList: [], attachedManagedPolicies: [], groupList: [], ...more },
  })
  const role = (more: object = {}) => ({
    config: { arn: arn('role/build'), rolePolicyList: [], attachedManagedPolicies: [], ...more },
  })
  const managed = (name: string, document: object) => ({
    config: {
      arn: arn(`policy/${name}`),
      policyVersionList: [{ isDefaultVersion: false }, { isDefaultVersion: true, document }],
    },
  })
  const attached = (...names: string[]) =>
    names.map((name) => ({ policyName: name, policyArn: arn(`policy/${name}`) }))
  const inline = (document: object) => [{ policyName: 'inline', policyDocument: document }]
  const pass = managed('pass', policy(allow('iam:PassRole')))
  const launch = policy(allow('ec2:RunInstances'))

  it('puts inline, managed and group policies together', () => {
    const group = {
      config: { groupName: 'ops', groupPolicyList: inline(launch), attachedManagedPolicies: [] },
    }
    expect(
      iamCombinedEscalations(
        [user({ groupList: ['ops'], attachedManagedPolicies: attached('pass') })],
        [group],
        [],
        [pass],
      ),
    ).toEqual([{ principal: arn('user/ann'), paths: ['role passed to an instance'], certain: true }])
  })
  it('leaves out what one policy opens alone', () => {
    const both = policy(allow(['iam:PassRole', 'ec2:RunInstances']))
    expect(iamCombinedEscalations([], [], [role({ rolePolicyList: inline(both) })], [])).toEqual([])
  })
  it('heeds the permissions boundary, and is not certain about one that is not there', () => {
    const limited = (name: string) =>
      role({
        rolePolicyList: inline(launch),
        attachedManagedPolicies: attached('pass'),
        permissionsBoundary: { permissionsBoundaryArn: arn(`policy/${name}`) },
      })
    const narrow = managed('narrow', policy(allow('ec2:*')))
    expect(iamCombinedEscalations([], [], [limited('narrow')], [pass, narrow])).toEqual([])
    expect(iamCombinedEscalations([], [], [limited('gone')], [pass, narrow])).toMatchObject([
      { certain: false },
    ])
  })
  it('leaves policies of AWS aside and lets a Deny in one policy win over another', () => {
    const ofAws = [{ policyName: 'PowerUserAccess', policyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }]
    expect(iamCombinedEscalations([], [], [role({ attachedManagedPolicies: ofAws })], [])).toEqual([])
    const stop = managed('stop', policy(deny('iam:PassRole')))
    expect(
      iamCombinedEscalations(
        [],
        [],
        [role({ rolePolicyList: inline(launch), attachedManagedPolicies: attached('pass', 'stop') })],
        [pass, stop],
      ),
    ).toEqual([])
  })
  it('throws on a principal without its lists', () => {
    expect(() => iamCombinedEscalations([{ config: { arn: arn('user/x') } }], [], [], [])).toThrow(TypeError)
  })
  it('takes a large account in seconds', () => {
    const roles = Array.from({ length: 3_000 }, () =>
      role({ rolePolicyList: inline(launch), attachedManagedPolicies: attached('pass') }),
    )
    const started = performance.now()
    expect(iamCombinedEscalations([], [], roles, [pass])).toHaveLength(3_000)
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})

describe('iamDeniesAll', () => {
  const leave = 'organizations:LeaveOrganization'
  it.each([
    [deny(leave), true],
    [deny('organizations:*'), true],
    [{ Effect: 'Deny', NotAction: 's3:*', Resource: '*' }, true],
    [deny(leave, { Condition: mfa }), false],
    [deny(leave, { Resource: 'arn:aws:organizations::111122223333:account/o-1/222233334444' }), false],
    [deny('organizations:Describe*'), false],
    [allow(leave), false],
  ])('%j', (statement, expected) => {
    expect(iamDeniesAll(policy(statement), leave)).toBe(expected)
  })
})
