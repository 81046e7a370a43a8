import type { Output, Parsed } from '../../../shared/contract/contract.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { countOutcome, noTotals } from '../../../shared/model/outcome.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import { runCases, type RulePack } from '../evaluate/index.ts'
import { caseNormaliser } from './case-normaliser.ts'
import type { Job } from './job.ts'

type Tested = Output<'rule.test'>
/** Rules between two looks at other messages. */
const slice = 20

/**
 * Runs the cases of rules as they are written.
 * In: ids, or beginnings of ids (`aws-s3`); none for all. Throws `rule_unknown` for one that names no rule.
 */
export async function testRules(
  pack: RulePack,
  { rules: names, all }: Parsed<'rule.test'>,
  job: Pick<Job, 'progress' | 'breathe'>,
): Promise<Tested> {
  const chosen = chosenRules(pack.rules, names)
  const toNormal = caseNormaliser()
  const results: Tested['results'] = []
  const problems: Tested['problems'] = []
  let [cases, failed, expected] = [0, 0, noTotals]
  for (let from = 0; from < chosen.length; from += slice) {
    const part = partOf(pack, chosen.slice(from, from + slice))
    const run = runCases(part, toNormal)
    // Which documents nobody uses can only be said of the whole pack; `rule.lint` does.
    problems.push(...run.problems.filter(({ code }) => code !== 'stray-file'))
    for (const { case: one, verdict, differences } of run.results) {
      cases++
      expected = countOutcome(expected, one.expect)
      if (differences.length > 0) failed++
      if (!all && differences.length === 0) continue
      results.push({
        rule: one.rule,
        path: one.path,
        name: one.name,
        expected: one.expect,
        got: verdict.status,
        reason: verdict.reason,
        differences: [...differences],
      })
    }
    const done = Math.min(from + slice, chosen.length)
    job.progress({ stage: 'check', done, total: chosen.length, unit: 'items', note: '' })
    await job.breathe()
  }
  return { rules: chosen.length, cases, failed, expected, results, problems: unique(problems) }
}

function chosenRules(rules: readonly Rule[], names: readonly string[]): readonly Rule[] {
  for (const name of names) {
    if (!rules.some(({ id }) => id === name || id.startsWith(name)))
      throw new CountersignError('rule_unknown', { rule: name })
  }
  const exact = new Set(rules.map(({ id }) => id))
  return names.length === 0
    ? rules
    : rules.filter(({ id }) => names.some((name) => (exact.has(name) ? id === name : id.startsWith(name))))
}

/** The pack with some of its rules, their cases and all documents. */
function partOf(pack: RulePack, rules: readonly Rule[]): RulePack {
  const folders = rules.map(({ id }) => pack.rulePaths.get(id)?.replace(/rule\.yaml$/, '') ?? id)
  const files = pack.files.filter(
    ({ path }) => path.includes('/documents/') || folders.some((folder) => path.startsWith(folder)),
  )
  return { ...pack, rules, files }
}

function unique(problems: Tested['problems']): Tested['problems'] {
  return [...new Map(problems.map((one) => [`${one.where} ${one.message}`, one])).values()]
}
