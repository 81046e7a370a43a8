import type { Benchmark, Catalogue } from '../../../shared/model/catalogue.ts'
import { frameworks as frameworkOrder } from '../../../shared/model/framework.ts'
import type { NotApplicableEntry, Rule, RulePackIdentity } from '../../../shared/model/rule.ts'
import { packHash, readPackFiles, type PackFile } from './pack/files.ts'
import { readBenchmark, readCatalogue } from './pack/catalogue-file.ts'
import type { PackProblem } from './pack/problem.ts'
import { remembered } from './pack/remembered.ts'
import { readNotApplicableFile, readRuleFile } from './pack/rule-file.ts'
import { readYaml } from './pack/yaml.ts'

/** A rule pack as loaded: everything that was readable, and everything that was not. */
export interface RulePack {
  readonly identity: RulePackIdentity
  readonly title: string
  /** Sorted by id. */
  readonly rules: readonly Rule[]
  /** Rules that are in `rules` but must not judge, with the reason: their resources become `not evaluated: rule error`. */
  readonly ruleErrors: ReadonlyMap<string, string>
  /** Rule id → path of its rule.yaml in the pack. */
  readonly rulePaths: ReadonlyMap<string, string>
  readonly notApplicable: readonly NotApplicableEntry[]
  readonly frameworks: readonly Catalogue[]
  readonly benchmarks: readonly Benchmark[]
  readonly problems: readonly PackProblem[]
  /** Every file as read: what the evidence package copies, and where cases are. */
  readonly files: readonly PackFile[]
}

/**
 * Loads a rules folder and optional further folders with the user's own rules, laid out alike.
 * A rule with an error never stops the others.
 * Throws `rule_pack_not_found` when the first folder cannot be read or holds no pack.yaml, `rule_folder_missing` for a further one.
 */
export function loadRulePack(directory: string, extra: readonly string[] = []): RulePack {
  return parseRulePack(readPackFiles(directory, extra))
}

const ruleFile = /^(?:\+\d+\/)?(aws|azure|gcp)\/([^/]+)\/rule\.yaml$/
const notApplicableFile = /^(?:\+\d+\/)?(?:aws|azure|gcp)\/not-applicable(?:\/[^/]+)?\.yaml$/
const caseFile = /^((?:\+\d+\/)?(?:aws|azure|gcp)\/[^/]+)\/(?:cases\.yaml|cases\/[^/]+\.json)$/
const shapeFile = /^shapes\/(?:(?:aws|azure|gcp)\.json|exceptions\.yaml)$/
const documentFile = /^(?:\+\d+\/)?(?:aws|azure|gcp)\/documents\/[^/]+\.json$/

const ruleOf = remembered(readRuleFile)
const catalogueOf = remembered(readCatalogue)
const benchmarkOf = remembered(readBenchmark)

/** As `loadRulePack`, from files in memory, in any order. Pure. */
export function parseRulePack(unsorted: readonly PackFile[]): RulePack {
  // The pack's own files come first, so that a rule of a further folder never takes the place of one of ours.
  const files = unsorted.toSorted(
    (a, b) => Number(a.path.startsWith('+')) - Number(b.path.startsWith('+')) || (a.path < b.path ? -1 : 1),
  )
  const problems: PackProblem[] = []
  const rules = new Map<string, Rule>()
  const ruleErrors = new Map<string, string>()
  const rulePaths = new Map<string, string>()
  const notApplicable: NotApplicableEntry[] = []
  const frameworks: Catalogue[] = []
  const benchmarks: Benchmark[] = []
  const paths = new Set(files.map(({ path }) => path))
  let head = { title: '', version: '' }

  for (const file of files) {
    const { path } = file
    const folder = ruleFile.exec(path)
    if (folder !== null) {
      const read = ruleOf(file)
      problems.push(...read.problems)
      const { rule } = read
      if (rule === null) continue
      const first = rulePaths.get(rule.id)
      if (first !== undefined) {
        problems.push({ where: path, code: 'duplicate-id', message: `${rule.id} is already in ${first}` })
        continue
      }
      if (folder[1] !== rule.provider || folder[2] !== rule.id)
        problems.push({
          where: path,
          code: 'wrong-folder',
          message: `belongs in ${rule.provider}/${rule.id}`,
        })
      rules.set(rule.id, rule)
      rulePaths.set(rule.id, path)
      if (read.error !== null) ruleErrors.set(rule.id, read.error)
    } else if (notApplicableFile.test(path)) {
      const read = readNotApplicableFile(file)
      notApplicable.push(...read.entries)
      problems.push(...read.problems)
    } else if (/^frameworks\/[^/]+\.yaml$/.test(path)) {
      const { catalogue, problems: found } = catalogueOf(file)
      if (catalogue !== null) frameworks.push(catalogue)
      problems.push(...found)
    } else if (/^benchmarks\/[^/]+\.yaml$/.test(path)) {
      const { benchmark, problems: found } = benchmarkOf(file)
      if (benchmark !== null) benchmarks.push(benchmark)
      problems.push(...found)
    } else if (path === 'pack.yaml') {
      head = readHead(file, problems)
    } else if (/^\+\d+\/pack\.yaml$/.test(path)) {
      // A further folder may be a pack of its own; its title and version are not ours.
      continue
    } else {
      const parent = caseFile.exec(path)?.[1]
      if (parent !== undefined && !paths.has(`${parent}/rule.yaml`))
        problems.push({ where: path, code: 'orphan-case', message: `there is no ${parent}/rule.yaml` })
      if (parent === undefined && !documentFile.test(path) && !shapeFile.test(path) && !path.endsWith('.md'))
        problems.push({
          where: path,
          code: 'stray-file',
          message: 'nothing in a rule pack is read from here',
        })
    }
  }
  const sorted = [...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    identity: { version: head.version, sha256: packHash(files), rules: sorted.length },
    title: head.title,
    rules: sorted,
    ruleErrors,
    rulePaths,
    notApplicable,
    frameworks: frameworks.sort(
      (a, b) => frameworkOrder.indexOf(a.framework) - frameworkOrder.indexOf(b.framework),
    ),
    benchmarks,
    problems,
    files,
  }
}

function readHead(file: PackFile, problems: PackProblem[]): { title: string; version: string } {
  const value = readYaml(file.text).value as { title?: unknown; version?: unknown } | undefined
  const { title, version } = value ?? {}
  if (typeof title === 'string' && typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version))
    return { title, version }
  problems.push({ where: file.path, code: 'pack-invalid', message: 'needs title and a version like 1.0.0' })
  return {
    title: typeof title === 'string' ? title : '',
    version: typeof version === 'string' ? version : '',
  }
}
