import { z } from 'zod'
import { parse as parseYaml } from 'yaml'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../shared/model/json.ts'
import { notEvaluatedReasonSchema, outcomeStatusSchema } from '../../../../shared/model/outcome.ts'
import { instantSchema, providerSchema, type Provider } from '../../../../shared/model/provider.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { facets, unreadReasons } from '../../../../shared/model/source.ts'
import type { PackFile } from './files.ts'
import { schemaProblems, type PackProblem } from './problem.ts'

const jsonObject = z.custom<JsonObject>(isJsonObject, 'is not a JSON object')
const caseFields = {
  name: z.string().min(1),
  expect: outcomeStatusSchema,
  /** With `expect: not-evaluated`: the reason that must come out. */
  reason: notEvaluatedReasonSchema.optional(),
  /** Observed values that must come out; others may be there too. */
  observed: z.record(z.string(), z.json()).optional(),
  /** Resource id (or account id) judged, where it is not the first resource's. */
  subject: z.string().optional(),
  now: instantSchema.optional(),
  /** Account scope: types proven complete, so that having none of them is an answer. */
  read: z.array(z.string()).optional(),
  /** Account scope: types that could not be read. */
  unread: z.record(z.string(), z.enum(unreadReasons)).optional(),
}
const facet = z.enum(facets).optional()
const wholeCase = z.strictObject({
  ...caseFields,
  resources: z.array(
    z.union([
      z.strictObject({ item: jsonObject, provider: providerSchema, facet }),
      z.strictObject({
        type: z.string(),
        resourceId: z.string(),
        account: z.string(),
        region: z.string(),
        name: z.string(),
        document: jsonObject,
      }),
    ]),
  ),
})

/** A resource told as a change to one of the provider's test documents. */
const changedDocument = {
  /** Name of a file in the provider's `documents` folder, without `.json`; the rule's first type unless named. */
  document: z.string().optional(),
  /** JSON Merge Patch (RFC 7396): maps are merged, null takes a field away, everything else replaces. */
  change: jsonObject.optional(),
  facet,
}
const changedCase = z.union([
  z.strictObject({ ...caseFields, ...changedDocument }),
  z.strictObject({ ...caseFields, resources: z.array(z.strictObject(changedDocument)) }),
])

/** A test case of a rule, its resources as the provider writes them. */
export interface RuleCase extends z.infer<typeof wholeCase> {
  readonly rule: string
  readonly path: string
}

interface CaseSource {
  readonly files: readonly PackFile[]
  readonly rulePaths: ReadonlyMap<string, string>
  readonly rules: readonly Rule[]
}

/**
 * All cases of a pack's rules in path order, and what could not be read. Two forms, both beside the rule:
 * `cases/*.json` holds one case with whole items; `cases.yaml` holds a list of cases told as changes to test documents.
 */
export function readCases(pack: CaseSource): { cases: RuleCase[]; problems: PackProblem[] } {
  const byFolder = new Map(
    pack.rules.flatMap((rule) => {
      const path = pack.rulePaths.get(rule.id)
      return path === undefined ? [] : [[path.replace(/rule\.yaml$/, ''), rule] as const]
    }),
  )
  const documents = readDocuments(pack.files)
  const cases: RuleCase[] = []
  const problems: PackProblem[] = [...documents.problems]
  for (const file of pack.files) {
    const [, folder = '', rest = ''] = /^(.*?)(cases\.yaml|cases\/[^/]+\.json)$/.exec(file.path) ?? []
    const rule = byFolder.get(folder)
    if (rule === undefined) continue
    const read = rest === 'cases.yaml' ? changedCases(file, rule, documents) : oneWholeCase(file, rule)
    cases.push(...read.cases)
    problems.push(...read.problems)
  }
  for (const path of documents.unused())
    problems.push({ where: path, code: 'stray-file', message: 'no case uses this document' })
  return { cases, problems }
}

interface Read {
  readonly cases: readonly RuleCase[]
  readonly problems: readonly PackProblem[]
}

function oneWholeCase({ path, text }: PackFile, rule: Rule): Read {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return { cases: [], problems: [{ where: path, code: 'json-syntax', message: messageOf(error) }] }
  }
  const parsed = wholeCase.safeParse(raw)
  return parsed.success
    ? { cases: [{ ...parsed.data, rule: rule.id, path }], problems: [] }
    : { cases: [], problems: schemaProblems(path, parsed.error, 'case-invalid') }
}

function changedCases({ path, text }: PackFile, rule: Rule, documents: Documents): Read {
  let raw: unknown
  try {
    raw = parseYaml(text, { version: '1.2', schema: 'core', uniqueKeys: true, maxAliasCount: 0 })
  } catch (error) {
    return { cases: [], problems: [{ where: path, code: 'yaml-syntax', message: messageOf(error) }] }
  }
  const list = Array.isArray(raw) ? raw : [raw]
  const cases: RuleCase[] = []
  const problems: PackProblem[] = []
  for (const [index, entry] of list.entries()) {
    const where = `${path}#${index}`
    const parsed = changedCase.safeParse(entry)
    if (!parsed.success) {
      problems.push(...schemaProblems(where, parsed.error, 'case-invalid'))
      continue
    }
    const { resources: several, ...fields } = { resources: undefined, ...parsed.data }
    const {
      document,
      change,
      facet: of,
      ...told
    } = { document: undefined, change: undefined, facet: undefined, ...fields }
    const resources = (several ?? [{ document, change, facet: of }]).map((one) => {
      const name = one.document ?? documentName(rule.types[0] ?? '')
      const base = documents.get(path, rule.provider, name)
      if (base === undefined)
        problems.push({
          where,
          code: 'case-invalid',
          message: `there is no document ${rule.provider}/documents/${name}.json`,
        })
      return {
        provider: rule.provider,
        item: mergePatch(base ?? {}, one.change ?? {}) as JsonObject,
        ...(one.facet === undefined ? {} : { facet: one.facet }),
      }
    })
    cases.push({ ...told, resources, rule: rule.id, path })
  }
  return { cases, problems }
}

/** `AWS::EC2::Volume` → `AWS.EC2.Volume`, `Microsoft.Sql/servers` → `Microsoft.Sql.servers`: the file name of a type's test document. */
export function documentName(type: string): string {
  return type.replaceAll('::', '.').replaceAll('/', '.')
}

interface Documents {
  readonly problems: readonly PackProblem[]
  /** A document for a case file: the one in the same folder of the pack, else the pack's own. */
  get(forCase: string, provider: Provider, name: string): JsonObject | undefined
  /** Paths of documents that were never asked for. */
  unused(): string[]
}

const documentFile = /^(\+\d+\/)?(?:aws|azure|gcp)\/documents\/[^/]+\.json$/

function readDocuments(files: readonly PackFile[]): Documents {
  const byPath = new Map<string, JsonObject>()
  const problems: PackProblem[] = []
  for (const { path, text } of files) {
    if (!documentFile.test(path)) continue
    try {
      const value: unknown = JSON.parse(text)
      if (isJsonObject(value)) byPath.set(path, value)
      else problems.push({ where: path, code: 'case-invalid', message: 'is not a JSON object' })
    } catch (error) {
      problems.push({ where: path, code: 'json-syntax', message: messageOf(error) })
    }
  }
  const used = new Set<string>()
  return {
    problems,
    get(forCase, provider, name) {
      const extra = /^\+\d+\//.exec(forCase)?.[0] ?? ''
      const path = [`${extra}${provider}/documents/${name}.json`, `${provider}/documents/${name}.json`].find(
        (candidate) => byPath.has(candidate),
      )
      if (path === undefined) return undefined
      used.add(path)
      return byPath.get(path)
    },
    unused: () => [...byPath.keys()].filter((path) => !used.has(path)),
  }
}

/** RFC 7396. A new value; neither argument is changed. */
function mergePatch(target: JsonValue, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch
  const merged = new Map(Object.entries(isJsonObject(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key) ?? null, value))
  }
  return Object.fromEntries(merged)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] as string) : String(error)
}
