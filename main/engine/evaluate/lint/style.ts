import { numericKeys } from '../pack/catalogue-file.ts'
import type { PackFile } from '../pack/files.ts'
import type { PackProblem } from '../pack/problem.ts'
import { remembered } from '../pack/remembered.ts'
import { yamlProblems } from '../pack/rule-file.ts'
import { readYaml } from '../pack/yaml.ts'

const ruleLike = /^(?:\+\d+\/)?(?:aws|azure|gcp)\/(?:[^/]+\/rule|not-applicable(?:\/[^/]+)?)\.yaml$/
const catalogueLike = /^(?:frameworks|benchmarks)\/[^/]+\.yaml$/

/** What the strict reader finds in a pack's YAML that loading passes over: ids that look like numbers, and the like. */
export function styleProblems(files: readonly PackFile[]): PackProblem[] {
  return files.flatMap((file) =>
    ruleLike.test(file.path) ? ruleStyle(file) : catalogueLike.test(file.path) ? catalogueStyle(file) : [],
  )
}

const ruleStyle = remembered((file) => yamlProblems(file.path, readYaml(file.text)))
const catalogueStyle = remembered((file) => yamlProblems(file.path, readYaml(file.text), numericKeys))
