import type { Progress } from '../../../shared/contract/contract.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { LocalRules } from '../../../shared/model/rule.ts'
import type { CompiledRule, RuleIndex, RulePack } from '../evaluate/index.ts'
import type { Workspace } from '../store/index.ts'

/** The rules as every stage of one engine uses them: read and compiled once. */
export interface JudgingPack {
  readonly pack: RulePack
  readonly compiled: readonly CompiledRule[]
  readonly index: RuleIndex
  /** The same pack with every rule as it is written: what cases are judged by. */
  readonly written: RulePack
  /** What the engagement adds and sets otherwise; already in `pack`. */
  readonly local: LocalRules
}

/** What a long piece of work may use: the open workspace, the rules, the clock, and its caller. */
export interface Job {
  readonly ws: Workspace
  readonly rules: JudgingPack
  readonly clock: () => Instant
  readonly signal: AbortSignal
  progress(step: Omit<Progress, 'job' | 'method'>): void
  /** Lets other messages in; throws `cancelled` once the caller has asked to stop. */
  breathe(): Promise<void>
}
