import { CountersignError } from '../../../../shared/model/errors.ts'
import { noTotals } from '../../../../shared/model/outcome.ts'
import {
  controlCrosswalk,
  coverageCases,
  coverageRows,
  coverageSummaries,
  filterControls,
  filterRules,
  lintPack,
  ruleCrosswalk,
  runCases,
} from '../../evaluate/index.ts'
import { caseNormaliser } from '../../pipeline/case-normaliser.ts'
import { testRules } from '../../pipeline/test-rules.ts'
import { countsByRule } from '../../store/index.ts'
import { requestCurrentScan } from '../current-scan.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = Exclude<
  Extract<keyof Handlers, `rule.${string}`>,
  'rule.settings' | 'rule.addFolder' | 'rule.removeFolder' | 'rule.override' | 'rule.restore'
>

/** The rule pack: list, text, lint, tests, crosswalk, coverage. Works without an open engagement; totals are then zero. */
export function ruleHandlers(engine: Engine): Pick<Handlers, Names> {
  const counts = () => {
    const ws = engine.openedWorkspace()
    const scan = ws ? requestCurrentScan(engine) : null
    return ws && scan !== null ? countsByRule(ws, { scan }) : new Map<string, typeof noTotals>()
  }
  const isOwn = (id: string) => engine.rules().pack.rulePaths.get(id)?.startsWith('+') === true
  return {
    'rule.list'({ filter }) {
      const totals = counts()
      return filterRules(engine.rules().pack, filter).map((rule) => ({
        ...rule,
        totals: totals.get(rule.id) ?? noTotals,
        own: isOwn(rule.id),
      }))
    },
    'rule.get'({ rule: id }) {
      const { pack, index } = engine.rules()
      const compiled = index.byId.get(id)
      if (!compiled) throw new CountersignError('rule_unknown', { rule: id })
      const yaml = pack.files.find(({ path }) => path === pack.rulePaths.get(id))?.text ?? ''
      const { rule, error } = compiled
      return { rule, yaml, totals: counts().get(id) ?? noTotals, own: isOwn(id), error }
    },
    'rule.lint'() {
      engine.reloadRules()
      const { pack, written } = engine.rules()
      const toNormal = caseNormaliser()
      const { results } = runCases(written, toNormal)
      const failed = results.filter(({ differences }) => differences.length > 0)
      return {
        rules: pack.rules.length,
        cases: results.length,
        problems: [
          ...lintPack(pack, { toNormal }),
          ...failed.map(({ case: one, differences }) => ({
            where: one.path,
            code: 'case-difference',
            message: `${one.name}: ${differences.join('; ')}`,
          })),
        ],
      }
    },
    'rule.test'(input, context) {
      engine.reloadRules()
      return testRules(engine.rules().written, input, context)
    },
    'rule.crosswalk'({ filter }) {
      const { pack } = engine.rules()
      const kept = new Set(filterRules(pack, filter).map(({ id }) => id))
      return ruleCrosswalk(pack)
        .filter(({ rule }) => kept.has(rule))
        .map((row) => ({ ...row, fedramp: [...row.fedramp], benchmarks: [...row.benchmarks] }))
    },
    'rule.controls'({ offset, limit, ...filter }) {
      const { pack } = engine.rules()
      if (filter.rule !== undefined && !pack.rulePaths.has(filter.rule))
        throw new CountersignError('rule_unknown', { rule: filter.rule })
      const rows = filterControls(controlCrosswalk(pack), filter)
      return {
        total: rows.length,
        rows: rows.slice(offset, offset + limit).map((row) => ({ ...row, rules: [...row.rules] })),
      }
    },
    'rule.coverage'() {
      const { pack } = engine.rules()
      return { rules: pack.rules.length, cases: coverageCases(pack), sets: coverageSummaries(pack) }
    },
    'rule.standings'({ offset, limit, ...filter }) {
      const { pack } = engine.rules()
      if (filter.of !== undefined && !coverageSummaries(pack).some(({ of }) => of === filter.of))
        throw new CountersignError('not_found', { what: 'benchmark or framework', id: filter.of })
      const rows = coverageRows(pack, filter)
      return { total: rows.length, rows: rows.slice(offset, offset + limit) }
    },
  }
}
