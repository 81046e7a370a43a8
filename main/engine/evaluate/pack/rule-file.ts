import { isJsonObject } from '../../../../shared/model/json.ts'
import {
  notApplicableEntrySchema,
  ruleSchema,
  type NotApplicableEntry,
  type Rule,
} from '../../../../shared/model/rule.ts'
import type { PackFile } from './files.ts'
import { schemaProblems, type PackProblem } from './problem.ts'
import { asInteger, readYamlFast, type YamlText } from './yaml.ts'

export interface RuleFile {
  /** Null when not even id, provider and types could be read. */
  readonly rule: Rule | null
  /** Why the rule must not judge, though it is there; null when it was read whole. */
  readonly error: string | null
  readonly problems: readonly PackProblem[]
}

/** Reads a rule.yaml. A rule with a wrong or unknown field comes back with an error, so that its resources are counted as not evaluated. */
export function readRuleFile(file: PackFile): RuleFile {
  const yaml = readYamlFast(file.text)
  const problems: PackProblem[] = yamlProblems(file.path, yaml)
  if (yaml.value === undefined || !isJsonObject(yaml.value)) {
    if (problems.length === 0)
      problems.push({ where: file.path, code: 'yaml-syntax', message: 'is not a map of fields' })
    return { rule: null, error: null, problems }
  }
  const raw = withIntegers(yaml.value)
  const parsed = ruleSchema.safeParse(raw)
  if (parsed.success) return { rule: parsed.data, error: null, problems }
  const found = schemaProblems(file.path, parsed.error)
  problems.push(...found)
  const first = found[0]
  return {
    rule: salvage(raw),
    error: first === undefined ? 'not valid' : `${first.where.split('#')[1] ?? 'rule'}: ${first.message}`,
    problems,
  }
}

export interface NotApplicableFile {
  readonly entries: readonly NotApplicableEntry[]
  readonly problems: readonly PackProblem[]
}

/** Reads a file of not-applicable entries: a list of them, or one. */
export function readNotApplicableFile(file: PackFile): NotApplicableFile {
  const yaml = readYamlFast(file.text)
  const problems: PackProblem[] = yamlProblems(file.path, yaml)
  const entries: NotApplicableEntry[] = []
  const raw = yaml.value === undefined ? [] : Array.isArray(yaml.value) ? yaml.value : [yaml.value]
  for (const item of raw) {
    const parsed = notApplicableEntrySchema.safeParse(
      isJsonObject(item) ? { ...item, misconfiguration: asInteger(item.misconfiguration) } : item,
    )
    if (parsed.success) entries.push(parsed.data)
    else problems.push(...schemaProblems(file.path, parsed.error))
  }
  return { entries, problems }
}

/** YAML's own problems, and unquoted ids that other readers would change ("1.10" is not 1.1). */
export function yamlProblems(
  path: string,
  yaml: YamlText,
  numeric: ReadonlySet<string> = numericFields,
): PackProblem[] {
  return [
    ...yaml.problems.map(({ line, message }): PackProblem => ({
      where: `${path}:${line}`,
      code: 'yaml-syntax',
      message,
    })),
    ...yaml.numberLike
      .filter(
        ({ key, text }) =>
          !(numeric.has(key) && /^(?:\d+|true|false)$/.test(text)) &&
          !(measures.has(key) && /^\d+\.\d+$/.test(text)) &&
          !expressionFields.has(key),
      )
      .map(({ line, text }): PackProblem => ({
        where: `${path}:${line}`,
        code: 'number-like-id',
        message: `quote ${text}: other YAML readers change it`,
      })),
  ]
}

const numericFields: ReadonlySet<string> = new Set(['level', 'misconfiguration', 'default', 'min', 'max'])
/** A parameter's numbers, which are no ids and may have a fraction. */
const measures: ReadonlySet<string> = new Set(['default', 'min', 'max'])
/** `applies: true` is CEL's true however it is read. */
const expressionFields: ReadonlySet<string> = new Set(['applies', 'pass', 'review'])

function withIntegers(raw: Record<string, unknown>): Record<string, unknown> {
  const result = { ...raw }
  if ('misconfiguration' in raw) result.misconfiguration = asInteger(raw.misconfiguration)
  if (Array.isArray(raw.benchmarks)) {
    result.benchmarks = raw.benchmarks.map((item: unknown) =>
      isJsonObject(item) ? { ...item, level: asInteger(item.level) } : item,
    )
  }
  if (isJsonObject(raw.parameters))
    result.parameters = Object.fromEntries(
      Object.entries(raw.parameters).map(([name, parameter]) => [name, withNumbers(parameter)]),
    )
  return result
}

/** A parameter's default and bounds as numbers; a list stays a list of texts. */
function withNumbers(parameter: unknown): unknown {
  if (!isJsonObject(parameter)) return parameter
  return Object.fromEntries(
    Object.entries(parameter).map(([field, value]): [string, unknown] =>
      field !== 'title' && typeof value === 'string' && /^\d{1,9}(\.\d{1,6})?$/.test(value)
        ? [field, Number(value)]
        : [field, value],
    ),
  )
}

/** As much of a broken rule as is needed to name, count and map its resources; null when that much is not there. */
function salvage(raw: Record<string, unknown>): Rule | null {
  const shape = ruleSchema.shape
  const identity = ruleSchema
    .pick({ id: true, provider: true, types: true, scope: true })
    .strip()
    .safeParse(raw)
  if (!identity.success) return null
  const or = <T>(
    schema: { safeParse: (value: unknown) => { success: boolean; data?: T } },
    value: unknown,
    fallback: T,
  ): T => {
    const parsed = schema.safeParse(value)
    return parsed.success && parsed.data !== undefined ? parsed.data : fallback
  }
  const controls = isJsonObject(raw.controls) ? raw.controls : {}
  const mapped = shape.controls.shape
  return {
    ...identity.data,
    title: typeof raw.title === 'string' && raw.title !== '' ? raw.title : identity.data.id,
    requires: or(shape.requires, raw.requires, []),
    severity: or(shape.severity, raw.severity, 'medium'),
    category: or(shape.category, raw.category, 'hardening'),
    benchmarks: or(shape.benchmarks, raw.benchmarks, []),
    controls: {
      soc2: or(mapped.soc2, controls.soc2, []),
      'iso27001-2022': or(mapped['iso27001-2022'], controls['iso27001-2022'], []),
      'nist-csf-2.0': or(mapped['nist-csf-2.0'], controls['nist-csf-2.0'], []),
      'nist-800-53-r5': or(mapped['nist-800-53-r5'], controls['nist-800-53-r5'], []),
    },
    needs: [],
    applies: 'true',
    pass: 'false',
    observed: {},
    expected: or(shape.expected, raw.expected, ''),
    rationale: or(shape.rationale, raw.rationale, ''),
    remediation: or(shape.remediation, raw.remediation, ''),
    source: or(shape.source, raw.source, ''),
  }
}
