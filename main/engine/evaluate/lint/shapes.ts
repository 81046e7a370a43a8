import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { isJsonObject } from '../../../../shared/model/json.ts'
import type { Provider } from '../../../../shared/model/provider.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import type { CelScopes } from '../cel/environment.ts'
import { compileExpression } from '../cel/expression.ts'
import type { Variables } from '../cel/expression.ts'
import { parseNeed } from '../needs.ts'
import type { PackFile } from '../pack/files.ts'
import type { PackProblem } from '../pack/problem.ts'
import { typeKey } from '../plan.ts'
import { pathsRead, type Path } from './paths.ts'

/** Field names below a place: an object of fields, `s` for a scalar, `*` for free-form content. Lists are seen through. */
type Shape = 's' | '*' | { readonly [field: string]: Shape }

/** What the providers publish about the documents of their types; see build/shapes. */
export interface Shapes {
  /** Null when nothing is published for the type. */
  of(provider: Provider, type: string): Shape | null
  /** Fields beside the published ones. */
  besides(provider: Provider, type: string): Shape
  readonly problems: readonly PackProblem[]
}

const exceptionSchema = z.strictObject({
  provider: z.enum(['aws', 'azure', 'gcp']),
  type: z.string(),
  /** Dotted, from the top of the provider's document: `configuration.policy.*`. A star at the end stands for everything below. */
  paths: z.array(z.string()).min(1),
  why: z.string().min(1),
  source: z.url(),
})

/** Reads `shapes/*.json` and `shapes/exceptions.yaml` of a pack. */
export function readShapes(files: readonly PackFile[]): Shapes {
  const shapes = new Map<string, Shape>()
  const besides = new Map<string, Shape>()
  const problems: PackProblem[] = []
  for (const { path, text } of files) {
    const provider = /^shapes\/(aws|azure|gcp)\.json$/.exec(path)?.[1] as Provider | undefined
    if (provider === undefined) continue
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) continue
    for (const [type, entry] of Object.entries(value)) {
      if (isJsonObject(entry)) shapes.set(typeKey(provider, type), entry['fields'] as Shape)
    }
  }
  const exceptions = files.find(({ path }) => path === 'shapes/exceptions.yaml')
  if (exceptions !== undefined) {
    const parsed = z.array(exceptionSchema).safeParse(parseYaml(exceptions.text))
    if (!parsed.success)
      problems.push({ where: exceptions.path, code: 'pack-invalid', message: z.prettifyError(parsed.error) })
    for (const { provider, type, paths } of parsed.data ?? []) {
      const key = typeKey(provider, type)
      for (const path of paths) besides.set(key, withPath(besides.get(key) ?? {}, path.split('.')))
    }
  }
  return {
    of: (provider, type) => shapes.get(typeKey(provider, type)) ?? null,
    besides: (provider, type) => besides.get(typeKey(provider, type)) ?? {},
    problems,
  }
}

function withPath(shape: Shape, [first, ...rest]: readonly string[]): Shape {
  if (first === undefined) return shape === 's' || Object.keys(shape).length === 0 ? 's' : shape
  if (first === '*' || shape === '*') return '*'
  const fields = typeof shape === 'string' ? {} : shape
  return { ...fields, [first]: withPath(fields[first] ?? {}, rest) }
}

/** A rule's paths that neither its provider's published shape nor (where none is published) any of its cases has. */
export function lintPaths(
  rule: Rule,
  where: string,
  scopes: CelScopes,
  shapes: Shapes,
  cases: readonly Variables[],
): PackProblem[] {
  const reads = new Map<string, { field: string; path: Path }>()
  for (const [field, source] of expressionsOf(rule)) {
    const compiled = compileExpression(
      rule.scope === 'account' ? scopes.account : scopes.resource,
      source,
      'any',
    )
    if (!('expression' in compiled)) continue
    for (const path of pathsRead(compiled.expression.root, [
      'config',
      'supplementary',
      'resource',
      'account',
    ]))
      if (!reads.has(path.join('\0'))) reads.set(path.join('\0'), { field, path })
  }
  for (const text of rule.needs) {
    const path = parseNeed(text)?.steps.filter((step): step is string => typeof step === 'string')
    if (path !== undefined && !reads.has(path.join('\0')))
      reads.set(path.join('\0'), { field: 'needs', path })
  }
  return [...reads.values()].flatMap(({ field, path }) => {
    const places = placesOf(rule, path)
    const known = ({ type, below }: Place): boolean => {
      const published = shapes.of(rule.provider, type)
      const inCases = cases.some((variables) => reaches(variables, path))
      if (has(shapes.besides(rule.provider, type), below, inCases)) return true
      return published === null ? inCases : has(published, below, inCases)
    }
    if (places === null || places.some(known)) return []
    return [
      {
        where: `${where}#${field}`,
        code: 'path-unknown' as const,
        message: `${path.join('.')} is in no published shape of ${places.map(({ type }) => type).join(', ')} and in no case`,
      },
    ]
  })
}

function expressionsOf(rule: Rule): [string, string][] {
  const list: [string, string | undefined][] = [
    ['applies', rule.applies],
    ['review', rule.review],
    ['pass', rule.pass],
    ...Object.entries(rule.observed).map(([name, source]): [string, string] => [`observed.${name}`, source]),
  ]
  return list.filter((entry): entry is [string, string] => entry[1] !== undefined)
}

interface Place {
  readonly type: string
  readonly below: Path
}

/** Where a path leads in the provider's own documents; null for what every document has. */
function placesOf(rule: Rule, path: Path): Place[] | null {
  const [root, ...rest] = path
  if (root === 'account') {
    const [word, type, ...below] = rest
    if (word !== 'resources' || type === undefined || below.length === 0) return null
    const place = inDocument(rule.provider, below)
    return place === null ? null : [{ type, below: place }]
  }
  const place = inDocument(rule.provider, root === 'resource' ? rest : path)
  return place === null ? null : rule.types.map((type) => ({ type, below: place }))
}

const documentRoots: Readonly<Record<Provider, Readonly<Record<string, Path>>>> = {
  aws: { config: ['configuration'], supplementary: ['supplementaryConfiguration'] },
  azure: { config: ['properties'] },
  gcp: { config: [] },
}

function inDocument(provider: Provider, [first, ...rest]: Path): Path | null {
  if (first === undefined || rest.length === 0) return null
  const root = documentRoots[provider][first]
  return root === undefined ? null : [...root, ...rest]
}

/** Whether a shape has a path. Text may hold a document (a policy), which is parsed before rules see it: below text, cases tell. */
function has(shape: Shape, path: Path, inCases: boolean): boolean {
  let at = shape
  for (const step of path) {
    if (at === '*') return true
    if (at === 's') return inCases
    if (!Object.hasOwn(at, step)) return false
    at = at[step] as Shape
  }
  return true
}

/** True when a value has the path, lists seen through. */
function reaches(value: unknown, [first, ...rest]: Path): boolean {
  if (Array.isArray(value))
    return value.some((element) => reaches(element, first === undefined ? [] : [first, ...rest]))
  if (first === undefined) return true
  return isJsonObject(value) && Object.hasOwn(value, first) && reaches(value[first], rest)
}
