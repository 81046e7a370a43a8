import type { RuleFilter } from '../../../shared/contract/rule-methods.ts'
import { mappedFrameworks } from '../../../shared/model/framework.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import type { RulePack } from './load.ts'
import { controlsOf } from './standing.ts'

/** The pack's rules that meet everything a filter asks, in the pack's order. */
export function filterRules(pack: Pick<RulePack, 'rules' | 'frameworks'>, filter: RuleFilter): Rule[] {
  const { provider, severity, category, benchmark, recommendation, overridden } = filter
  const text = filter.text?.trim().toLowerCase() ?? ''
  const control = controlFilter(pack, filter)
  return pack.rules.filter(
    (rule) =>
      (provider === undefined || provider.includes(rule.provider)) &&
      (severity === undefined || severity.includes(rule.severity)) &&
      (category === undefined || category.includes(rule.category)) &&
      ((benchmark === undefined && recommendation === undefined) ||
        rule.benchmarks.some(
          (ref) =>
            (benchmark === undefined || ref.id === benchmark) &&
            (recommendation === undefined || ref.recommendation === recommendation),
        )) &&
      (overridden === undefined || overridden === (rule.override !== undefined)) &&
      (text === '' ||
        [rule.id, rule.title, ...rule.types].some((value) => value.toLowerCase().includes(text))) &&
      control(rule),
  )
}

/** FedRAMP's controls are those of 800-53 that its baseline holds. */
function controlFilter(
  pack: Pick<RulePack, 'frameworks'>,
  { framework, control }: RuleFilter,
): (rule: Rule) => boolean {
  if (framework === undefined && control === undefined) return () => true
  const wanted = control?.toLowerCase()
  const baseline = pack.frameworks
    .flatMap(({ baselines }) => baselines)
    .find((one) => one.framework === framework)
  const members = baseline === undefined ? null : new Set(baseline.members)
  const among = framework === undefined ? mappedFrameworks : [framework]
  return (rule) =>
    among.some((one) =>
      controlsOf(rule, one).some(
        (id) =>
          (members === null || members.has(id)) && (wanted === undefined || id.toLowerCase() === wanted),
      ),
    )
}
