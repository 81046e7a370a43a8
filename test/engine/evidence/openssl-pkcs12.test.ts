import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importPkcs12, signDetached, verifyDetached } from '../../../main/engine/evidence/sign/index.ts'
import { content, opensslIn } from './openssl-cli.ts'
import type { OpensslIn } from './openssl-cli.ts'
import { newFolder, put } from './package-fixture.ts'

let folder: string
let openssl: OpensslIn['openssl']
let attempt: OpensslIn['attempt']
beforeAll(() => {
  folder = newFolder()
  ;({ openssl, attempt } = opensslIn(folder))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('PKCS#12 files made by openssl', () => {
  const passphrase = 'pässwörd ✓'
  const variants: readonly (readonly [string, string[]])[] = [
    ['today’s default (PBES2, AES-256, SHA-256 MAC)', []],
    ['legacy (RC2-40 and 3DES, SHA-1 MAC)', ['-legacy']],
    ['3DES for both', ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['RC2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128']],
    ['AES-128 and SHA-512 MAC', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha512']],
    ['without a MAC', ['-nomac']],
  ]
  beforeAll(() => {
    for (const [name, kind] of [
      ['ec', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
      ['rsa', ['rsa:3072']],
      ['weak', ['rsa:1024']],
      ['p384', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ] as const) {
      openssl(
        'req',
        '-x509',
        '-newkey',
        ...kind,
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        '-subj',
        `/CN=Import ${name}/O=Firm`,
        '-days',
        '30',
        '-config',
        '/dev/null',
      )
    }
  })
  const make = (key: string, ...args: string[]): Buffer => {
    openssl(
      'pkcs12',
      '-export',
      '-in',
      `${key}.pem`,
      '-inkey',
      `${key}.key`,
      '-out',
      'x.p12',
      '-passout',
      `pass:${passphrase}`,
      ...args,
    )
    return readFileSync(join(folder, 'x.p12'))
  }

  for (const [what, args] of variants) {
    it.each(['ec', 'rsa'])(`${what}: %s key imported and used`, async (key) => {
      const bytes = make(key, ...args)
      const identity = importPkcs12(bytes, passphrase)
      expect(identity).toMatchObject({
        origin: 'imported',
        facts: { name: `Import ${key}`, organisation: 'Firm', algorithm: key === 'ec' ? 'ec-p256' : 'rsa' },
      })
      const at = new Date(Date.now() + 60_000).toISOString()
      put(folder, 'content', content)
      put(folder, 'y.p7s', await signDetached(content, identity, at))
      const verified = attempt(
        'cms',
        '-verify',
        '-binary',
        '-cades',
        '-inform',
        'DER',
        '-in',
        'y.p7s',
        '-content',
        'content',
        '-CAfile',
        `${key}.pem`,
        '-purpose',
        'any',
        '-out',
        '/dev/null',
      )
      expect(verified.stderr).toContain('CAdES Verification successful')
      expect(() => importPkcs12(bytes, 'wrong', '/x.p12')).toThrow(
        expect.objectContaining({
          code: 'passphrase_wrong',
          params: expect.objectContaining({ path: '/x.p12' }) as unknown,
        }),
      )
    })
  }
  it('P-384 works too, and the chain comes along', async () => {
    openssl(
      'pkcs12',
      '-export',
      '-in',
      'p384.pem',
      '-inkey',
      'p384.key',
      '-certfile',
      'rsa.pem',
      '-out',
      'x.p12',
      '-passout',
      `pass:${passphrase}`,
    )
    const identity = importPkcs12(readFileSync(join(folder, 'x.p12')), passphrase)
    expect(identity.facts).toMatchObject({ algorithm: 'ec-p384', keyBits: 384 })
    expect(identity.chain).toHaveLength(1)
    const signature = await signDetached(content, identity, new Date(Date.now() + 60_000).toISOString())
    expect(await verifyDetached(signature, content)).toMatchObject({
      valid: true,
      facts: { name: 'Import p384' },
    })
  })
  it('says what it cannot take', () => {
    const unsupported = (detail: string): unknown =>
      expect.objectContaining({
        code: 'p12_unsupported',
        params: expect.objectContaining({ detail }) as unknown,
      })
    expect(() => importPkcs12(Buffer.from('PK nothing'), passphrase)).toThrow(
      unsupported('file: not PKCS#12'),
    )
    expect(() => importPkcs12(make('weak'), passphrase)).toThrow(unsupported('key: RSA 1024'))
    expect(() => importPkcs12(make('ec', '-nokeys'), passphrase)).toThrow(
      unsupported('private key absent: contents'),
    )
    expect(() => importPkcs12(make('ec', '-nocerts'), passphrase)).toThrow(
      unsupported('certificate absent: contents'),
    )
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'enc.key',
      '-out',
      'enc.pem',
      '-subj',
      '/CN=E',
      '-days',
      '30',
      '-config',
      '/dev/null',
      '-addext',
      'keyUsage=keyEncipherment',
    )
    expect(() => importPkcs12(make('enc'), passphrase)).toThrow(unsupported('key usage: not for signatures'))
    const cut = make('ec')
    expect(() => importPkcs12(cut.subarray(0, cut.length - 40), passphrase)).toThrow(
      expect.objectContaining({ code: 'p12_unsupported' }),
    )
  })
})
