import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachTimestamp, timestampQuery, verifyTimestamp } from '../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
import { content, opensslIn } from './openssl-cli.ts'
import type { OpensslIn } from './openssl-cli.ts'
import { copyOf, makePackage, newFolder, nonce, now, put, runScript } from './package-fixture.ts'
import type { MadePackage } from './package-fixture.ts'

let folder: string
let made: MadePackage
let openssl: OpensslIn['openssl']
beforeAll(async () => {
  folder = newFolder()
  ;({ openssl } = opensslIn(folder))
  made = await makePackage()
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(made.parent, { recursive: true, force: true })
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

  describe('attached to a package later', () => {
    const tsr = 'signatures/tagmanifest.tsr'
    const queryOf = (package_: string, name = 'tagmanifest'): Buffer =>
      readFileSync(join(package_, `signatures/${name}.tsq`))
    const attach = (package_: string, response: Uint8Array): ReturnType<typeof attachTimestamp> => {
      put(folder, 'answer.tsr', response)
      return attachTimestamp(package_, join(folder, 'answer.tsr'))
    }
    const refused = (detail: RegExp): object => ({
      code: 'timestamp_refused',
      params: { detail: expect.stringMatching(detail) },
    })

    it('finds the signature it answers, leaves everything else as it was, and verifies', async () => {
      const stamped = copyOf(made, 'attached')
      const before = bytesOf(stamped)
      const reviewers = await attach(stamped, answer(queryOf(stamped, 'reviewer')))
      expect(reviewers).toMatchObject({
        role: 'reviewer',
        file: 'signatures/reviewer.tsr',
        authority: 'Test Authority',
      })
      const response = answer(queryOf(stamped))
      const attached = await attach(stamped, response)
      expect(attached).toMatchObject({ role: 'preparer', file: tsr })
      expect(await attach(stamped, response)).toEqual(attached)
      const after = bytesOf(stamped)
      expect([...after.keys()].filter((path) => !before.has(path))).toEqual(['signatures/reviewer.tsr', tsr])
      for (const [path, bytes] of before) expect(after.get(path)?.equals(bytes), path).toBe(true)

      const result = await verifyPackage(stamped, { now })
      expect(result.overall).toBe('verified')
      expect(
        result.signers.map(({ role, stampedAt, stampedBy }) => ({ role, stampedAt, stampedBy })),
      ).toEqual([
        { role: 'preparer', stampedAt: attached.at, stampedBy: 'Test Authority' },
        { role: 'reviewer', stampedAt: reviewers.at, stampedBy: 'Test Authority' },
      ])
      const print = openssl('x509', '-in', 'tsa.pem', '-noout', '-fingerprint', '-sha256')
        .replace(/.*=/, '')
        .trim()
      expect(attached.fingerprint.toUpperCase()).toBe(print.replaceAll(':', ''))
      expect(runScript(stamped)).toMatchObject({ code: 0, ids: [] })
    })

    it('refuses what is no answer to our query, and writes nothing', async () => {
      const plain = copyOf(made, 'refused')
      const query = queryOf(plain)
      const good = answer(query)
      const p7s = readFileSync(join(plain, 'signatures/preparer.p7s'))
      const cases: [Uint8Array, RegExp][] = [
        [answer(timestampQuery(Buffer.from('another signature'), nonce)), /something else/],
        // the same imprint, but an answer from before
        [answer(timestampQuery(p7s, new Uint8Array(16).fill(3))), /another query/],
        [good.subarray(0, good.length - 1), /not an RFC 3161 response/],
        [Buffer.concat([good, Buffer.from([0])]), /not an RFC 3161 response/],
        [Buffer.from('<html>Please log in</html>'), /not an RFC 3161 response/],
        [query, /not an RFC 3161 response/],
        [Buffer.from([0x30, 5, 0x30, 3, 2, 1, 2]), /the authority refused/],
        [flipped(good), /signature does not hold/],
      ]
      for (const [response, detail] of cases)
        await expect(attach(plain, response), String(detail)).rejects.toMatchObject(refused(detail))
      await expect(attach(folder, good)).rejects.toMatchObject({ code: 'package_not_found' })
      await expect(attachTimestamp(plain, join(folder, 'none.tsr'))).rejects.toMatchObject({
        code: 'file_not_found',
      })
      expect(bytesOf(plain)).toEqual(bytesOf(made.folder))

      // a second answer doesn't take the place of the first
      await attach(plain, good)
      await expect(attach(plain, answer(query))).rejects.toMatchObject({ code: 'conflict' })
      expect(readFileSync(join(plain, tsr)).equals(good)).toBe(true)
    })

    it('refuses a policy other than the one asked for', async () => {
      const asked = copyOf(made, 'policy')
      const p7s = join(asked, 'signatures/preparer.p7s')
      openssl('ts', '-query', '-data', p7s, '-sha256', '-cert', '-tspolicy', '1.2.3.4', '-out', 'policy.tsq')
      writeFileSync(join(asked, 'signatures/tagmanifest.tsq'), readFileSync(join(folder, 'policy.tsq')))
      const response = answer(readFileSync(join(folder, 'policy.tsq')))
      // the nonce of that answer, asked for under another policy
      const other = Buffer.from(readFileSync(join(folder, 'policy.tsq')))
      const at = other.indexOf(Buffer.from([0x06, 3, 0x2a, 3, 4]))
      expect(at).toBeGreaterThan(0)
      other[at + 4] = 5
      writeFileSync(join(asked, 'signatures/tagmanifest.tsq'), other)
      await expect(attach(asked, response)).rejects.toMatchObject(refused(/another policy/))
      writeFileSync(join(asked, 'signatures/tagmanifest.tsq'), readFileSync(join(folder, 'policy.tsq')))
      expect(await attach(asked, response)).toMatchObject({ role: 'preparer' })
    })

    it('refuses a certificate that is for more than time stamping, as openssl does', async () => {
      const person = copyOf(made, 'person')
      const good = answer(queryOf(person))
      put(folder, 'good.tsr', good)
      openssl('ts', '-reply', '-in', 'good.tsr', '-token_out', '-out', 'good.token')
      openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', 'good.token', '-out', 'info.der')
      openssl(
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',

        '-keyout',
        'any.key',
        '-out',
        'any.pem',
        '-subj',
        '/CN=Anyone',
        '-days',
        '30',
        '-config',
        '/dev/null',
        '-addext',
        'extendedKeyUsage=critical,timeStamping,emailProtection',
      )
      openssl(
        'cms',
        '-sign',
        '-binary',
        '-nodetach',
        '-nosmimecap',
        '-cades',
        '-md',
        'sha256',
        '-outform',
        'DER',
        '-econtent_type',
        '1.2.840.113549.1.9.16.1.4',
        '-in',
        'info.der',
        '-signer',
        'any.pem',
        '-inkey',
        'any.key',
        '-out',
        'any.token',
      )
      const token = readFileSync(join(folder, 'any.token'))
      const forged = derSequence(Buffer.concat([Buffer.from([0x30, 3, 2, 1, 0]), token]))
      await expect(attach(person, forged)).rejects.toMatchObject(refused(/not one for time stamping only/))
      writeFileSync(join(person, tsr), forged)
      expect((await verifyPackage(person, { now })).exitCode).toBe(13)
      expect(runScript(person)).toMatchObject({ code: 13, ids: ['timestamp_invalid'] })
    })
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

/** Every file of a folder with its bytes. */
function bytesOf(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const paths = entries.map((one) => relative(folder, join(one.parentPath, one.name))).toSorted()
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]))
}

/** The last byte of the token, which is of its signature, changed. */
function flipped(response: Buffer): Buffer {
  const changed = Buffer.from(response)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  return changed
}

function derSequence(content: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length)
  return Buffer.concat([Buffer.from([0x30, 0x82]), length, content])
}

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
