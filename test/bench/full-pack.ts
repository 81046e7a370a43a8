import { resolve } from 'node:path'
import {
  bindResource,
  compileRules,
  evaluateBound,
  indexRules,
  loadRulePack,
} from '../../main/engine/evaluate/index.ts'
import { caseResources } from '../../main/engine/evaluate/cases.ts'
import { readCases } from '../../main/engine/evaluate/pack/case-file.ts'
import { caseNormaliser } from '../../main/engine/pipeline/case-normaliser.ts'
import type { EvaluationResource } from '../../shared/model/resource.ts'
import type { Measure } from './measure.ts'
import { timed } from './work.ts'

const now = '2026-07-06T09:00:00.000Z'

/**
 * The whole pack on an estate of every type it knows: the resources of its own cases, over and over. Every fifth rule judges
 * the same estate for comparison: the cost of one evaluation should not grow with the pack.
 */
export const fullPack: Measure = async (size) => {
  const load = await timed(() => loadRulePack(resolve(import.meta.dirname, '..', '..', 'rules')))
  const pack = load.result
  const compile = await timed(() => compileRules(pack.rules, pack.ruleErrors))
  const toNormal = caseNormaliser()
  const byId = new Map(pack.rules.map((rule) => [rule.id, rule]))
  const resources = readCases(pack).cases.flatMap((one): EvaluationResource[] => {
    const rule = byId.get(one.rule)
    if (rule?.scope !== 'resource') return []
    try {
      return caseResources(one, rule.provider, toNormal)
    } catch {
      return [] // items that show what cannot be read
    }
  })
  const judging = compile.result.filter(({ rule }) => rule.scope === 'resource')
  const all = run(judging, resources, size)
  const some = run(
    judging.filter((_rule, index) => index % 5 === 0),
    resources,
    size,
  )
  return [
    { what: `load the pack of ${pack.rules.length} rules`, value: load.ms, unit: 'ms' },
    { what: 'compile it', value: compile.ms, unit: 'ms' },
    { what: `full pack on ${size.toLocaleString('en')} resources`, value: all.ms / 1e3, unit: 's' },
    { what: 'full pack: evaluations', value: all.pairs / (all.ms / 1e3), unit: 'evaluations/s' },
    {
      what: 'cost of an evaluation, full pack to a fifth of it',
      value: all.ms / all.pairs / (some.ms / some.pairs),
      unit: 'times',
      goal: '≤ 1.5',
    },
  ]
}

function run(
  rules: ReturnType<typeof compileRules>,
  resources: readonly EvaluationResource[],
  size: number,
): { ms: number; pairs: number } {
  const index = indexRules(rules)
  let pairs = 0
  const start = performance.now()
  for (let at = 0; at < size; at++) {
    const resource = resources[at % resources.length] as EvaluationResource
    const own = index.forType(resource.provider, resource.type)
    if (own.length === 0) continue
    const bound = bindResource(resource, { now })
    for (const rule of own) evaluateBound(rule, bound)
    pairs += own.length
  }
  return { ms: performance.now() - start, pairs }
}
