import { frameworks } from '../../../../shared/model/framework.ts'
import { providers } from '../../../../shared/model/provider.ts'
import type { RulePack } from '../load.ts'
import type { PackProblem } from '../pack/problem.ts'
import { repeated } from './rules.ts'

/** Catalogues and benchmarks: complete by their own declaration, no id twice, no reference to nothing. */
export function lintCatalogues(pack: Pick<RulePack, 'frameworks' | 'benchmarks'>): PackProblem[] {
  const problems: PackProblem[] = []
  const present = pack.frameworks.flatMap(({ framework, baselines }) => [
    framework,
    ...baselines.map((baseline) => baseline.framework),
  ])
  for (const framework of frameworks) {
    if (!present.includes(framework))
      problems.push({
        where: `frameworks/${framework}.yaml`,
        code: 'catalogue-missing',
        message: `${framework} has no catalogue`,
      })
  }
  for (const framework of repeated(present))
    problems.push({
      where: `frameworks/${framework}.yaml`,
      code: 'duplicate-id',
      message: `${framework} has two catalogues`,
    })
  for (const provider of providers) {
    if (!pack.benchmarks.some((benchmark) => benchmark.provider === provider))
      problems.push({
        where: 'benchmarks',
        code: 'catalogue-missing',
        message: `${provider} has no benchmark`,
      })
  }

  for (const catalogue of pack.frameworks) {
    const where = `frameworks/${catalogue.framework}.yaml`
    const listed = catalogue.requirements.map(({ id }) => id)
    const ids = new Set(listed)
    const groups = new Set(catalogue.groups.map(({ id }) => id))
    if (listed.length !== catalogue.count)
      problems.push({
        where: `${where}#count`,
        code: 'catalogue-count',
        message: `declares ${catalogue.count} requirements and lists ${listed.length}`,
      })
    for (const id of repeated(listed))
      problems.push({ where, code: 'duplicate-id', message: `${id} is listed twice` })
    const declared = catalogue.standings.flatMap((entry) => entry.for)
    for (const id of repeated(declared))
      problems.push({ where: `${where}#standings`, code: 'duplicate-id', message: `${id} has two standings` })
    for (const id of declared) {
      if (!ids.has(id) && !groups.has(id))
        problems.push({
          where: `${where}#standings`,
          code: 'catalogue-dangling',
          message: `there is no requirement or group ${id}`,
        })
    }
    for (const { framework, members } of catalogue.baselines) {
      const field = `${where}#baselines.${framework}`
      for (const id of repeated([...members]))
        problems.push({ where: field, code: 'duplicate-id', message: `${id} is listed twice` })
      for (const id of members)
        if (!ids.has(id))
          problems.push({
            where: field,
            code: 'catalogue-dangling',
            message: `there is no requirement ${id}`,
          })
    }
  }

  for (const benchmark of pack.benchmarks) {
    const where = `benchmarks/${benchmark.id}-${benchmark.version}.yaml`
    const listed = benchmark.recommendations.map(({ id }) => id)
    if (listed.length !== benchmark.count)
      problems.push({
        where: `${where}#count`,
        code: 'catalogue-count',
        message: `declares ${benchmark.count} recommendations and lists ${listed.length}`,
      })
    for (const id of repeated(listed))
      problems.push({ where, code: 'duplicate-id', message: `${id} is listed twice` })
    for (const { id, section, level } of benchmark.recommendations) {
      if (!id.startsWith(`${section}.`))
        problems.push({ where, code: 'catalogue-dangling', message: `${id} is not of section ${section}` })
      if (level !== 1 && level !== 2)
        problems.push({ where, code: 'catalogue-invalid', message: `${id} has level ${level}` })
    }
  }
  return problems
}
