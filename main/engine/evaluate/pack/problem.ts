import type { z } from 'zod'

/** Everything that can be wrong with a rule pack, by code; `docs/rule-authoring.md` says what to do about each. */
export const problemCodes = [
  // reading
  'yaml-syntax',
  'json-syntax',
  'unknown-field',
  'invalid-field',
  'number-like-id',
  'stray-file',
  'orphan-case',
  'duplicate-id',
  'wrong-folder',
  'pack-invalid',
  // expressions
  'cel-syntax',
  'cel-check',
  'cel-matches',
  'cel-not-boolean',
  'need-invalid',
  'undeclared-type',
  'scope-mismatch',
  'parameter-unknown',
  'parameter-unused',
  'parameter-invalid',
  // mappings
  'control-unmapped',
  'control-unknown',
  'benchmark-unknown',
  'recommendation-unknown',
  'recommendation-mismatch',
  'rule-dangling',
  'article-mismatch',
  'override-dangling',
  'override-invalid',
  // catalogues
  'catalogue-invalid',
  'catalogue-count',
  'catalogue-dangling',
  'catalogue-missing',
  // cases
  'case-missing',
  'case-invalid',
  'case-unsupported-item',
  'need-never-seen',
  'path-unknown',
  'case-difference',
  // coverage
  'misconfiguration-uncovered',
  'recommendation-uncovered',
  'recommendation-twice',
  'requirement-uncovered',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** One thing wrong with a rule pack. */
export interface PackProblem {
  /** File inside the pack, with a line or a field where known: `aws/aws-x/rule.yaml:12`, `aws/aws-x/rule.yaml#pass`. */
  readonly where: string
  readonly code: ProblemCode
  readonly message: string
}

/** zod's findings as problems of a file. */
export function schemaProblems(
  path: string,
  error: z.ZodError,
  code: ProblemCode = 'invalid-field',
): PackProblem[] {
  return error.issues.flatMap((issue) => {
    const field = issue.path.map(String).join('.')
    const where = field === '' ? path : `${path}#${field}`
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key): PackProblem => ({
        where,
        code: 'unknown-field',
        message: `there is no field ${key}`,
      }))
    return [{ where, code, message: issue.message }]
  })
}
