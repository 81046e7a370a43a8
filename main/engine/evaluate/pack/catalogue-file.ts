import { z } from 'zod'
import {
  evaluables,
  type Benchmark,
  type Catalogue,
  type CatalogueRequirement,
} from '../../../../shared/model/catalogue.ts'
import { frameworkSchema } from '../../../../shared/model/framework.ts'
import { providerSchema } from '../../../../shared/model/provider.ts'
import type { PackFile } from './files.ts'
import { schemaProblems, type PackProblem } from './problem.ts'
import { yamlProblems } from './rule-file.ts'
import { asInteger, readYaml } from './yaml.ts'

const text = z.string().trim().min(1)
const integer = z.preprocess(asInteger, z.number().int().nonnegative())
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

const catalogueSchema = z.strictObject({
  framework: frameworkSchema,
  title: text,
  edition: text,
  source: z.url(),
  count: integer,
  rollUp: flag.default(false),
  groups: z.array(z.strictObject({ id: text, title: text, requirements: z.record(text, text) })).min(1),
  standings: z
    .array(
      z.strictObject({
        standing: z.enum(['attestation', 'inherited', 'out-of-scope']),
        reason: text,
        for: z.array(text).min(1),
      }),
    )
    .default([]),
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
  const { groups, baselines, ...head } = data
  return {
    catalogue: {
      ...head,
      groups: groups.map(({ id, title }) => ({ id, title })),
      requirements,
      baselines: baselines.map(({ framework, title, members }) => ({ framework, title, members })),
    },
    problems,
  }
}

/** Reads a benchmark's catalogue. */
export function readBenchmark(file: PackFile): { benchmark: Benchmark | null; problems: PackProblem[] } {
  const { data, problems } = read(file, benchmarkSchema)
  if (data === null) return { benchmark: null, problems }
  const { sections, ...head } = data
  const recommendations = sections.flatMap((section) =>
    section.recommendations.map(([id, level, assessment, evaluable, title]) => ({
      id,
      title,
      section: section.id,
      level,
      assessment,
      evaluable,
    })),
  )
  return {
    benchmark: { ...head, sections: sections.map(({ id, title }) => ({ id, title })), recommendations },
    problems,
  }
}

function read<T>(file: PackFile, schema: z.ZodType<T>): { data: T | null; problems: PackProblem[] } {
  const yaml = readYaml(file.text)
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
const numericKeys: ReadonlySet<string> = new Set(['count', 'recommendations', 'rollUp'])

/** `AC-2(1)` → `AC-2`, `PR.AA-05` → `PR.AA`, `PR.AA` → `PR`: the longest other id that it continues. */
function parentOf(id: string, ids: ReadonlySet<string>): string | null {
  for (let end = id.length - 1; end > 0; end--) {
    if ('(.-'.includes(id[end] as string) && ids.has(id.slice(0, end))) return id.slice(0, end)
  }
  return null
}
