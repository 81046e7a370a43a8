import { z } from 'zod'
import {
  evaluables,
  type Benchmark,
  type Catalogue,
  type CatalogueRequirement,
  type Recommendation,
  type StandingEntry,
} from '../../../../shared/model/catalogue.ts'
import { frameworkSchema } from '../../../../shared/model/framework.ts'
import { providerSchema } from '../../../../shared/model/provider.ts'
import type { PackFile } from './files.ts'
import { schemaProblems, type PackProblem } from './problem.ts'
import { yamlProblems } from './rule-file.ts'
import { asInteger, readYamlFast } from './yaml.ts'

const text = z.string().trim().min(1)
const integer = z.preprocess(asInteger, z.number().int().nonnegative())
const days = z.preprocess(asInteger, z.number().int().min(1).max(1096))
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

const evidence = z.array(text).min(1)
const attested = { reason: text, role: text, validDays: days, evidence: evidence.optional() }
/** Ids that share the entry's evidence, or each id with its own. */
const attestedIds = z.union([evidence, z.record(text, evidence)])
const standingSchema = z
  .discriminatedUnion('standing', [
    z.strictObject({ standing: z.literal('attestation'), ...attested, for: attestedIds }),
    z.strictObject({ standing: z.literal('inherited'), from: text, ...attested, for: attestedIds }),
    z.strictObject({ standing: z.literal('out-of-scope'), reason: text, for: evidence }),
  ])
  .refine(
    (entry) =>
      entry.standing === 'out-of-scope' || Array.isArray(entry.for) === (entry.evidence !== undefined),
    {
      message: 'evidence stands either beside a list of ids or with each id',
    },
  )

const catalogueSchema = z.strictObject({
  framework: frameworkSchema,
  title: text,
  edition: text,
  source: z.url(),
  count: integer,
  rollUp: flag.default(false),
  groups: z.array(z.strictObject({ id: text, title: text, requirements: z.record(text, text) })).min(1),
  standings: z.array(standingSchema).default([]),
  baselines: z
    .array(
      z.strictObject({
        framework: frameworkSchema,
        title: text,
        count: integer,
        members: z.array(text).min(1),
      }),
    )
    .default([]),
})

const benchmarkSchema = z.strictObject({
  id: text,
  version: text,
  title: text,
  provider: providerSchema,
  source: z.url(),
  count: integer,
  sections: z
    .array(
      z.strictObject({
        id: text,
        title: text,
        recommendations: z.array(
          z.tuple([text, integer, z.enum(['automated', 'manual']), z.enum(evaluables), text]),
        ),
      }),
    )
    .min(1),
  apis: z.array(z.strictObject({ api: text, for: evidence })).default([]),
  attestations: z
    .array(z.strictObject({ recommendation: text, reason: text, role: text, validDays: days, evidence }))
    .default([]),
})

/** Reads a framework's catalogue. Counts and ids are the linter's to compare; here only a count of a baseline that lies is refused. */
export function readCatalogue(file: PackFile): { catalogue: Catalogue | null; problems: PackProblem[] } {
  const { data, problems } = read(file, catalogueSchema)
  if (data === null) return { catalogue: null, problems }
  const ids = new Set(data.groups.flatMap(({ requirements }) => Object.keys(requirements)))
  const requirements = data.groups.flatMap((group) =>
    Object.entries(group.requirements).map(([id, title]): CatalogueRequirement => ({
      id,
      title,
      group: group.id,
      parent: parentOf(id, ids),
    })),
  )
  for (const { framework, count, members } of data.baselines) {
    if (members.length === count) continue
    problems.push({
      where: `${file.path}#baselines.${framework}`,
      code: 'catalogue-count',
      message: `declares ${count} requirements and lists ${members.length}`,
    })
  }
  const { groups, baselines, standings: _, ...head } = data
  return {
    catalogue: {
      ...head,
      groups: groups.map(({ id, title }) => ({ id, title })),
      requirements,
      standings: data.standings.flatMap(standingEntries),
      baselines: baselines.map(({ framework, title, members }) => ({ framework, title, members })),
    },
    problems,
  }
}

/** A block of the file as entries: one for a list of ids, one each where every id has its own evidence. */
function standingEntries(block: z.output<typeof standingSchema>): StandingEntry[] {
  const { standing, reason } = block
  if (block.standing === 'out-of-scope') return [{ standing, reason, attestation: null, for: block.for }]
  const { role, validDays } = block
  const from = block.standing === 'inherited' ? block.from : null
  const entry = (ids: readonly string[], items: readonly string[]): StandingEntry => ({
    standing,
    reason,
    attestation: { evidence: items, role, validDays, from },
    for: ids,
  })
  if (Array.isArray(block.for)) return [entry(block.for, block.evidence ?? [])]
  return Object.entries(block.for).map(([id, items]) => entry([id], items))
}

/** Reads a benchmark's catalogue. */
export function readBenchmark(file: PackFile): { benchmark: Benchmark | null; problems: PackProblem[] } {
  const { data, problems } = read(file, benchmarkSchema)
  if (data === null) return { benchmark: null, problems }
  const { sections, apis, attestations, ...head } = data
  const listed = new Set(sections.flatMap((section) => section.recommendations.map(([id]) => id)))
  const named = [...apis.flatMap((entry) => entry.for), ...attestations.map((one) => one.recommendation)]
  for (const id of named.filter((one) => !listed.has(one)))
    problems.push({
      where: file.path,
      code: 'catalogue-dangling',
      message: `there is no recommendation ${id}`,
    })
  const attested = attestations.map((one) => one.recommendation)
  for (const id of attested.filter((one, index) => attested.indexOf(one) !== index))
    problems.push({
      where: `${file.path}#attestations`,
      code: 'duplicate-id',
      message: `${id} is attested twice`,
    })
  const recommendations = sections.flatMap((section) =>
    section.recommendations.map(([id, level, assessment, evaluable, title]) => ({
      id,
      title,
      section: section.id,
      level,
      assessment,
      evaluable,
      apis: apis.flatMap((entry) => (entry.for.includes(id) ? [entry.api] : [])),
      attestation: attestationOf(attestations, id),
    })),
  )
  return {
    benchmark: { ...head, sections: sections.map(({ id, title }) => ({ id, title })), recommendations },
    problems,
  }
}

function attestationOf(
  attestations: z.output<typeof benchmarkSchema>['attestations'],
  id: string,
): Recommendation['attestation'] {
  const found = attestations.find((one) => one.recommendation === id)
  if (found === undefined) return null
  const { reason, role, validDays, evidence: items } = found
  return { reason, evidence: items, role, validDays, from: null }
}

function read<T>(file: PackFile, schema: z.ZodType<T>): { data: T | null; problems: PackProblem[] } {
  const yaml = readYamlFast(file.text)
  const problems = yamlProblems(file.path, yaml, numericKeys)
  if (yaml.value === undefined) return { data: null, problems }
  const parsed = schema.safeParse(yaml.value)
  if (parsed.success) return { data: parsed.data, problems }
  return {
    data: null,
    problems: [...problems, ...schemaProblems(file.path, parsed.error, 'catalogue-invalid')],
  }
}
/** `recommendations` holds rows whose second cell is the level; their ids are quoted, which the linter sees by the dot in them. */
export const numericKeys: ReadonlySet<string> = new Set(['count', 'recommendations', 'rollUp', 'validDays'])

/** `AC-2(1)` → `AC-2`, `PR.AA-05` → `PR.AA`, `PR.AA` → `PR`: the longest other id that it continues. */
function parentOf(id: string, ids: ReadonlySet<string>): string | null {
  for (let end = id.length - 1; end > 0; end--) {
    if ('(.-'.includes(id[end] as string) && ids.has(id.slice(0, end))) return id.slice(0, end)
  }
  return null
}
