import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zipBag } from '../../../main/engine/evidence/bag/index.ts'
import { signPackage } from '../../../main/engine/evidence/sign/index.ts'
import type { SigningIdentity } from '../../../main/engine/evidence/sign/index.ts'
import { signDetached } from '../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
import { chainOf, clock, copyOf, edit, headText, ledgerText, makeIdentity, makePackage, nonce, now, put, rewriteManifests, runScript, sealed, trickyPayloads, unique } from './package-fixture.ts'
import type { LedgerLine, MadePackage } from './package-fixture.ts'

const ledger = 'data/13-custody/ledger.jsonl'
const head = 'data/13-custody/head.txt'
const report = 'data/01-report/evidence-report.pdf'

let made: MadePackage
let other: MadePackage
let stranger: SigningIdentity

beforeAll(async () => {
  made = await makePackage()
  other = await makePackage()
  stranger = await makeIdentity('Mara Lindqvist', { serial: new Uint8Array(16).fill(9) })
})
afterAll(() => {
  for (const one of [made, other]) rmSync(one.parent, { recursive: true, force: true })
})

interface Case {
  readonly what: string
  readonly spoil: (folder: string) => void | Promise<void>
  readonly ids: readonly string[]
  readonly code: number
  /** A file that must be named. */
  readonly file?: string
  readonly args?: readonly string[]
  readonly options?: Partial<Parameters<typeof verifyPackage>[1]>
  /** Can't be zipped: the ZIP writer refuses it. */
  readonly folderOnly?: boolean
}

/** The forger's whole way: manifests that fit, signatures by `signer`, listings that fit. */
async function signAgain(folder: string, signer: SigningIdentity): Promise<void> {
  rewriteManifests(folder)
  rmSync(join(folder, 'signatures'), { recursive: true })
  await signPackage(folder, signer, 'preparer', clock, nonce)
}

/** Replaces the ledger, signs again as the true preparer would: only the chain itself can still tell. */
async function withLedger(folder: string, text: string, headLine: string, recorded = headLine): Promise<void> {
  writeFileSync(join(folder, ledger), text)
  writeFileSync(join(folder, head), headLine)
  edit(folder, 'bag-info.txt', (info) => info.replace(/^Ledger-Head:[^]*?\n(?=\S)/m, `Ledger-Head: ${recorded}`))
  const bytes = [...readFileSync(join(folder, 'manifest-sha256.txt'), 'utf8').matchAll(/ {2}(\S+)\n/g)].map((match) => readFileSync(join(folder, match[1] ?? '')).length)
  edit(folder, 'bag-info.txt', (info) => info.replace(/^Payload-Oxum:.*$/m, `Payload-Oxum: ${String(bytes.reduce((a, b) => a + b, 0))}.${String(bytes.length)}`))
  await signAgain(folder, made.preparer)
}

const chain = chainOf(trickyPayloads)
const withoutHash = ({ hash: _, ...rest }: LedgerLine): Omit<LedgerLine, 'hash'> => rest
const replaced = (index: number, change: (line: LedgerLine) => LedgerLine): LedgerLine[] => chain.map((line, at) => (at === index ? change(line) : line))

const cases: readonly Case[] = [
  { what: 'one changed byte', spoil: (folder) => edit(folder, report, (text) => text.replace('1.7', '1.6')), ids: ['file_changed'], code: 10, file: report },
  { what: 'a byte added to an empty file', spoil: (folder) => put(folder, 'data/09-raw/empty.json', ' '), ids: ['file_changed'], code: 10, file: 'data/09-raw/empty.json' },
  { what: 'a changed script', spoil: (folder) => edit(folder, 'verify.sh', (text) => `${text}\n`), ids: ['file_changed'], code: 10, file: 'verify.sh' },
  { what: 'a changed manifest', spoil: (folder) => edit(folder, 'manifest-sha256.txt', (text) => text.replace(/^[^\n]*empty\.json\n/m, '')), ids: ['file_extra', 'manifest_changed'], code: 10, file: 'manifest-sha256.txt' },
  {
    what: 'a changed byte with a manifest made to fit',
    spoil: (folder) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      const tags = readFileSync(join(folder, 'tagmanifest-sha256.txt'))
      rewriteManifests(folder)
      writeFileSync(join(folder, 'tagmanifest-sha256.txt'), tags)
    },
    ids: ['manifest_changed'],
    code: 10,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'a changed byte with both manifests made to fit',
    spoil: (folder) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      rewriteManifests(folder)
    },
    ids: ['signature_invalid'],
    code: 13,
    file: 'signatures/preparer.p7s',
  },
  { what: 'a missing file', spoil: (folder) => rmSync(join(folder, report)), ids: ['file_missing'], code: 11, file: report },
  { what: 'a missing tag file', spoil: (folder) => rmSync(join(folder, 'VERIFY.md')), ids: ['file_missing'], code: 11, file: 'VERIFY.md' },
  { what: 'a renamed file', spoil: (folder) => renameSync(join(folder, report), join(folder, 'data/01-report/other.pdf')), ids: ['file_extra', 'file_missing'], code: 11, file: report },
  { what: 'an extra file in data', spoil: (folder) => put(folder, 'data/01-report/extra.csv', 'x'), ids: ['file_extra'], code: 12, file: 'data/01-report/extra.csv' },
  { what: 'an extra file at the top', spoil: (folder) => put(folder, 'notes.txt', 'x'), ids: ['file_extra'], code: 12, file: 'notes.txt' },
  { what: 'an extra hidden file', spoil: (folder) => put(folder, '.DS_Store', 'x'), ids: ['file_extra'], code: 12, file: '.DS_Store' },
  { what: 'an extra file among the signatures', spoil: (folder) => put(folder, 'signatures/third.p7s', 'x'), ids: ['file_extra'], code: 12, file: 'signatures/third.p7s' },
  { what: 'an extra file with spaces in its name', spoil: (folder) => put(folder, 'data/a b.txt', 'x'), ids: ['file_extra'], code: 12, file: 'data/a b.txt', folderOnly: true },
  { what: 'a link in place of a file', spoil: (folder) => { rmSync(join(folder, report)); symlinkSync('/etc/hostname', join(folder, report)) }, ids: ['entry_not_a_file', 'file_missing'], code: 16, file: report, folderOnly: true },
  { what: 'a link to a folder', spoil: (folder) => symlinkSync('/etc', join(folder, 'data/etc')), ids: ['entry_not_a_file'], code: 16, file: 'data/etc', folderOnly: true },
  { what: 'no tagmanifest', spoil: (folder) => rmSync(join(folder, 'tagmanifest-sha256.txt')), ids: ['bag_incomplete'], code: 16, file: 'tagmanifest-sha256.txt' },
  { what: 'no manifest', spoil: (folder) => rmSync(join(folder, 'manifest-sha256.txt')), ids: ['bag_incomplete'], code: 16, file: 'manifest-sha256.txt' },
  { what: 'no bagit.txt', spoil: (folder) => rmSync(join(folder, 'bagit.txt')), ids: ['bag_incomplete'], code: 16, file: 'bagit.txt' },
  {
    what: 'a manifest that points outside',
    spoil: async (folder) => {
      edit(folder, 'manifest-sha256.txt', (text) => `${text}${'0'.repeat(64)}  data/../../outside\n`)
      await resignTags(folder)
    },
    ids: ['manifest_malformed'],
    code: 16,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'a manifest with one file twice',
    spoil: async (folder) => {
      edit(folder, 'manifest-sha256.txt', (text) => text + (/^.*$/m.exec(text)?.[0] ?? '') + '\n')
      await resignTags(folder)
    },
    ids: ['manifest_malformed'],
    code: 16,
  },
  {
    what: 'a tagmanifest that leaves the manifest out',
    spoil: async (folder) => {
      edit(folder, 'tagmanifest-sha256.txt', (text) => text.replace(/^.*manifest-sha256\.txt\n/m, ''))
      await signTags(folder, made.preparer)
    },
    ids: ['file_extra', 'manifest_malformed'],
    code: 16,
  },
  {
    what: 'a Payload-Oxum that does not fit',
    spoil: async (folder) => {
      edit(folder, 'bag-info.txt', (text) => text.replace(/^Payload-Oxum:.*$/m, 'Payload-Oxum: 1.1'))
      await signAgain(folder, made.preparer)
    },
    ids: ['oxum_differs'],
    code: 16,
    file: 'bag-info.txt',
  },
  {
    what: 'another bagit.txt',
    spoil: async (folder) => {
      edit(folder, 'bagit.txt', (text) => text.replace('1.0', '0.9'))
      await signAgain(folder, made.preparer)
    },
    ids: ['bag_malformed'],
    code: 16,
    file: 'bagit.txt',
  },
  { what: 'no preparer signature', spoil: (folder) => rmSync(join(folder, 'signatures/preparer.p7s')), ids: ['signature_missing'], code: 13, file: 'signatures/preparer.p7s' },
  { what: 'a reviewer signature taken away', spoil: (folder) => rmSync(join(folder, 'signatures/reviewer.p7s')), ids: ['signature_missing'], code: 13, file: 'signatures/reviewer.p7s' },
  { what: 'no signatures folder', spoil: (folder) => rmSync(join(folder, 'signatures'), { recursive: true }), ids: ['signature_missing'], code: 13 },
  { what: 'a signature cut short', spoil: (folder) => writeFileSync(join(folder, 'signatures/preparer.p7s'), readFileSync(join(folder, 'signatures/preparer.p7s')).subarray(0, 300)), ids: ['signature_invalid'], code: 13 },
  { what: 'an empty signature', spoil: (folder) => writeFileSync(join(folder, 'signatures/preparer.p7s'), ''), ids: ['signature_invalid'], code: 13 },
  { what: 'one bit of the signature changed', spoil: flipLastByte, ids: ['signature_invalid'], code: 13, file: 'signatures/preparer.p7s' },
  { what: "another package's signature", spoil: (folder) => copyFileSync(join(other.folder, 'signatures/preparer.p7s'), join(folder, 'signatures/preparer.p7s')), ids: ['signature_invalid'], code: 13, file: 'signatures/preparer.p7s' },
  { what: 'preparer and reviewer signatures exchanged', spoil: exchange, ids: ['signer_foreign', 'signer_not_declared'], code: 14 },
  {
    what: 'a foreign signature beside the listed certificates',
    spoil: async (folder) => writeFileSync(join(folder, 'signatures/preparer.p7s'), await signDetached(readFileSync(join(folder, 'tagmanifest-sha256.txt')), stranger, clock)),
    ids: ['signer_foreign', 'signer_not_declared'],
    code: 14,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'a foreigner of the same name who signs everything anew',
    spoil: async (folder) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      edit(folder, 'bag-info.txt', (text) => text.replace(/^Preparer-Fingerprint:[^]*?\n(?=\S|$)/m, ''))
      await signAgain(folder, stranger)
    },
    ids: ['signer_not_trusted'],
    code: 14,
    file: 'signatures/preparer.p7s',
    args: ['--fingerprint', '@preparer'],
  },
  {
    what: 'a foreigner who leaves the declared preparer',
    spoil: (folder) => resignForced(folder, stranger),
    ids: ['signer_not_declared'],
    code: 14,
    file: 'signatures/preparer.p7s',
  },
  { what: 'the preparer as reviewer', spoil: (folder) => reviewBy(folder, made.preparer), ids: ['same_person'], code: 14, file: 'signatures/reviewer.p7s' },
  { what: 'the preparer as reviewer under a second certificate', spoil: (folder) => reviewBy(folder, stranger), ids: ['same_person'], code: 14, file: 'signatures/reviewer.p7s' },
  { what: 'a certificate expired when it signed', spoil: async (folder) => resignForced(folder, await validity('2026-01-01', '2026-06-01'), true), ids: ['certificate_expired'], code: 14 },
  { what: 'a certificate not yet valid when it signed', spoil: async (folder) => resignForced(folder, await validity('2026-10-05', '2028-01-01', '2026-10-05T12:00:00.000Z'), true), ids: ['certificate_not_yet_valid'], code: 14 },
  { what: 'a ledger cut short, nothing else touched', spoil: (folder) => writeFileSync(join(folder, ledger), ledgerText(chain.slice(0, -2))), ids: ['file_changed', 'ledger_cut'], code: 15, file: ledger },
  { what: 'a ledger cut short and signed again', spoil: (folder) => withLedger(folder, ledgerText(chain.slice(0, -2)), headText(chain)), ids: ['ledger_cut'], code: 15, file: ledger },
  { what: 'an emptied ledger', spoil: (folder) => withLedger(folder, '', headText(chain)), ids: ['ledger_cut'], code: 15, file: ledger },
  { what: 'a ledger longer than its head', spoil: (folder) => withLedger(folder, ledgerText(chain), headText(chain.slice(0, -1))), ids: ['ledger_head_differs'], code: 15 },
  { what: 'an edited entry', spoil: (folder) => withLedger(folder, ledgerText(chain).replace('plain', 'plane'), headText(chain)), ids: ['ledger_edited'], code: 15, file: ledger },
  { what: 'an edited actor', spoil: (folder) => withLedger(folder, ledgerText(chain).replace('Mara', 'Sara'), headText(chain)), ids: ['ledger_edited'], code: 15 },
  { what: 'an edited entry with its hash made to fit', spoil: (folder) => withLedger(folder, ledgerText(replaced(1, (line) => sealed({ ...withoutHash(line), actor: 'Someone' }))), headText(chain)), ids: ['ledger_broken'], code: 15 },
  { what: 'the last entry edited with its hash made to fit', spoil: (folder) => withLedger(folder, ledgerText(replaced(4, (line) => sealed({ ...withoutHash(line), actor: 'Someone' }))), headText(chain)), ids: ['ledger_head_differs'], code: 15 },
  { what: 'an entry taken out', spoil: (folder) => withLedger(folder, ledgerText(chain.toSpliced(2, 1)), headText(chain)), ids: ['ledger_gap'], code: 15 },
  { what: 'two entries exchanged', spoil: (folder) => withLedger(folder, ledgerText([0, 2, 1, 3, 4].flatMap((at) => chain[at] ?? [])), headText(chain)), ids: ['ledger_gap'], code: 15 },
  { what: 'an entry twice', spoil: (folder) => withLedger(folder, ledgerText([0, 1, 1, 2, 3, 4].flatMap((at) => chain[at] ?? [])), headText(chain)), ids: ['ledger_gap'], code: 15 },
  { what: 'a line that is no entry', spoil: (folder) => withLedger(folder, ledgerText(chain).replace(/^.*\n/, '{}\n'), headText(chain)), ids: ['ledger_malformed'], code: 15 },
  { what: 'a hash in capitals', spoil: (folder) => withLedger(folder, ledgerText(chain).replace(/"hash":"[0-9a-f]+"/, (text) => text.toUpperCase().replace('HASH', 'hash')), headText(chain)), ids: ['ledger_malformed'], code: 15 },
  { what: 'a ledger without its last line end', spoil: (folder) => withLedger(folder, ledgerText(chain).trimEnd(), headText(chain)), ids: ['ledger_malformed'], code: 15 },
  { what: 'a head that bag-info does not record', spoil: (folder) => withLedger(folder, ledgerText(chain.slice(0, -1)), headText(chain.slice(0, -1)), headText(chain)), ids: ['ledger_head_not_recorded'], code: 15, file: head },
  { what: 'a malformed head', spoil: (folder) => withLedger(folder, ledgerText(chain), 'five\n', headText(chain)), ids: ['ledger_malformed'], code: 15, file: head },
  { what: 'a ledger deleted', spoil: (folder) => rmSync(join(folder, ledger)), ids: ['file_missing'], code: 11, file: ledger },
  {
    what: 'a ledger deleted and signed again',
    spoil: async (folder) => {
      await withLedger(folder, ledgerText(chain), headText(chain))
      const bytes = readFileSync(join(folder, ledger)).length
      rmSync(join(folder, ledger))
      edit(folder, 'bag-info.txt', (text) => text.replace(/^Payload-Oxum: (\d+)\.(\d+)$/m, (_, total: string, files: string) => `Payload-Oxum: ${String(Number(total) - bytes)}.${String(Number(files) - 1)}`))
      await signAgain(folder, made.preparer)
    },
    ids: ['ledger_missing'],
    code: 15,
    file: ledger,
  },
  { what: 'a whole new ledger, against a head held from before', spoil: (folder) => withLedger(folder, ledgerText(chainOf([{}, {}, {}])), headText(chainOf([{}, {}, {}]))), ids: ['ledger_head_unexpected'], code: 15, args: ['--ledger-head', '@second'] },
  { what: 'everything at once', spoil: (folder) => { put(folder, 'x', 'x'); rmSync(join(folder, report)); flipLastByte(folder); writeFileSync(join(folder, ledger), '') }, ids: ['file_changed', 'file_extra', 'file_missing', 'ledger_cut', 'signature_invalid'], code: 13 },
]

function flipLastByte(folder: string): void {
  const path = join(folder, 'signatures/preparer.p7s')
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  writeFileSync(path, bytes)
}

function exchange(folder: string): void {
  const at = (name: string): string => join(folder, 'signatures', name)
  renameSync(at('preparer.p7s'), at('x'))
  renameSync(at('reviewer.p7s'), at('preparer.p7s'))
  renameSync(at('x'), at('reviewer.p7s'))
}

/** The manifest as it is now, listed and signed again. */
async function resignTags(folder: string): Promise<void> {
  const manifest = readFileSync(join(folder, 'manifest-sha256.txt'))
  rewriteManifests(folder)
  writeFileSync(join(folder, 'manifest-sha256.txt'), manifest)
  const { hashFile } = await import('../../../main/engine/evidence/bag/index.ts')
  const { sha256 } = await hashFile(join(folder, 'manifest-sha256.txt'))
  edit(folder, 'tagmanifest-sha256.txt', (text) => text.replace(/^[0-9a-f]{64}(?= {2}manifest)/m, sha256))
  await signTags(folder, made.preparer)
}

/** Signs whatever the tagmanifest says, past the checks of signPackage, with listings that fit. */
async function signTags(folder: string, signer: SigningIdentity): Promise<void> {
  rmSync(join(folder, 'signatures'), { recursive: true })
  mkdirSync(join(folder, 'signatures'))
  await listAs(folder, 'preparer', signer, clock)
}

async function listAs(folder: string, role: 'preparer' | 'reviewer', signer: SigningIdentity, at: string): Promise<void> {
  const { fingerprintsText, signersPem } = await import('../../../main/engine/evidence/sign/signers-list.ts')
  const { facts, certificate, chain: issuers } = signer
  const entry = { role, facts, certificate, chain: issuers, claimedAt: at }
  const before = role === 'reviewer' ? [{ role: 'preparer' as const, facts: made.preparer.facts, certificate: made.preparer.certificate, chain: [], claimedAt: clock }] : []
  put(folder, 'signatures/signers.pem', signersPem([...before, entry]))
  put(folder, 'signatures/FINGERPRINTS.txt', fingerprintsText([...before, entry]))
  put(folder, `signatures/${role}.p7s`, await signDetached(readFileSync(join(folder, 'tagmanifest-sha256.txt')), { ...signer, facts: { ...facts, notBefore: '2000', notAfter: '2999' } }, at))
}

async function resignForced(folder: string, signer: SigningIdentity, undeclared = false): Promise<void> {
  if (undeclared) {
    edit(folder, 'bag-info.txt', (text) => text.replace(/^Preparer-Fingerprint:[^]*?\n(?=\S|$)/m, ''))
    rewriteManifests(folder)
  }
  await signTags(folder, signer)
}

async function reviewBy(folder: string, signer: SigningIdentity): Promise<void> {
  await listAs(folder, 'reviewer', signer, clock)
}

async function validity(from: string, to: string, notBefore = `${from}T00:00:00.000Z`): Promise<SigningIdentity> {
  return makeIdentity('Mara Lindqvist', { notBefore, notAfter: `${to}T00:00:00.000Z`, serial: new Uint8Array(16).fill(3) })
}

function argument(text: string): string {
  if (text === '@preparer') return made.preparer.facts.fingerprint
  const second = chain[1]
  return text === '@second' && second ? `${String(second.seq)}:${second.hash}` : text
}

function optionsOf(test: Case): Parameters<typeof verifyPackage>[1] {
  const [option, value] = (test.args ?? []).map(argument)
  const [seq = '', hash = ''] = (value ?? '').split(':')
  if (option === '--fingerprint') return { now, trustedFingerprints: [value ?? ''] }
  if (option === '--ledger-head') return { now, expectedLedgerHead: { seq: Number(seq), hash } }
  return { now }
}

describe('what was done to a package is found', () => {
  it.each(cases)('$what → $code $ids', async (test) => {
    const folder = copyOf(made, test.what)
    await test.spoil(folder)
    const result = await verifyPackage(folder, optionsOf(test))
    const failed = result.checks.filter((check) => check.status === 'failed')
    expect(unique(failed.map((check) => check.id)), 'verifyPackage on the folder').toEqual(test.ids)
    expect(result.exitCode).toBe(test.code)
    expect(result.overall).toBe('failed')
    if (test.file !== undefined) expect(failed.map((check) => check.file)).toContain(test.file)

    const script = runScript(folder, (test.args ?? []).map(argument))
    expect(script.ids, script.output).toEqual(test.ids)
    expect(script.code, script.output).toBe(test.code)
    if (test.file !== undefined) expect(script.output).toMatch(new RegExp(`^FAIL +\\w+  ${test.file.replaceAll('.', '\\.')}`, 'm'))

    if (test.folderOnly) return
    await zipBag(folder, `${folder}.zip`, '2026-10-05')
    const zipped = await verifyPackage(`${folder}.zip`, optionsOf(test))
    expect(unique(zipped.checks.filter((check) => check.status === 'failed').map((check) => check.id)), 'verifyPackage on the ZIP').toEqual(test.ids)
    expect(zipped.exitCode).toBe(test.code)
  })
})

describe('a package as it was made', () => {
  it('verifies everywhere, and says so in the same words', async () => {
    const result = await verifyPackage(made.folder, { now, trustedFingerprints: [made.preparer.facts.fingerprint, made.reviewer.facts.fingerprint] })
    expect(result).toMatchObject({ overall: 'verified', exitCode: 0, packageId: made.packageId, files: 5, ledger: { seq: 5 } })
    expect(result.signers.map(({ role, name, trusted, claimedAt }) => ({ role, name, trusted, claimedAt }))).toEqual([
      { role: 'preparer', name: 'Mara Lindqvist', trusted: true, claimedAt: clock },
      { role: 'reviewer', name: 'Ola Brandt', trusted: true, claimedAt: '2026-10-05T09:00:00.000Z' },
    ])
    const script = runScript(made.folder, ['--fingerprint', made.preparer.facts.fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:')])
    expect(script).toMatchObject({ code: 0, ids: [] })
    expect(script.output).toContain(made.packageId)
    expect(script.output).toContain('VERIFIED')
  })

  it('verifies with a head held from before, and after the certificate has expired', async () => {
    const recorded = readFileSync(join(made.folder, ledger), 'utf8').split('\n')[1] ?? ''
    const [, hash = ''] = /"hash":"([0-9a-f]{64})","payload":/.exec(recorded) ?? []
    expect(runScript(made.folder, ['--ledger-head', `2:${hash}`])).toMatchObject({ code: 0, ids: [] })
    const late = await verifyPackage(made.folder, { now: '2031-01-01T00:00:00.000Z', expectedLedgerHead: { seq: 2, hash } })
    expect(late.overall).toBe('verified')
    expect(late.checks.filter((check) => check.status === 'warning').map((check) => check.id)).toEqual(['certificate_since_expired', 'certificate_since_expired'])
  })

  it('verifies without a reviewer, with a warning', async () => {
    const folder = copyOf(made, 'unreviewed')
    await signAgain(folder, made.preparer)
    const result = await verifyPackage(folder, { now })
    expect(result).toMatchObject({ overall: 'verified', exitCode: 0 })
    expect(result.checks.filter((check) => check.status === 'warning').map((check) => check.id)).toEqual(['reviewer_absent'])
    expect(runScript(folder)).toMatchObject({ code: 0, warnings: ['reviewer_absent'] })
  })

  it('stops with usage or absence, not with a verdict', async () => {
    await expect(verifyPackage(join(made.parent, 'nowhere'), { now })).rejects.toMatchObject({ code: 'package_not_found' })
    await expect(verifyPackage(made.folder, { now, trustedFingerprints: ['12:34'] })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(runScript(join(made.parent, 'nowhere')).code).toBe(2)
    expect(runScript(made.folder, ['--fingerprint', '12:34']).code).toBe(2)
    expect(runScript(made.folder, ['--frobnicate']).code).toBe(2)
  })
})
