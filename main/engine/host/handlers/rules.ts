import { CountersignError } from '../../../../shared/model/errors.ts'
import { noTotals } from '../../../../shared/model/outcome.ts'
import { lintPack, runCases } from '../../evaluate/index.ts'
import { caseNormaliser } from '../../pipeline/case-normaliser.ts'
import { countsByRule } from '../../store/index.ts'
import { requestCurrentScan } from '../current-scan.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = Extract<keyof Handlers, `rule.${string}`>

/** The rule pack: list, text, lint, crosswalk. Works without an open engagement; totals are then zero. */
export function ruleHandlers(engine: Engine): Pick<Handlers, Names> {
  const counts = () => {
    const ws = engine.openedWorkspace()
    const scan = ws ? requestCurrentScan(engine) : null
    return ws && scan !== null ? countsByRule(ws, { scan }) : new Map<string, typeof noTotals>()
  }
  return {
    'rule.list'() {
      const totals = counts()
      return engine.rules().pack.rules.map((rule) => ({ ...rule, totals: totals.get(rule.id) ?? noTotals }))
    },
    'rule.get'({ rule: id }) {
      const { pack } = engine.rules()
      const rule = pack.rules.find((candidate) => candidate.id === id)
      if (!rule) throw new CountersignError('rule_unknown', { rule: id })
      const yaml = pack.files.find(({ path }) => path === pack.rulePaths.get(id))?.text ?? ''
      return { rule, yaml, totals: counts().get(id) ?? noTotals }
    },
    'rule.lint'() {
      engine.reloadRules()
      const { pack } = engine.rules()
      const toNormal = caseNormaliser()
      const { results } = runCases(pack, toNormal)
      const failed = results.filter(({ differences }) => differences.length > 0)
      return {
        rules: pack.rules.length,
        cases: results.length,
        problems: [
          ...lintPack(pack, { toNormal }),
          ...failed.map(({ case: one, differences }) => ({
            where: one.path,
            code: 'case-fails',
            message: differences.join('; '),
          })),
        ],
      }
    },
    'rule.crosswalk': () =>
      engine.rules().pack.rules.map(({ id, title, provider, severity, misconfiguration, controls }) => ({
        rule: id,
        title,
        provider,
        severity,
        misconfiguration: misconfiguration ?? null,
        controls,
      })),
  }
}
