import { join, resolve } from 'node:path'
import type { z } from 'zod'
import type { compiledPackageSchema } from '../../../shared/contract/evidence-methods.ts'
import type { PackageScope, PackageScopeRequest } from '../../../shared/model/package-scope.ts'
import type { PackageSettings } from '../../../shared/model/package-lock.ts'
import { cleanUnfinished, discardBag, finishBag, startBag, writeBag, zipBag } from '../evidence/bag/index.ts'
import { writePayload, type PayloadSummary } from '../evidence/payload/index.ts'
import type { ToolIdentity } from '../evidence/reader.ts'
import { openIdentity, signPackage, signPdf, type SigningIdentity } from '../evidence/sign/index.ts'
import {
  appendLedger,
  closeWorkspace,
  freeze,
  inTransaction,
  readEngagement,
  readSetting,
  writeSetting,
  type Workspace,
} from '../store/index.ts'
import { scopeLine } from '../evidence/scope/words.ts'
import { evidenceReader } from './evidence-reader.ts'
import type { Job } from './job.ts'
import { narrowing, scopeFields, scopeOf, scopeSuffix } from './package-scope.ts'
import { addPackageRecord, nextRevision, readPackageSettings, seriesOf } from './package-records.ts'

export type CompiledPackage = z.infer<typeof compiledPackageSchema>

export interface Signer {
  readonly fingerprint: string
  readonly passphrase: string
}

export interface CompileRequest {
  readonly outDir: string
  readonly name?: string | undefined
  /** What it holds; left out, the engagement's whole period and everything in it. */
  readonly scope?: PackageScopeRequest | undefined
  readonly actor: string
  readonly preparer: Signer
  readonly reviewer?: Signer | undefined
}

export interface CompileOptions {
  readonly tool: ToolIdentity
  readonly keysDir: string
  readonly random: (bytes: number) => Uint8Array
  /** Opens the same workspace a second time, for reading: the package sees one state while work goes on. */
  readonly openReader: () => Workspace
}

const lastPackageKey = 'package.last'
interface LastPackage {
  readonly tagmanifestSha256: string
  readonly ledgerSeq: number
  readonly ledgerHash: string
  readonly label: string
  readonly [key: string]: string | number
}

const safe = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()

/** `client_2026q3`: the folder's name when nobody chose one. Only characters every file system and `sha256sum -c` take. */
export function packageName(client: string, scope: PackageScope): string {
  return `${safe(client) || 'engagement'}${scopeSuffix(scope)}`
}

/**
 * Compiles, seals and signs the evidence package of the engagement's period, or of the scope asked for: payload → bag → preparer → reviewer → ZIP.
 * It comes into being under a hidden name and gets its own only when it is complete. Compiled again, it is the next
 * revision and names the one whose place it takes; `package_locked` once the documentation was completed.
 */
export async function compilePackage(
  job: Job,
  request: CompileRequest,
  options: CompileOptions,
): Promise<CompiledPackage> {
  const engagement = readEngagement(job.ws)
  const at = job.clock()
  const scope = scopeOf(job.ws, request.scope)
  const series = seriesOf(scope, engagement.frameworks)
  const next = nextRevision(job.ws, series, at)
  const outDir = resolve(request.outDir)
  const plain = packageName(engagement.client, scope)
  const name = request.name ?? (next.revision === 1 ? plain : `${plain}_r${next.revision}`)
  const bag = join(outDir, name)
  const preparer = await openIdentity(
    options.keysDir,
    request.preparer.fingerprint,
    request.preparer.passphrase,
  )
  const reviewer = request.reviewer
    ? await openIdentity(options.keysDir, request.reviewer.fingerprint, request.reviewer.passphrase)
    : null
  await cleanUnfinished(outDir)
  const folder = await startBag(bag, Buffer.from(options.random(8)).toString('hex'))
  try {
    const summary = await payload(job, folder, options, { ...next, scope }, async (file) => {
      await signPdf(file, preparer, 'preparer', at)
      // A reviewer who signs later cannot change the payload: then their signature of the tagmanifest stands for the PDFs too.
      if (reviewer) await signPdf(file, reviewer, 'reviewer', at)
    })
    const written = await writeBag(folder, {
      title: `${engagement.client}: ${engagement.name}`,
      info: [
        ...bagFields(summary, engagement.id, options.tool, preparer),
        ...keepingFields(readPackageSettings(job.ws)),
      ],
      baggedOn: at.slice(0, 10),
      sample: engagement.sample,
      preparerFingerprint: preparer.facts.fingerprint,
      signal: job.signal,
      onFile: (path) => job.progress({ stage: 'sign', done: 0, total: null, unit: 'files', note: path }),
    })
    await job.breathe()
    await signPackage(folder, preparer, 'preparer', at, options.random(16))
    if (reviewer) await signPackage(folder, reviewer, 'reviewer', at, options.random(16))
    await finishBag(folder, bag)
    // The package exists from here on, so the ledger says so before anything else can fail.
    record(job, request.actor, { packageId: written.packageId, summary, series, name })
    const zip = `${bag}.zip`
    await zipBag(bag, zip, at.slice(0, 10))
    return {
      packageId: written.packageId,
      bag,
      zip,
      files: written.files,
      bytes: written.bytes,
      completeness: summary.completeness.verdict,
      preparer: shownIdentity(preparer),
      reviewer: reviewer ? shownIdentity(reviewer) : null,
    }
  } catch (error) {
    await discardBag(folder)
    throw error
  }
}

const shownIdentity = ({ facts, origin }: SigningIdentity) => ({ ...facts, origin })

async function payload(
  job: Job,
  folder: string,
  options: CompileOptions,
  what: ReturnType<typeof nextRevision> & { readonly scope: PackageScope },
  signPdf: (file: string) => Promise<void>,
): Promise<PayloadSummary> {
  const ws = options.openReader()
  const release = freeze(ws)
  try {
    const last = readSetting(ws, lastPackageKey) as LastPackage | undefined
    const steps = writePayload(folder, evidenceReader(ws, job.rules, options.tool, job.clock), {
      at: job.clock(),
      period: what.scope.period,
      previousPackage: last ?? null,
      ...what,
      signPdf,
      signal: job.signal,
    })
    for (;;) {
      const step = await steps.next()
      if (step.done) return step.value
      const { stage, step: number, steps: total } = step.value
      job.progress({
        stage: stage === 'report' ? 'report' : 'payload',
        done: number,
        total,
        unit: 'steps',
        note: stage,
      })
      await job.breathe()
    }
  } finally {
    release()
    closeWorkspace(ws)
  }
}

function bagFields(
  summary: PayloadSummary,
  engagement: string,
  tool: ToolIdentity,
  preparer: SigningIdentity,
) {
  const { identity, completeness } = summary
  const previous = identity.previousPackage
  return [
    { label: 'Source-Organization', value: identity.client },
    { label: 'Contact-Name', value: preparer.facts.name },
    { label: 'External-Description', value: identity.name },
    {
      label: 'External-Identifier',
      value: [
        engagement,
        identity.periodStart.slice(0, 10),
        ...narrowing(identity.scope),
        `r${identity.revision}`,
      ].join('-'),
    },
    { label: 'Bag-Group-Identifier', value: engagement },
    { label: 'Period-Start', value: identity.periodStart },
    { label: 'Period-End', value: identity.periodEnd },
    ...scopeFields(identity.scope),
    { label: 'Completeness', value: completeness.verdict },
    { label: 'Tool-Version', value: `${tool.name} ${tool.version}` },
    { label: 'Rule-Pack-SHA256', value: summary.rulePack.sha256 },
    ...(previous
      ? [{ label: 'Previous-Package-TagManifest-SHA256', value: previous.tagmanifestSha256 }]
      : []),
    ...(identity.supersedes === null
      ? []
      : [{ label: 'Supersedes-Package-TagManifest-SHA256', value: identity.supersedes }]),
  ]
}

/** How long the documentation may still change and how long it is kept, as README.txt explains. */
const keepingFields = ({ windowDays, retentionYears }: PackageSettings) => [
  { label: 'Documentation-Window-Days', value: String(windowDays) },
  { label: 'Retention-Years', value: String(retentionYears) },
]

interface Made {
  readonly packageId: string
  readonly summary: PayloadSummary
  readonly series: string
  readonly name: string
}

function record(job: Job, actor: string, made: Made): void {
  const { ws } = job
  const { summary, packageId, series, name } = made
  const { identity, completeness, ledger } = summary
  inTransaction(
    ws,
    () => {
      const entry = {
        packageId,
        completeness: summary.completeness.verdict,
        ledgerSeq: summary.ledger.seq,
        ledgerHash: summary.ledger.hash,
        packageJsonSha256: summary.sha256,
        revision: identity.revision,
        supersedes: identity.supersedes,
        scope: scopeLine(identity.scope),
      }
      appendLedger(ws, { at: job.clock(), actor, action: 'package-compiled', payload: entry })
      const label = [identity.name, identity.periodStart.slice(0, 10), ...narrowing(identity.scope)].join(' ')
      const last: LastPackage = {
        tagmanifestSha256: packageId,
        ledgerSeq: summary.ledger.seq,
        ledgerHash: summary.ledger.hash,
        label,
      }
      writeSetting(ws, lastPackageKey, last)
      addPackageRecord(ws, {
        packageId,
        series,
        name,
        periodStart: identity.periodStart,
        periodEnd: identity.periodEnd,
        revision: identity.revision,
        supersedes: identity.supersedes,
        compiledAt: identity.compiledAt,
        compiledBy: actor,
        completeness: completeness.verdict,
        ledger,
        addenda: [],
      })
    },
    { durable: true },
  )
}

/** A reviewer signs a package that a preparer signed. */
export async function countersignPackage(
  job: Pick<Job, 'clock'>,
  bag: string,
  reviewer: Signer,
  options: Pick<CompileOptions, 'keysDir' | 'random'>,
): Promise<SigningIdentity> {
  const identity = await openIdentity(options.keysDir, reviewer.fingerprint, reviewer.passphrase)
  const at = job.clock()
  await signPackage(bag, identity, 'reviewer', at, options.random(16))
  await zipBag(bag, `${resolve(bag)}.zip`, at.slice(0, 10))
  return identity
}
