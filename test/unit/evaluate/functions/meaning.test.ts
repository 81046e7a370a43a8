import { describe, expect, it } from 'vitest'
import { daysBetween } from '../../../../main/engine/evaluate/functions/dates.ts'
import {
  iamAdminStatements,
  iamConditionalAdminStatements,
  iamPublicStatements,
  iamWildcardServices,
  s3PublicGrants,
} from '../../../../main/engine/evaluate/functions/iam.ts'
import { functions } from '../../../../main/engine/evaluate/functions/index.ts'
import { lower, parseJson, re } from '../../../../main/engine/evaluate/functions/text.ts'
import { tlsBelow12 } from '../../../../main/engine/evaluate/functions/tls.ts'

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })
const allow = (more: object = {}) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more })

describe('iamAdminStatements', () => {
  it.each([
    [allow()],
    [allow({ Action: ['s3:Get*', '*'] })],
    [allow({ Action: '*:*' })],
    [allow({ Resource: ['arn:aws:s3:::x', '*'] })],
    [allow({ Resource: 'arn:aws:*:*:*:*' })],
    [allow({ Action: '**' })],
  ])('finds %j', (statement) => {
    expect(iamAdminStatements(policy(statement))).toEqual([statement])
  })
  it.each([
    [allow({ Action: 's3:*' })],
    [allow({ Resource: 'arn:aws:s3:::x/*' })],
    [allow({ Effect: 'Deny' })],
    [allow({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
    [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::x' }],
  ])('leaves %j', (statement) => {
    expect(iamAdminStatements(policy(statement))).toEqual([])
  })
  it('reads one statement without brackets, and a document that Config wrapped in a list', () => {
    expect(iamAdminStatements({ Version: '2012-10-17', Statement: allow() })).toHaveLength(1)
    expect(iamAdminStatements([policy(allow())])).toHaveLength(1)
  })
  it('finds nothing where the policy denies everything', () => {
    expect(iamAdminStatements(policy(allow(), allow({ Effect: 'Deny' })))).toEqual([])
    expect(
      iamAdminStatements(
        policy(
          allow(),
          allow({ Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }),
        ),
      ),
    ).toHaveLength(1)
  })
  it.each([
    ['text'],
    [null],
    [{}],
    [{ Statement: [{ Action: '*', Resource: '*' }] }],
    [{ Statement: ['x'] }],
  ])('throws on %j, which is no policy', (document) => {
    expect(() => iamAdminStatements(document)).toThrow(TypeError)
  })
})

describe('near administration', () => {
  it('is everything under a condition, or everything but some', () => {
    const conditional = allow({ Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })
    const except = { Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }
    expect(
      iamConditionalAdminStatements(policy(conditional, except, allow(), allow({ Action: 's3:*' }))),
    ).toEqual([conditional, except])
  })
  it('names services given whole', () => {
    expect(
      iamWildcardServices(
        policy(allow({ Action: ['KMS:*', 's3:Get*', 'iam:*'] }), allow({ Action: 'iam:*' })),
      ),
    ).toEqual(['iam', 'kms'])
    expect(
      iamWildcardServices(policy(allow({ Action: 'kms:*', Resource: 'arn:aws:kms:eu-west-1:1:key/1' }))),
    ).toEqual([])
  })
})

describe('iamPublicStatements', () => {
  const open = (more: object = {}) => ({
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: '*',
    ...more,
  })
  it.each([
    [open()],
    [open({ Principal: { AWS: '*' } })],
    [open({ Principal: { AWS: ['arn:aws:iam::111122223333:root', '*'] } })],
    [
      {
        Effect: 'Allow',
        NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 's3:GetObject',
        Resource: '*',
      },
    ],
    [open({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    [open({ Condition: { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '0.0.0.0/0'] } } })],
    [open({ Condition: { StringLike: { 'aws:PrincipalArn': '*' } } })],
    [open({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } })],
    [open({ Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } })],
    [open({ Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-1' } } })],
    [open({ Condition: { StringLike: { 'aws:PrincipalOrgID': 'o-*' } } })],
    [open({ Condition: { StringLike: { 'aws:PrincipalAccount': '1*' } } })],
    [open({ Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } })],
    [open({ Condition: { StringEquals: { 'aws:Referer': 'https://x.example' } } })],
  ])('finds %j', (statement) => {
    expect(iamPublicStatements(policy(statement))).toEqual([statement])
  })
  it.each([
    [open({ Effect: 'Deny' })],
    [open({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })],
    [open({ Principal: { Service: 'cloudtrail.amazonaws.com' } })],
    [open({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })],
    [open({ Condition: { StringEquals: { 'AWS:PrincipalOrgID': ['o-1', 'o-2'] } } })],
    [open({ Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })],
    [open({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } } })],
    [open({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::one-bucket' } } })],
  ])('leaves %j', (statement) => {
    expect(iamPublicStatements(policy(statement))).toEqual([])
  })
})

describe('s3PublicGrants', () => {
  it('reads groups as Config and as the API write them', () => {
    expect(
      s3PublicGrants({
        grantList: [
          { grantee: 'AllUsers', permission: 'Read' },
          { grantee: { id: 'abc' }, permission: 'FullControl' },
        ],
      }),
    ).toEqual(['AllUsers Read'])
    expect(
      s3PublicGrants({
        Grants: [
          {
            Grantee: { URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' },
            Permission: 'WRITE',
          },
        ],
      }),
    ).toEqual(['AuthenticatedUsers WRITE'])
    expect(s3PublicGrants({ grantList: [{ grantee: 'LogDelivery', permission: 'Write' }] })).toEqual([])
    expect(() => s3PublicGrants('{"grantList":')).toThrow(TypeError)
  })
})

describe('tlsBelow12', () => {
  it.each([
    'ELBSecurityPolicy-2016-08',
    'ELBSecurityPolicy-2015-05',
    'ELBSecurityPolicy-FS-2018-06',
    'ELBSecurityPolicy-TLS-1-0-2015-04',
    'ELBSecurityPolicy-TLS-1-1-2017-01',
    'ELBSecurityPolicy-FS-1-1-2019-08',
    'ELBSecurityPolicy-TLS13-1-0-2021-06',
    'ELBSecurityPolicy-TLS13-1-1-2021-06',
    'ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04',
    'TLSv1',
    'TLSv1_2016',
    'TLSv1.1_2016',
    'SSLv3',
    'TLS_1_0',
    'TLS_1_1',
    'TLS1_0',
    'TLS1_1',
    '1.0',
    '1.1',
    'None',
    'TLSEnforcementDisabled',
    'TLSv1_0',
    'TLSv1_1',
    'Tls',
    'Tls11',
    'Policy-Min-TLS-1-0-2019-07',
    'AppGwSslPolicy20150501',
    'AppGwSslPolicy20170401',
  ])('%s', (name) => expect(tlsBelow12(name)).toBe(true))
  it.each([
    'ELBSecurityPolicy-TLS-1-2-2017-01',
    'ELBSecurityPolicy-TLS-1-2-Ext-2018-06',
    'ELBSecurityPolicy-FS-1-2-Res-2020-10',
    'ELBSecurityPolicy-TLS13-1-2-2021-06',
    'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06',
    'ELBSecurityPolicy-TLS13-1-3-2021-06',
    'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04',
    'ELBSecurityPolicy-TLS13-1-2-PQ-2025-09',
    'TLSv1.2_2018',
    'TLSv1.2_2021',
    'TLSv1.3_2025',
    'TLS_1_2',
    'TLS_1_3',
    'SecurityPolicy_TLS13_1_2_2021_06',
    'SecurityPolicy_TLS12_2018_EDGE',
    'TLS1_2',
    'TLS1_3',
    '1.2',
    '1.3',
    'TLSv1_2',
    'TLSv1_3',
    'Tls12',
    'Policy-Min-TLS-1-2-PFS-2023-10',
    'AppGwSslPolicy20170401S',
    'AppGwSslPolicy20220101',
  ])('%s', (name) => expect(tlsBelow12(name)).toBe(false))
  it('refuses to guess', () => {
    expect(() => tlsBelow12('ELBSecurityPolicy-Next')).toThrow(RangeError)
    expect(() => tlsBelow12('2.0')).toThrow(RangeError)
    expect(() => tlsBelow12(1.2)).toThrow(TypeError)
  })
})

describe('dates and text', () => {
  it('counts days over the spellings of exports', () => {
    expect(daysBetween('2026-07-01T00:00:00.000Z', '2026-07-03T12:00:00Z')).toBe(2.5)
    expect(daysBetween('2026-07-02T02:00:00+02:00', '2026-07-01T00:00:00Z')).toBe(-1)
    expect(daysBetween('2026-07-01T00:00:00.1234567+0000', '2026-07-01T00:00:00.123Z')).toBe(0)
    expect(daysBetween('2026-07-01 00:00:00', '2026-07-02T00:00:00Z')).toBe(1)
    expect(() => daysBetween('yesterday', '2026-07-01T00:00:00Z')).toThrow(TypeError)
    expect(() => daysBetween('2026-13-41T00:00:00Z', '2026-07-01T00:00:00Z')).toThrow(TypeError)
  })
  it('matches by RE2, in linear time', () => {
    expect(re('arn:aws:iam::aws:policy/X', '^arn:aws[a-z-]*:iam')).toBe(true)
    expect(re('abc', 'd')).toBe(false)
    expect(() => re('abc', '(?=a)')).toThrow(/\(\?=/)
    const before = performance.now()
    expect(re('a'.repeat(5000) + 'b', '^(a+)+$')).toBe(false)
    expect(performance.now() - before).toBeLessThan(2000)
  })
  it('lowers and parses', () => {
    expect(lower('ADMIN')).toBe('admin')
    expect(parseJson('{"a":[1]}')).toEqual({ a: [1] })
    expect(() => parseJson('{')).toThrow(SyntaxError)
  })
})

describe('the list', () => {
  it('has every function once, with signature and words for the manual', () => {
    const signatures = functions.map(({ signature }) => signature)
    expect(new Set(signatures.map((text) => text.slice(0, text.indexOf('(')))).size).toBe(functions.length)
    for (const { signature, doc } of functions) {
      expect(signature).toMatch(
        /^[a-z]\w*\((?:string|dyn|int|double|list|bool)(?:, (?:string|dyn|int|double|list|bool))*\): (?:bool|string|list|double|dyn)$/i,
      )
      expect(doc.length).toBeGreaterThan(20)
    }
  })
})
