import { inventoryRecords } from '../../../shared/model/aws-config-types.ts'
import type { JsonObject } from '../../../shared/model/json.ts'
import type { EvaluationResource } from '../../../shared/model/resource.ts'
import type { Scan } from '../../../shared/model/scan.ts'
import type { UnreadReason } from '../../../shared/model/source.ts'
import {
  bindResource,
  evaluateAccount,
  evaluateBound,
  indexRules,
  notEvaluated,
  planEvaluation,
  type AccountInput,
  type CompiledRule,
  type EvaluationPlan,
  type RuleIndex,
} from '../evaluate/index.ts'
import {
  accountsAt,
  applyOutcomes,
  beginEvaluation,
  changedSince,
  coverageClaims,
  discardEvaluation,
  evaluationBasis,
  latestScan,
  resourcesAt,
  scanById,
  sealEvaluation,
  unreadAt,
  type AccountAt,
  type EvaluationDraft,
  type EvaluationRun,
  type OutcomeChange,
} from '../store/index.ts'
import { concernedAccounts } from './concerned.ts'
import type { Job } from './job.ts'

const slice = 500

export interface EvaluationResult {
  readonly scan: Scan
  readonly run: EvaluationRun
  /** (rule, subject) pairs evaluated; all others kept their outcome. */
  readonly evaluated: number
  readonly reused: number
  readonly changed: number
}

/**
 * Judges the newest scan: only what changed since the newest evaluation, unless `full`.
 * Visible only by its seal; cancelled or killed, nothing of it is.
 */
export async function evaluateLatest(
  job: Job,
  options: { actor: string; full: boolean },
): Promise<EvaluationResult | null> {
  const scan = latestScan(job.ws)
  if (!scan) return null
  const basis = options.full ? null : evaluationBasis(job.ws)
  const plan = planEvaluation({
    rules: job.rules.compiled,
    previous: basis?.rules ?? new Map(),
    changed: basis ? changes(job, basis.scan, scan.id) : [],
    clockMoved: basis !== null && scanById(job.ws, basis.scan).asOf !== scan.asOf,
  })
  const draft = beginEvaluation(job.ws, {
    scan: scan.id,
    rulePack: job.rules.pack.identity,
    rules: new Map(job.rules.compiled.map((compiled) => [compiled.rule.id, compiled.hash])),
  })
  try {
    const judge = new Judge(job, draft, scan)
    await judge.everywhere(plan)
    await judge.changedResources(plan)
    await judge.accounts(plan)
    const run = sealEvaluation(job.ws, draft, { actor: options.actor })
    return {
      scan,
      run,
      evaluated: judge.evaluated,
      reused: run.totals.population - judge.evaluated,
      changed: judge.changed,
    }
  } catch (error) {
    discardEvaluation(job.ws, draft)
    throw error
  }
}

function* changes(job: Job, from: number, to: number) {
  for (const { resource, after } of changedSince(job.ws, from, to)) {
    yield {
      id: resource.id,
      provider: resource.provider,
      type: resource.type,
      account: resource.account,
      gone: after.state === 'absent',
    }
  }
}

/** One evaluation in work: batches outcomes into slices and lets other messages in between them. */
class Judge {
  readonly #job: Job
  readonly #draft: EvaluationDraft
  readonly #scan: Scan
  #batch: OutcomeChange[] = []
  #total = 0
  evaluated = 0
  changed = 0

  constructor(job: Job, draft: EvaluationDraft, scan: Scan) {
    this.#job = job
    this.#draft = draft
    this.#scan = scan
  }

  async #add(
    rule: string,
    subject: OutcomeChange['subject'],
    verdict: OutcomeChange['verdict'],
  ): Promise<void> {
    this.#batch.push({ rule, subject, verdict })
    this.evaluated += 1
    if (this.#batch.length >= slice) await this.#flush()
  }

  async #flush(): Promise<void> {
    this.changed += applyOutcomes(this.#job.ws, this.#draft, this.#batch).changed
    this.#batch = []
    this.#job.progress({
      stage: 'evaluate',
      done: this.evaluated,
      total: Math.max(this.#total, this.evaluated),
      unit: 'items',
      note: '',
    })
    await this.#job.breathe()
  }

  async #resource(resource: EvaluationResource, rules: readonly CompiledRule[]): Promise<void> {
    const bound = bindResource(resource, { now: this.#scan.asOf })
    for (const rule of rules)
      await this.#add(rule.rule.id, { resource: resource.id }, evaluateBound(rule, bound))
  }

  async #resources(
    index: Pick<RuleIndex, 'forType'>,
    filter: { resources?: readonly number[] },
  ): Promise<void> {
    const at = { scan: this.#scan.id }
    for (const resource of resourcesAt(this.#job.ws, at, filter)) {
      const rules = index.forType(resource.provider, resource.type)
      if (rules.length > 0) await this.#resource(resource, rules)
    }
    for (const { resource, reason } of unreadAt(this.#job.ws, at, filter)) {
      for (const rule of index.forType(resource.provider, resource.type)) {
        await this.#add(rule.rule.id, { resource: resource.id }, notEvaluated(reason, ''))
      }
    }
    await this.#flush()
  }

  async everywhere(plan: EvaluationPlan): Promise<void> {
    if (!plan.everywhere.some(({ rule }) => rule.scope === 'resource')) return
    this.#total = this.#scan.present
    await this.#resources(indexRules(plan.everywhere.filter(({ rule }) => rule.scope === 'resource')), {})
  }

  async changedResources(plan: EvaluationPlan): Promise<void> {
    const ids = [...plan.resources.keys()]
    const settled = indexRules([...new Set([...plan.resources.values()].flat())])
    for (let from = 0; from < ids.length; from += slice)
      await this.#resources(settled, { resources: ids.slice(from, from + slice) })
  }

  async accounts(plan: EvaluationPlan): Promise<void> {
    const accounts = accountsAt(this.#job.ws, { scan: this.#scan.id }).filter(
      ({ present, unread }) => present + unread > 0,
    )
    const wanted = new Map<AccountAt, Set<CompiledRule>>()
    const want = (account: AccountAt, rule: CompiledRule) =>
      wanted.set(account, (wanted.get(account) ?? new Set()).add(rule))
    for (const rule of plan.everywhere) {
      if (rule.rule.scope === 'account')
        for (const account of concernedAccounts(rule.rule, accounts)) want(account, rule)
    }
    for (const { rule, provider, account: id } of plan.accounts) {
      const account = concernedAccounts(rule.rule, accounts).find(
        (candidate) => candidate.provider === provider && candidate.account === id,
      )
      if (account) want(account, rule)
    }
    for (const [account, rules] of wanted) {
      const input = this.#accountInput(account, rules)
      for (const rule of rules) {
        await this.#add(
          rule.rule.id,
          { provider: account.provider, account: account.account },
          evaluateAccount(rule, input, { now: this.#scan.asOf }),
        )
      }
    }
    await this.#flush()
  }

  /** The documents that account-scope rules read of one account, and what of it was read completely or not at all. */
  #accountInput(
    { provider, account, types, newestScan }: AccountAt,
    rules: ReadonlySet<CompiledRule>,
  ): AccountInput {
    const { ws } = this.#job
    const at = { scan: this.#scan.id }
    const read = [...new Set([...rules].flatMap(({ rule }) => [...rule.types, ...rule.requires]))]
    const named = new Map(read.map((type) => [type.toLowerCase(), type]))
    const spelled = types.flatMap(({ type }) => (named.has(type.toLowerCase()) ? [type] : []))
    const resources: Record<string, JsonObject[]> = {}
    const filter = { providers: [provider], accounts: [account], types: spelled }
    const unread = new Map<string, UnreadReason>()
    if (spelled.length > 0) {
      for (const { type, document } of resourcesAt(ws, at, filter))
        (resources[named.get(type.toLowerCase()) ?? type] ??= []).push(document)
      for (const { resource, reason } of unreadAt(ws, at, filter))
        unread.set(named.get(resource.type.toLowerCase()) ?? resource.type, reason)
    }
    const claims = coverageClaims(ws, newestScan).filter(
      (claim) => claim.provider === provider && claim.account === account,
    )
    const complete = read.filter((type) =>
      claims.some((claim) =>
        claim.types === '*'
          ? inventoryRecords(provider, type)
          : claim.types.some((name) => name.toLowerCase() === type.toLowerCase()),
      ),
    )
    return { id: account, provider, resources, read: new Set(complete), unread }
  }
}
