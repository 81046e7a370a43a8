import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { iamDeniesPlainHttp } from '../../../../main/engine/evaluate/functions/secure-transport.ts'

const bucket = 'arn:aws:s3:::quayside-orders'
const deny = (change: Record<string, unknown> = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucket, `${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      ...change,
    },
  ],
})

describe('iamDeniesPlainHttp', () => {
  it.each([
    ['list of resources', {}],
    ['principal as a map', { Principal: { AWS: '*' } }],
    ['a boolean in the condition', { Condition: { Bool: { 'aws:securetransport': false } } }],
    ['BoolIfExists', { Condition: { BoolIfExists: { 'aws:SecureTransport': ['false'] } } }],
    ['every action', { Action: ['*'] }],
    ['a pattern that holds both', { Resource: 'arn:aws:s3:::quayside*' }],
    ['any resource', { Resource: '*' }],
    ['no resource named', { Resource: undefined }],
  ])('holds for %s', (_name, change) => {
    expect(iamDeniesPlainHttp(deny(change), bucket)).toBe(true)
    expect(iamDeniesPlainHttp(deny(change), `${bucket}/*`)).toBe(true)
  })

  it.each([
    [
      'an Allow for secure requests',
      { Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
    ],
    ['some principals', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['NotPrincipal', { Principal: undefined, NotPrincipal: { AWS: '*' } }],
    ['reading only', { Action: 's3:GetObject' }],
    ['another bucket', { Resource: 'arn:aws:s3:::quayside-mail*' }],
    ['all but some resources', { Resource: undefined, NotResource: `${bucket}/public/*` }],
    ['secure requests', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['both values', { Condition: { Bool: { 'aws:SecureTransport': ['false', 'true'] } } }],
    [
      'a second condition',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
    [
      'a TLS version, which plain requests lack',
      { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ],
    ['no condition', { Condition: undefined }],
  ])('does not hold for %s', (_name, change) => {
    expect(iamDeniesPlainHttp(deny(change), bucket)).toBe(false)
  })

  it('asks for each resource by itself', () => {
    const objects = deny({ Resource: `${bucket}/*` })
    expect(iamDeniesPlainHttp(objects, `${bucket}/*`)).toBe(true)
    expect(iamDeniesPlainHttp(objects, bucket)).toBe(false)
  })

  it('throws on what is no policy', () => {
    expect(() => iamDeniesPlainHttp({}, bucket)).toThrow(TypeError)
    expect(() => iamDeniesPlainHttp('text', bucket)).toThrow(TypeError)
    expect(() => iamDeniesPlainHttp(deny(), null)).toThrow(TypeError)
  })

  it('matches patterns as a regular expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 })
    fc.assert(
      fc.property(pattern, text, (wildcard, value) => {
        const expected = new RegExp(`^${wildcard.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value)
        expect(iamDeniesPlainHttp(deny({ Resource: wildcard }), value)).toBe(expected)
      }),
    )
  })
})
