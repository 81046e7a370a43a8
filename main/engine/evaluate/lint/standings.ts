import type { RulePack } from '../load.ts'
import type { PackProblem } from '../pack/problem.ts'
import { recommendationViews, type RecommendationView } from '../recommendations.ts'
import { frameworkViews } from '../standing.ts'

/** Nothing without a standing: each recommendation and each requirement ends in exactly one. */
export function lintStandings(pack: Pick<RulePack, 'benchmarks' | 'frameworks' | 'rules'>): PackProblem[] {
  const requirements = frameworkViews(pack).flatMap(({ framework, requirements: all }) =>
    // A baseline's requirements are its catalogue's: told once, there.
    framework.startsWith('fedramp-')
      ? []
      : all
          .filter(({ standing }) => standing === 'uncovered')
          .map(({ requirement }): PackProblem => ({
            where: `frameworks/${framework}.yaml#${requirement.id}`,
            code: 'requirement-uncovered',
            message: `${requirement.id} (${requirement.title}) has neither a rule nor a declared standing`,
          })),
  )
  return [...recommendationViews(pack).flatMap(lintRecommendation), ...requirements]
}

function lintRecommendation({
  benchmark,
  recommendation,
  standing,
  rules,
}: RecommendationView): PackProblem[] {
  const { id, title, evaluable, apis, attestation } = recommendation
  const where = `benchmarks/${benchmark.id}-${benchmark.version}.yaml#${id}`
  const problems: PackProblem[] = []
  if (standing === 'uncovered')
    problems.push({
      where,
      code: 'recommendation-uncovered',
      message: `${id} (${title}) has ${evaluable === 'manual' ? 'no attestation' : 'no rule'}`,
    })
  const twice =
    evaluable === 'manual' && rules.length > 0
      ? `is attested, yet ${rules.join(', ')} map to it`
      : evaluable !== 'manual' && attestation !== null
        ? 'has rules by its kind, yet an attestation too'
        : evaluable !== 'extra-api' && apis.length > 0
          ? `needs no further interface by its kind, yet names ${apis.join(', ')}`
          : null
  if (twice !== null) problems.push({ where, code: 'recommendation-twice', message: `${id} ${twice}` })
  if (evaluable === 'extra-api' && apis.length === 0)
    problems.push({ where, code: 'catalogue-invalid', message: `${id} does not name the interface it needs` })
  return problems
}
