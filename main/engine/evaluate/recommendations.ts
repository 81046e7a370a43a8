import type { Benchmark, Recommendation } from '../../../shared/model/catalogue.ts'
import type { CoverageStanding } from '../../../shared/model/coverage.ts'
import type { RulePack } from './load.ts'

/** A benchmark's recommendation with the rules behind it and where it stands. */
export interface RecommendationView {
  readonly benchmark: Benchmark
  readonly recommendation: Recommendation
  readonly standing: Extract<CoverageStanding, 'rules' | 'rules-extra-api' | 'attestation' | 'uncovered'>
  /** Ids, in the pack's order. */
  readonly rules: readonly string[]
}

/** Every recommendation of every benchmark, in the catalogues' order. */
export function recommendationViews(pack: Pick<RulePack, 'benchmarks' | 'rules'>): RecommendationView[] {
  const carriers = new Map<string, string[]>()
  for (const rule of pack.rules) {
    for (const { id, version, recommendation } of rule.benchmarks) {
      const key = `${id} ${version} ${recommendation}`
      const list = carriers.get(key)
      if (list === undefined) carriers.set(key, [rule.id])
      else if (!list.includes(rule.id)) list.push(rule.id)
    }
  }
  return pack.benchmarks.flatMap((benchmark) =>
    benchmark.recommendations.map((recommendation) => {
      const rules = carriers.get(`${benchmark.id} ${benchmark.version} ${recommendation.id}`) ?? []
      return { benchmark, recommendation, standing: standingOf(recommendation, rules.length), rules }
    }),
  )
}

function standingOf(recommendation: Recommendation, rules: number): RecommendationView['standing'] {
  if (recommendation.evaluable === 'manual')
    return recommendation.attestation === null ? 'uncovered' : 'attestation'
  if (rules === 0) return 'uncovered'
  return recommendation.evaluable === 'extra-api' ? 'rules-extra-api' : 'rules'
}
