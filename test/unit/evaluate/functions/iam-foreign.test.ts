import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iamInvertedStatements, iamPublicStatements } from '../../../../main/engine/evaluate/functions/iam.ts'
import {
  iamSamlWithoutAudience,
  iamUnboundIssuers,
} from '../../../../main/engine/evaluate/functions/iam-federation.ts'
import {
  iamForeignAccounts,
  iamForeignPrincipals,
  iamUntiedServices,
} from '../../../../main/engine/evaluate/functions/iam-foreign.ts'

const own = '444455556666'
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const allow = (Principal: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition === undefined ? {} : { Condition }),
})

describe('iamForeignAccounts', () => {
  it.each([
    [allow({ AWS: 'arn:aws:iam::777788889999:root' })],
    [allow({ AWS: ['777788889999', 'arn:aws:iam::444455556666:root'] })],
    [allow({ AWS: 'arn:aws:iam::777788889999:role/*' })],
    [allow({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': '777788889999' } })],
    [allow('*', { StringEquals: { 'kms:CallerAccount': ['777788889999'] } })],
    [allow({ AWS: '777788889999' }, { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc' } })],
    [allow({ AWS: '777788889999' }, { StringLike: { 'aws:PrincipalOrgID': '*' } })],
    [allow({ AWS: '777788889999' }, { Bool: { 'aws:SecureTransport': 'true' } })],
  ])('finds the account in %j', (statement) => {
    expect(iamForeignAccounts(policy(statement), own, [])).toEqual(['777788889999'])
  })
  it.each([
    [allow({ AWS: 'arn:aws:iam::444455556666:root' })],
    [allow({ AWS: '777788889999' }, { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
    [allow({ AWS: '777788889999' }, { StringEquals: { 'sts:ExternalId': 'agreed' } })],
    [allow({ Service: 'ec2.amazonaws.com' })],
    [allow('*')],
    [allow({ AWS: 'arn:aws:iam::127311923021:root' })],
    [allow({ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' })],
    [{ ...allow({ AWS: '777788889999' }), Effect: 'Deny' }],
  ])('finds none in %j', (statement) => {
    expect(iamForeignAccounts(policy(statement), own, [])).toEqual([])
  })
  it('leaves trusted accounts out, and gives single principals apart', () => {
    const statement = allow({
      AWS: ['777788889999', 'arn:aws:iam::121212121212:role/scan', 'AROAEXAMPLE0000000B1'],
    })
    expect(iamForeignAccounts(policy(statement), own, ['777788889999'])).toEqual([])
    expect(iamForeignPrincipals(policy(statement), own, [])).toEqual([
      'AROAEXAMPLE0000000B1',
      'arn:aws:iam::121212121212:role/scan',
    ])
  })
  it('throws on an owner that is no account, rather than taking everybody for a stranger or nobody', () => {
    expect(() => iamForeignAccounts(policy(), 'acme', [])).toThrow(TypeError)
  })
  it('finds every account exactly once, sorted', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[2-8]{12}$/), { maxLength: 8 }), (accounts) => {
        const found = iamForeignAccounts(policy(allow({ AWS: [...accounts, ...accounts] })), own, [])
        expect(found).toEqual([...new Set(accounts)].filter((one) => one !== own).sort())
      }),
    )
  })
})

describe('iamUntiedServices', () => {
  it.each([
    [allow({ Service: 's3.amazonaws.com' }), ['s3.amazonaws.com']],
    [allow({ Service: 's3.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': own } }), []],
    [allow({ Service: 's3.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::orders' } }), []],
    [
      allow({ Service: 's3.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }),
      ['s3.amazonaws.com'],
    ],
    [
      allow({ Service: 'sns.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }),
      ['sns.amazonaws.com'],
    ],
    [allow({ Service: 'sns.amazonaws.com' }, { StringEquals: { 'aws:SourceOrgID': 'o-abc' } }), []],
    [
      allow(
        { Service: 'rolesanywhere.amazonaws.com' },
        { StringEquals: { 'aws:PrincipalTag/x509Subject/OU': 'build' } },
      ),
      [],
    ],
    [
      allow({ Service: 'alexa-appkit.amazon.com' }, { StringEquals: { 'lambda:EventSourceToken': 'skill' } }),
      [],
    ],
    [allow({ AWS: '*' }), []],
  ])('%j', (statement, services) => {
    expect(iamUntiedServices(policy(statement))).toEqual(services)
  })
})

describe('iamUnboundIssuers', () => {
  const issuer = 'token.actions.githubusercontent.com'
  const github = (Condition?: object) =>
    policy(allow({ Federated: `arn:aws:iam::${own}:oidc-provider/${issuer}` }, Condition))
  const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' }
  const sub = (value: string | string[]) => ({ StringEquals: aud, StringLike: { [`${issuer}:sub`]: value } })
  it.each([
    [undefined],
    [{ StringEquals: aud }],
    [sub('*')],
    [sub('repo:*')],
    [sub('repo:acme*')],
    [sub(['repo:acme/orders:*', 'repo:*:ref:refs/heads/main'])],
    [{ StringNotEquals: { [`${issuer}:sub`]: 'repo:acme/orders:ref:refs/heads/main' } }],
    [{ 'ForAllValues:StringLike': { [`${issuer}:sub`]: 'repo:acme/orders:*' } }],
  ])('finds GitHub unbound under %j', (condition) => {
    expect(iamUnboundIssuers(github(condition))).toEqual([issuer])
  })
  it.each([
    [sub('repo:acme/*')],
    [sub('repo:acme/orders:ref:refs/heads/main')],
    [{ StringEquals: { [`${issuer}:repository`]: 'acme/orders' } }],
    [{ StringLike: { [`${issuer}:job_workflow_ref`]: 'acme/deploy/*' } }],
  ])('finds it bound under %j', (condition) => {
    expect(iamUnboundIssuers(github(condition))).toEqual([])
  })
  it('wants the namespace of a Kubernetes subject and the pool of Cognito', () => {
    const cluster = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC'
    const trust = (value: string) =>
      policy(
        allow(
          { Federated: `arn:aws:iam::${own}:oidc-provider/${cluster}` },
          { StringLike: { [`${cluster}:sub`]: value } },
        ),
      )
    expect(iamUnboundIssuers(trust('system:serviceaccount:*:*'))).toHaveLength(1)
    expect(iamUnboundIssuers(trust('system:serviceaccount:orders:*'))).toEqual([])
    const cognito = (Condition?: object) =>
      policy(allow({ Federated: 'cognito-identity.amazonaws.com' }, Condition))
    expect(iamUnboundIssuers(cognito())).toHaveLength(1)
    expect(
      iamUnboundIssuers(
        cognito({ StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-west-1:pool' } }),
      ),
    ).toEqual([])
  })
  it('accepts a subject without wildcards whatever it says', () => {
    const word = fc.stringMatching(/^[a-z0-9:/-]{1,30}$/)
    fc.assert(
      fc.property(word, (value) => {
        expect(iamUnboundIssuers(github(sub(value)))).toEqual([])
      }),
    )
  })
})

describe('iamSamlWithoutAudience', () => {
  const saml = (Condition?: object) =>
    policy(allow({ Federated: `arn:aws:iam::${own}:saml-provider/corp` }, Condition))
  it('wants the audience', () => {
    expect(iamSamlWithoutAudience(saml())).toBe(true)
    expect(iamSamlWithoutAudience(saml({ StringEquals: { 'SAML:iss': 'https://corp' } }))).toBe(true)
    expect(
      iamSamlWithoutAudience(saml({ StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } })),
    ).toBe(false)
    expect(iamSamlWithoutAudience(policy(allow({ AWS: '777788889999' })))).toBe(false)
  })
})

describe('iamPublicStatements', () => {
  it('takes mount targets for a tie, and not their absence', () => {
    const mounted = (value: string) => ({ Bool: { 'elasticfilesystem:AccessedViaMountTarget': value } })
    expect(iamPublicStatements(policy(allow('*', mounted('true'))))).toEqual([])
    expect(iamPublicStatements(policy(allow('*', mounted('false'))))).toHaveLength(1)
  })
})

describe('iamInvertedStatements', () => {
  it('finds what is allowed by exclusion only', () => {
    const byAction = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }
    const byResource = { Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::x' }
    const denied = { ...byAction, Effect: 'Deny' }
    const plain = { Effect: 'Allow', Action: 's3:*', Resource: '*' }
    expect(iamInvertedStatements(policy(byAction, byResource, denied, plain))).toEqual([byAction, byResource])
  })
})
