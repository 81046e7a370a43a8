import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { engagementStateSchema } from '../../../shared/contract/engagement-methods.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { noLocalRules, type LocalRules } from '../../../shared/model/rule.ts'
import { applyLocalRules, compileRules, indexRules, loadRulePack } from '../evaluate/index.ts'
import type { ToolIdentity } from '../evidence/reader.ts'
import { ledgerChain } from '../ledger/index.ts'
import type { Job, JudgingPack } from '../pipeline/job.ts'
import { readLocalRules } from '../pipeline/local-rules.ts'
import {
  closeWorkspace,
  evaluationBasis,
  latestScan,
  ledgerHead,
  listScans,
  openWorkspace,
  readEngagement,
  resourcesPage,
  thisProcess,
  unfinishedScans,
  type OpenOptions,
  type Workspace,
} from '../store/index.ts'
import type { CallContext } from './context.ts'

export interface HostOptions {
  /** The rule pack's folder. */
  readonly rulesDir: string
  /** Where signing identities and the engine's log are kept. */
  readonly dataDir: string
  readonly clock: () => Date
  readonly random: (bytes: number) => Uint8Array
  readonly appVersion: string
  /** What another process is told holds the engagement; `Countersign` unless given. */
  readonly holder?: string
}

export type EngagementState = z.infer<typeof engagementStateSchema>

/** The one engine of a process: its rules, its clock, and the workspace that is open. */
export interface Engine {
  readonly options: HostOptions
  readonly keysDir: string
  readonly tool: ToolIdentity
  now(): Instant
  rules(): JudgingPack
  /** Reads the rule pack again at its next use. */
  reloadRules(): void
  /** `workspace_not_open` when none is. */
  workspace(): Workspace
  openedWorkspace(): Workspace | null
  /** Makes `ws` the open workspace and closes the one before. */
  use(ws: Workspace | null): void
  openOptions(mode: 'read' | 'write'): OpenOptions
  openReader(path: string): Workspace
  /** A job on the open workspace for one call. */
  job(context: CallContext): Job
  state(): EngagementState
}

/** Reads and compiles a rule pack with what an engagement adds and sets otherwise. */
function judgingPack(rulesDir: string, local: LocalRules): JudgingPack {
  const folders = local.folders.map(({ path }) => path)
  const written = loadRulePack(rulesDir, folders)
  const pack = applyLocalRules(written, local)
  const compiled = compileRules(pack.rules, pack.ruleErrors)
  return { pack, compiled, index: indexRules(compiled), written, local }
}

export function createEngine(options: HostOptions): Engine {
  let opened: Workspace | null = null
  let pack: JudgingPack | null = null
  const now = () => options.clock().toISOString()

  const engine: Engine = {
    options,
    keysDir: join(options.dataDir, 'identities'),
    tool: {
      name: 'Countersign',
      version: options.appVersion,
      build: 'unknown',
      runtime: `node ${process.versions.node}`,
    },
    now,
    rules: () => (pack ??= judgingPack(options.rulesDir, opened ? readLocalRules(opened) : noLocalRules)),
    reloadRules: () => {
      pack = null
    },
    workspace() {
      if (!opened) throw new CountersignError('workspace_not_open')
      return opened
    },
    openedWorkspace: () => opened,
    use(ws) {
      if (opened && opened !== ws) closeWorkspace(opened)
      opened = ws
      // Another engagement may add rules or set some otherwise; most do neither and share what is loaded.
      if (pack && !isDeepStrictEqual(pack.local, ws ? readLocalRules(ws) : noLocalRules)) pack = null
    },
    openOptions: (mode) => ({
      mode,
      clock: now,
      holder: thisProcess(options.holder ?? 'Countersign'),
      ledger: ledgerChain,
    }),
    openReader: (path) => openWorkspace(path, engine.openOptions('read')),
    job: (context) => ({
      ws: engine.workspace(),
      rules: engine.rules(),
      clock: now,
      signal: context.signal,
      progress: context.progress,
      breathe: context.breathe,
    }),
    state() {
      const ws = engine.workspace()
      const lastScan = latestScan(ws)
      return {
        path: ws.path,
        readOnly: ws.mode === 'read',
        engagement: readEngagement(ws),
        scans: listScans(ws, { offset: 0, limit: 1 }).total,
        lastScan,
        evaluatedScan: evaluationBasis(ws)?.scan ?? null,
        resources: lastScan ? resourcesPage(ws, { scan: lastScan.id }, { offset: 0, limit: 1 }).total : 0,
        ...rulePackState(engine),
        ledger: ledgerHead(ws),
        unfinishedScans: unfinishedScans(ws).length,
      }
    },
  }
  return engine
}

/** The pack's identity, or why there is none: an engagement opens without its rule folder, to be looked at and to be mended. */
function rulePackState(engine: Engine): Pick<EngagementState, 'rulePack' | 'rulePackProblem'> {
  try {
    return { rulePack: engine.rules().pack.identity, rulePackProblem: null }
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'rule_folder_missing') throw error
    const { code, params } = error
    return { rulePack: { version: '', sha256: '', rules: 0 }, rulePackProblem: { code, params } }
  }
}
