import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createIdentity,
  pem,
  signDetached,
  verifyDetached,
} from '../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
import { content, opensslIn } from './openssl-cli.ts'
import type { OpensslIn } from './openssl-cli.ts'
import {
  clock,
  copyOf,
  makeIdentity,
  makePackage,
  newFolder,
  nonce,
  now,
  put,
  runScript,
} from './package-fixture.ts'
import type { MadePackage } from './package-fixture.ts'

let folder: string
let made: MadePackage
let openssl: OpensslIn['openssl']
let attempt: OpensslIn['attempt']
beforeAll(async () => {
  folder = newFolder()
  ;({ openssl, attempt } = opensslIn(folder))
  made = await makePackage()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(made.parent, { recursive: true, force: true })
})

describe('what we sign, openssl verifies', () => {
  it.each(['ec-p256', 'rsa-3072'] as const)(
    '%s, plain and as CAdES, in the certificate’s validity',
    async (algorithm) => {
      const identity = await makeIdentity('Zoë Ångström, Partner', { algorithm, email: 'zoe@example.org' })
      put(folder, 'content', content)
      put(folder, 'signer.pem', pem(identity.certificate))
      put(folder, 'x.p7s', await signDetached(content, identity, clock))
      const at = String(Date.parse(clock) / 1000)
      const base = [
        'cms',
        '-verify',
        '-binary',
        '-inform',
        'DER',
        '-in',
        'x.p7s',
        '-content',
        'content',
        '-out',
        '/dev/null',
      ]
      const plain = attempt(...base, '-CAfile', 'signer.pem', '-attime', at)
      expect(plain.stderr).toContain('CMS Verification successful')
      const strict = attempt(...base, '-cades', '-CAfile', 'signer.pem', '-attime', at)
      expect(strict.stderr).toContain('CAdES Verification successful')
      put(folder, 'content', 'first line\nsecond line!\n')
      expect(attempt(...base, '-CAfile', 'signer.pem', '-attime', at).status).not.toBe(0)

      const text = openssl(
        'x509',
        '-in',
        'signer.pem',
        '-noout',
        '-text',
        '-nameopt',
        'RFC2253,utf8,-esc_msb',
      )
      expect(text).toContain('CN=Zoë Ångström\\, Partner')
      expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/)
      expect(text).toMatch(/X509v3 Extended Key Usage:\s+E-mail Protection\n/)
      expect(text).toMatch(/CA:FALSE/)
      const fingerprint = openssl('x509', '-in', 'signer.pem', '-noout', '-fingerprint', '-sha256')
      expect(fingerprint.trim().split('=')[1]?.replaceAll(':', '').toLowerCase()).toBe(
        identity.facts.fingerprint,
      )
    },
  )

  it('signs after 2049 with a GeneralizedTime', async () => {
    const identity = await makeIdentity('Late', {
      notBefore: '2050-01-01T00:00:00.000Z',
      notAfter: '2060-01-01T00:00:00.000Z',
    })
    const signature = await signDetached(content, identity, '2051-02-03T04:05:06.789Z')
    expect(await verifyDetached(signature, content)).toMatchObject({
      valid: true,
      signedAt: '2051-02-03T04:05:06.000Z',
    })
    put(folder, 'late.p7s', signature)
    expect(openssl('asn1parse', '-inform', 'DER', '-in', 'late.p7s')).toMatch(
      /GENERALIZEDTIME +:20510203040506Z/,
    )
  })
})

describe('what openssl signs, we judge', () => {
  beforeAll(() => {
    put(folder, 'content', content)
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'k.key',
      '-out',
      'k.pem',
      '-subj',
      '/CN=Openssl',
      '-days',
      '30',
      '-config',
      '/dev/null',
    )
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'l.key',
      '-out',
      'l.pem',
      '-subj',
      '/CN=Second',
      '-days',
      '30',
      '-config',
      '/dev/null',
    )
  })
  const sign = (out: string, ...args: string[]): Buffer => {
    openssl('cms', '-sign', '-binary', '-in', 'content', '-outform', 'DER', '-out', out, ...args)
    return readFileSync(join(folder, out))
  }

  it('accepts CAdES by EC and RSA, with longer digests too', async () => {
    for (const key of ['k', 'l']) {
      for (const digest of ['sha256', 'sha384', 'sha512']) {
        const signature = sign(
          'a.p7s',
          '-cades',
          '-md',
          digest,
          '-signer',
          `${key}.pem`,
          '-inkey',
          `${key}.key`,
        )
        expect(await verifyDetached(signature, content), `${key} ${digest}`).toMatchObject({ valid: true })
      }
    }
  })
  it('refuses a signature that does not name its certificate', async () => {
    expect(await verifyDetached(sign('b.p7s', '-signer', 'k.pem', '-inkey', 'k.key'), content)).toEqual({
      valid: false,
      fault: 'attributes_malformed',
    })
  })
  it('refuses content inside, which would be verified in place of the file', async () => {
    expect(
      await verifyDetached(
        sign('c.p7s', '-nodetach', '-cades', '-signer', 'k.pem', '-inkey', 'k.key'),
        content,
      ),
    ).toEqual({ valid: false, fault: 'content_attached' })
  })
  it('refuses two signers in one file', async () => {
    const both = sign(
      'd.p7s',
      '-cades',
      '-signer',
      'k.pem',
      '-inkey',
      'k.key',
      '-signer',
      'l.pem',
      '-inkey',
      'l.key',
    )
    expect(await verifyDetached(both, content)).toEqual({ valid: false, fault: 'signer_count' })
  })
  it('refuses a signature without its certificate, and SHA-1', async () => {
    expect(
      await verifyDetached(
        sign('e.p7s', '-nocerts', '-cades', '-signer', 'k.pem', '-inkey', 'k.key'),
        content,
      ),
    ).toEqual({ valid: false, fault: 'certificate_absent' })
    expect(
      await verifyDetached(
        sign('f.p7s', '-cades', '-md', 'sha1', '-signer', 'l.pem', '-inkey', 'l.key'),
        content,
      ),
    ).toEqual({ valid: false, fault: 'algorithm_unsupported' })
  })
  it('finds the fault verify.sh finds in each of these', async () => {
    const folderOf = copyOf(made, 'odd-signatures')
    for (const [file, fault] of [
      ['b.p7s', 'bound'],
      ['c.p7s', 'inside'],
      ['d.p7s', 'more than one'],
    ] as const) {
      const tagManifest = join(folderOf, 'tagmanifest-sha256.txt')
      const extra = {
        'b.p7s': [],
        'c.p7s': ['-nodetach', '-cades'],
        'd.p7s': ['-cades', '-signer', 'l.pem', '-inkey', 'l.key'],
      }[file]
      openssl(
        'cms',
        '-sign',
        '-binary',
        '-in',
        tagManifest,
        '-outform',
        'DER',
        '-out',
        file,
        ...extra,
        '-signer',
        'k.pem',
        '-inkey',
        'k.key',
      )
      writeFileSync(join(folderOf, 'signatures/preparer.p7s'), readFileSync(join(folder, file)))
      const script = runScript(folderOf)
      expect(script.ids).toEqual(['signature_invalid'])
      expect(script.output).toContain(fault)
      expect((await verifyPackage(folderOf, { now })).exitCode).toBe(13)
    }
  })
})

it('createIdentity refuses what no certificate can hold', async () => {
  const base = { notBefore: clock, notAfter: '2027-01-01T00:00:00.000Z', serial: nonce }
  const refused = expect.objectContaining({ code: 'invalid_input' }) as unknown
  await expect(createIdentity({ ...base, name: ' ' })).rejects.toEqual(refused)
  await expect(createIdentity({ ...base, name: 'a\nb' })).rejects.toEqual(refused)
  await expect(createIdentity({ ...base, name: 'n'.repeat(65) })).rejects.toEqual(refused)
  await expect(createIdentity({ ...base, name: 'n', email: 'zoë@x' })).rejects.toEqual(refused)
  await expect(createIdentity({ ...base, name: 'n', notAfter: clock })).rejects.toEqual(refused)
  await expect(createIdentity({ ...base, name: 'n', serial: new Uint8Array(4) })).rejects.toEqual(refused)
})
