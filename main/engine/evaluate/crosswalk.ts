import type { Attestation, Framework, Standing } from '../../../shared/model/framework.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import type { Controls, Rule, Severity } from '../../../shared/model/rule.ts'
import type { RulePack } from './load.ts'
import { controlsOf, frameworkViews } from './standing.ts'

/** One rule with all it maps to. */
export interface RuleCrosswalkRow {
  readonly rule: string
  readonly title: string
  readonly provider: Provider
  readonly severity: Severity
  readonly misconfiguration: number | null
  readonly controls: Controls
  /** FedRAMP baselines that hold at least one of its 800-53 controls. */
  readonly fedramp: readonly Framework[]
  readonly benchmarks: Rule['benchmarks']
}

/** Rule → controls, one row per rule in the pack's order. */
export function ruleCrosswalk(pack: Pick<RulePack, 'rules' | 'frameworks'>): RuleCrosswalkRow[] {
  const baselines = pack.frameworks.flatMap((catalogue) =>
    catalogue.baselines.map(({ framework, members }) => ({ framework, members: new Set(members) })),
  )
  return pack.rules.map((rule) => ({
    rule: rule.id,
    title: rule.title,
    provider: rule.provider,
    severity: rule.severity,
    misconfiguration: rule.misconfiguration ?? null,
    controls: rule.controls,
    fedramp: baselines
      .filter(({ members }) => rule.controls['nist-800-53-r5'].some((id) => members.has(id)))
      .map(({ framework }) => framework),
    benchmarks: rule.benchmarks,
  }))
}

/** Requirements of one framework, with one id (letter case ignored), or behind which a rule stands. */
export function filterControls(
  rows: readonly ControlCrosswalkRow[],
  filter: {
    readonly framework?: Framework | undefined
    readonly control?: string | undefined
    readonly rule?: string | undefined
  },
): ControlCrosswalkRow[] {
  const control = filter.control?.toLowerCase()
  return rows.filter(
    (row) =>
      (filter.framework === undefined || row.framework === filter.framework) &&
      (control === undefined || row.requirement.toLowerCase() === control) &&
      (filter.rule === undefined || row.rules.includes(filter.rule)),
  )
}

/** One requirement with the rules behind it. */
export interface ControlCrosswalkRow {
  readonly framework: Framework
  readonly requirement: string
  readonly title: string
  readonly group: string
  readonly standing: Standing
  readonly reason: string
  readonly attestation: Attestation | null
  readonly rules: readonly string[]
}

/** Control → rules, one row per requirement of every framework, those without rules included. */
export function controlCrosswalk(pack: Pick<RulePack, 'rules' | 'frameworks'>): ControlCrosswalkRow[] {
  return frameworkViews(pack).flatMap(({ framework, requirements }) =>
    requirements.map(({ requirement, standing, reason, attestation, rules }) => ({
      framework,
      requirement: requirement.id,
      title: requirement.title,
      group: requirement.group,
      standing,
      reason,
      attestation,
      rules,
    })),
  )
}

/** Every requirement a rule maps to with its title, FedRAMP baselines included; what a finding shows. */
export function requirementsOf(
  rule: Pick<Rule, 'controls'>,
  pack: Pick<RulePack, 'frameworks'>,
): { framework: Framework; id: string; title: string }[] {
  return pack.frameworks.flatMap((catalogue) => {
    const mapped = new Set(controlsOf(rule, catalogue.framework))
    const rows = catalogue.requirements.filter(({ id }) => mapped.has(id))
    const own = rows.map(({ id, title }) => ({ framework: catalogue.framework, id, title }))
    const derived = catalogue.baselines.flatMap(({ framework, members }) =>
      rows.filter(({ id }) => members.includes(id)).map(({ id, title }) => ({ framework, id, title })),
    )
    return [...own, ...derived]
  })
}
