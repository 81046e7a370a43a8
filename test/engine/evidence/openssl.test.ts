import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createIdentity,
  importPkcs12,
  pem,
  signDetached,
  timestampQuery,
  verifyDetached,
  verifyTimestamp,
} from '../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
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
beforeAll(async () => {
  folder = newFolder()
  made = await makePackage()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(made.parent, { recursive: true, force: true })
})

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const attempt = (...args: string[]): { status: number | null; stderr: string } =>
  spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })

// LF text, so that a missing -binary would be noticed
const content = Buffer.from('first line\nsecond line\n')

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

describe('time stamps', () => {
  beforeAll(() => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'tsa.key',
      '-out',
      'tsa.pem',
      '-subj',
      '/CN=Test Authority',
      '-days',
      '30',
      '-config',
      '/dev/null',
      '-addext',
      'extendedKeyUsage=critical,timeStamping',
    )
    put(
      folder,
      'tsa.cnf',
      `[tsa]\ndefault_tsa=t\n[t]\nserial=${folder}/serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\ness_cert_id_alg=sha256\n`,
    )
    put(folder, 'serial', '01')
  })
  const answer = (query: Uint8Array): Buffer => {
    put(folder, 'q.tsq', query)
    openssl(
      'ts',
      '-reply',
      '-config',
      'tsa.cnf',
      '-queryfile',
      'q.tsq',
      '-signer',
      'tsa.pem',
      '-inkey',
      'tsa.key',
      '-out',
      'r.tsr',
    )
    return readFileSync(join(folder, 'r.tsr'))
  }

  it('our query is answered, and the answer read and judged', async () => {
    const query = timestampQuery(content, nonce)
    put(folder, 'q.tsq', query)
    expect(openssl('ts', '-query', '-in', 'q.tsq', '-text')).toMatch(
      /Hash Algorithm: sha256[^]*Certificate required: yes/,
    )
    const response = answer(query)
    put(folder, 'content', content)
    expect(openssl('ts', '-verify', '-data', 'content', '-in', 'r.tsr', '-CAfile', 'tsa.pem')).toContain('OK')
    expect(await verifyTimestamp(response, content)).toMatchObject({
      valid: true,
      authority: 'Test Authority',
    })
    expect(await verifyTimestamp(response, Buffer.from('other'))).toEqual({
      valid: false,
      fault: 'other_content',
    })
    expect(await verifyTimestamp(response.subarray(5), content)).toEqual({ valid: false, fault: 'malformed' })
  })

  it('a stamp added later verifies in both ways; one of another signature does not', async () => {
    const stamped = copyOf(made, 'stamped')
    const response = answer(readFileSync(join(stamped, 'signatures/tagmanifest.tsq')))
    writeFileSync(join(stamped, 'signatures/tagmanifest.tsr'), response)
    const good = await verifyPackage(stamped, { now })
    expect(good.overall).toBe('verified')
    expect(good.signers[0]?.stampedAt).toMatch(/^\d{4}-/)
    const script = runScript(stamped)
    expect(script.code, script.output).toBe(0)
    expect(script.output).toMatch(/^OK +timestamp_good {2}signatures\/tagmanifest\.tsr/m)

    writeFileSync(join(stamped, 'signatures/reviewer.tsr'), response)
    expect((await verifyPackage(stamped, { now })).exitCode).toBe(13)
    expect(runScript(stamped)).toMatchObject({ code: 13, ids: ['timestamp_invalid'] })
  })
})

describe('the commands VERIFY.md prints', () => {
  // Indented blocks of the package's own VERIFY.md, run as a reader would.
  const blocks = (): string[] => {
    const text = readFileSync(join(made.folder, 'VERIFY.md'), 'utf8')
    return [...text.matchAll(/(?:^ {4}.*\n)+/gm)].map((match) =>
      match[0].replace(/^ {4}/gm, '').replaceAll('/tmp/', `${folder}/`),
    )
  }
  const run = (
    command: string,
    where = made.folder,
  ): { status: number | null; stdout: string; stderr: string } =>
    spawnSync('sh', ['-c', command], { cwd: where, encoding: 'utf8' })

  it('work as printed, and say nothing is wrong', () => {
    const [hashes = '', extras = '', signature = '', strict = '', who = '', ledger = ''] = blocks()
    expect(run(hashes)).toMatchObject({ status: 0, stdout: '' })
    expect(run(extras).stdout).toBe('')
    expect(run(signature).stderr).toContain('CMS Verification successful')
    expect(run(strict).stderr).toContain('CAdES Verification successful')
    expect(run(who).stdout).toMatch(/Mara Lindqvist[^]*Fingerprint=[^]*UTCTIME +:261005080000Z/)
    const [chain, head] = run(ledger).stdout.trim().split('\n')
    expect(head).toBe(`5 ${chain ?? ''}`)
  })
  it('the chain loop shows an edited entry', () => {
    const spoiled = copyOf(made, 'loop')
    const path = join(spoiled, 'data/13-custody/ledger.jsonl')
    writeFileSync(path, readFileSync(path, 'utf8').replace('plain', 'plane'))
    expect(run(blocks()[5] ?? '', spoiled).stdout).toMatch(/^edited: .*plane/)
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
