import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import canonicalize from 'canonicalize'
import { finishBag, startBag, writeBag } from '../../../main/engine/evidence/bag/index.ts'
import { createIdentity, signPackage } from '../../../main/engine/evidence/sign/index.ts'
import type { SigningIdentity } from '../../../main/engine/evidence/sign/index.ts'

export const clock = '2026-10-05T08:00:00.000Z'
export const now = '2026-10-06T00:00:00.000Z'

export const nonce = new Uint8Array(16).fill(7)

/** A folder of its own under the system's temporary one; the caller removes it. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'evidence-'))
}

export async function makeIdentity(
  name: string,
  more: Partial<Parameters<typeof createIdentity>[0]> = {},
): Promise<SigningIdentity> {
  const serial = createHash('sha256').update(name).digest().subarray(0, 16)
  return createIdentity({
    name,
    organisation: 'Example Audit LLP',
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2029-01-01T00:00:00.000Z',
    serial,
    ...more,
  })
}

export interface LedgerLine {
  seq: number
  at: string
  actor: string
  action: string
  payload: Record<string, unknown>
  prev: string
  hash: string
}

export function withoutHash({ seq, at, actor, action, payload, prev }: LedgerLine): Omit<LedgerLine, 'hash'> {
  return { seq, at, actor, action, payload, prev }
}

/** Gives an entry its hash, as the ledger's own definition says: the RFC 8785 form without `hash`. */
export function sealed(entry: Omit<LedgerLine, 'hash'>): LedgerLine {
  const hash = createHash('sha256')
    .update(canonicalize(entry) ?? '')
    .digest('hex')
  return { ...entry, hash }
}

export function chainOf(
  payloads: readonly Record<string, unknown>[],
  actor = 'Mara Lindqvist',
): LedgerLine[] {
  const lines: LedgerLine[] = []
  for (const payload of payloads) {
    const prev = lines.at(-1)?.hash ?? '0'.repeat(64)
    lines.push(sealed({ seq: lines.length + 1, at: clock, actor, action: 'finding-noted', payload, prev }))
  }
  return lines
}

export function ledgerText(lines: readonly LedgerLine[]): string {
  return lines.map((line) => `${canonicalize(line) ?? ''}\n`).join('')
}

export function headText(lines: readonly LedgerLine[]): string {
  const last = lines.at(-1)
  return last ? `${String(last.seq)} ${last.hash}\n` : `0 ${'0'.repeat(64)}\n`
}

// What would trip a textual reading: quotes, a fake hash member, braces, and characters beyond ASCII.
export const trickyPayloads: readonly Record<string, unknown>[] = [
  { note: 'plain' },
  { note: 'she said "no", {really} \\ and "hash":"' + 'a'.repeat(64) + '","payload":' },
  { hash: 'b'.repeat(64), nested: { hash: 'c'.repeat(64), payload: { prev: 'd'.repeat(64), seq: 9 } } },
  { note: 'Prüfung, 検査, \u{1f512}', empty: {}, list: [1, 2.5, null, true] },
  { note: 'tab\tline\nend', number: 1e21 },
]

export function put(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

export function writePayload(
  folder: string,
  lines = chainOf(trickyPayloads, 'Mara "the pen" Lindqvist'),
): void {
  put(folder, 'data/01-report/evidence-report.pdf', Buffer.from('%PDF-1.7 not really\n'))
  put(
    folder,
    'data/04-remediation/remediation-log.csv',
    'resource,misconfiguration,control,action\r\na,b,c,d\r\n',
  )
  put(folder, 'data/09-raw/empty.json', '')
  put(folder, 'data/13-custody/ledger.jsonl', ledgerText(lines))
  put(folder, 'data/13-custody/head.txt', headText(lines))
}

export const info = [
  { label: 'Source-Organization', value: 'Example Audit LLP' },
  {
    label: 'External-Description',
    value:
      'Cloud audit evidence of the third quarter of 2026, collected weekly from three clouds, reviewed on Mondays',
  },
  { label: 'Completeness', value: 'COMPLETE' },
]

export const bagOptions = {
  title: 'Nordwind, third quarter 2026',
  info,
  baggedOn: '2026-10-05',
  sample: true,
}

export interface MadePackage {
  /** Folder that holds the package and whatever a test puts beside it. */
  readonly parent: string
  readonly folder: string
  readonly packageId: string
  readonly preparer: SigningIdentity
  readonly reviewer: SigningIdentity
}

/** A complete package, prepared and reviewed, made as the pipeline makes it. */
export async function makePackage(): Promise<MadePackage> {
  const parent = newFolder()
  const preparer = await makeIdentity('Mara Lindqvist')
  const reviewer = await makeIdentity('Ola Brandt', { algorithm: 'rsa-3072' })
  const folder = join(parent, 'nordwind_2026Q3')
  const unfinished = await startBag(folder, 'abcdef0123456789')
  writePayload(unfinished)
  const { packageId } = await writeBag(unfinished, {
    ...bagOptions,
    preparerFingerprint: preparer.facts.fingerprint,
  })
  await signPackage(unfinished, preparer, 'preparer', clock, nonce)
  await signPackage(unfinished, reviewer, 'reviewer', '2026-10-05T09:00:00.000Z', nonce)
  await finishBag(unfinished, folder)
  return { parent, folder, packageId, preparer, reviewer }
}

/** A copy to spoil. */
export function copyOf(made: MadePackage, name: string): string {
  const folder = join(made.parent, `copy-${name.replaceAll(/[^a-z0-9]+/gi, '-')}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(made.folder, folder, { recursive: true, verbatimSymlinks: true })
  return folder
}

/** Runs the verify.sh of the source tree on a folder; a spoiled package's own copy can't be trusted. */
export function runScript(
  folder: string,
  args: readonly string[] = [],
  shell = ['sh'],
): { code: number | null; output: string; ids: string[]; warnings: string[] } {
  const script = join(import.meta.dirname, '../../../main/engine/evidence/bag/templates/verify.sh')
  const [program = 'sh', ...rest] = shell
  const run = spawnSync(program, [...rest, script, '-v', ...args, folder], { encoding: 'utf8' })
  const idsOf = (status: string): string[] =>
    [...run.stdout.matchAll(new RegExp(`^${status} +(\\w+)`, 'gm'))].map((match) => match[1] ?? '')
  return {
    code: run.status,
    output: run.stdout + run.stderr,
    ids: unique(idsOf('FAIL')),
    warnings: unique(idsOf('WARN')),
  }
}

export function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].toSorted()
}

/** Makes manifest and tagmanifest fit whatever is in the folder now: what a forger does before signing again. */
export function rewriteManifests(folder: string): void {
  const run = (command: string): void => void execFileSync('sh', ['-c', command], { cwd: folder })
  run('find data -type f | LC_ALL=C sort | xargs sha256sum > manifest-sha256.txt')
  run(
    'sha256sum README.txt VERIFY.md bag-info.txt bagit.txt manifest-sha256.txt verify.ps1 verify.sh > tagmanifest-sha256.txt',
  )
}

export function edit(folder: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))
}
