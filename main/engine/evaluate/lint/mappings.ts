import { mappedFrameworks, type Framework } from '../../../../shared/model/framework.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import type { RulePack } from '../load.ts'
import type { PackProblem } from '../pack/problem.ts'
import { repeated } from './rules.ts'

/** Rule → controls and rule → recommendations, against the catalogues. */
export function lintMappings(pack: RulePack): PackProblem[] {
  const known = new Map<Framework, ReadonlySet<string>>(
    pack.frameworks.map(({ framework, requirements }) => [
      framework,
      new Set(requirements.map(({ id }) => id)),
    ]),
  )
  const rollUps = new Map<Framework, ReadonlySet<string>>(
    pack.frameworks
      .filter(({ rollUp }) => rollUp)
      .map(({ framework, requirements }) => [
        framework,
        new Set(requirements.flatMap(({ parent }) => (parent === null ? [] : [parent]))),
      ]),
  )
  const ids = new Set(pack.rules.map(({ id }) => id))
  const problems = pack.rules.flatMap((rule) => {
    const where = pack.rulePaths.get(rule.id) ?? rule.id
    return [
      ...lintControls(rule, where, known, rollUps),
      ...lintArticle(rule, where, known),
      ...lintBenchmarks(rule, where, pack),
    ]
  })
  for (const { provider, misconfiguration, nearest } of pack.notApplicable) {
    for (const id of nearest) {
      if (!ids.has(id))
        problems.push({
          where: `${provider}/not-applicable (${misconfiguration})`,
          code: 'rule-dangling',
          message: `there is no rule ${id}`,
        })
    }
  }
  return problems
}

function lintControls(
  rule: Rule,
  where: string,
  known: ReadonlyMap<Framework, ReadonlySet<string>>,
  rollUps: ReadonlyMap<Framework, ReadonlySet<string>>,
): PackProblem[] {
  return mappedFrameworks.flatMap((framework) => {
    const field = `${where}#controls.${framework}`
    const controls = rule.controls[framework]
    if (controls.length === 0)
      return [{ where: field, code: 'control-unmapped' as const, message: 'maps to no control' }]
    const problems: PackProblem[] = repeated(controls).map((id) => ({
      where: field,
      code: 'duplicate-id',
      message: `${id} is listed twice`,
    }))
    const catalogue = known.get(framework)
    for (const id of controls) {
      if (catalogue !== undefined && !catalogue.has(id))
        problems.push({ where: field, code: 'control-unknown', message: `the catalogue has no ${id}` })
      else if (rollUps.get(framework)?.has(id) === true)
        problems.push({
          where: field,
          code: 'control-unknown',
          message: `${id} is a heading; map to what is below it`,
        })
    }
    return problems
  })
}

/** The article's mapping stays visible as it is; where the rule does not share it, the rule says why. */
function lintArticle(
  rule: Rule,
  where: string,
  known: ReadonlyMap<Framework, ReadonlySet<string>>,
): PackProblem[] {
  if (rule.article === undefined) return []
  const { article } = rule
  const problems: PackProblem[] = []
  for (const framework of ['soc2', 'iso27001-2022', 'nist-800-53-r5'] as const) {
    const id = article[framework]
    const field = `${where}#article.${framework}`
    if (known.get(framework)?.has(id) === false)
      problems.push({ where: field, code: 'control-unknown', message: `the catalogue has no ${id}` })
    if (!rule.controls[framework].includes(id) && article.doubt === undefined) {
      problems.push({
        where: field,
        code: 'article-mismatch',
        message: `the rule does not map to ${id} and gives no doubt`,
      })
    }
  }
  return problems
}

function lintBenchmarks(rule: Rule, where: string, pack: RulePack): PackProblem[] {
  const seen = rule.benchmarks.map(({ id, version, recommendation }) => `${id} ${version} ${recommendation}`)
  const problems: PackProblem[] = repeated(seen).map((key) => ({
    where: `${where}#benchmarks`,
    code: 'duplicate-id',
    message: `${key} is listed twice`,
  }))
  for (const [index, ref] of rule.benchmarks.entries()) {
    const field = `${where}#benchmarks.${index}`
    const benchmark = pack.benchmarks.find(({ id, version }) => id === ref.id && version === ref.version)
    const recommendation = benchmark?.recommendations.find(({ id }) => id === ref.recommendation)
    if (benchmark === undefined)
      problems.push({
        where: field,
        code: 'benchmark-unknown',
        message: `there is no ${ref.id} ${ref.version}`,
      })
    else if (benchmark.provider !== rule.provider)
      problems.push({
        where: field,
        code: 'recommendation-mismatch',
        message: `${ref.id} is about ${benchmark.provider}`,
      })
    else if (recommendation === undefined)
      problems.push({
        where: field,
        code: 'recommendation-unknown',
        message: `${ref.id} ${ref.version} has no ${ref.recommendation}`,
      })
    else if (recommendation.level !== ref.level || recommendation.assessment !== ref.assessment) {
      problems.push({
        where: field,
        code: 'recommendation-mismatch',
        message: `${ref.recommendation} is level ${recommendation.level}, ${recommendation.assessment}`,
      })
    }
  }
  return problems
}
