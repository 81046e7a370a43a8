import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { timestampQuery, verifyTimestamp } from '../../../main/engine/evidence/sign/index.ts'
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
