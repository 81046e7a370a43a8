import { open, rename, rm } from 'node:fs/promises'
import type { PackageDiff } from '../../../../shared/model/package-diff.ts'
import { csvText, type Row } from '../payload/csv.ts'
import { diskError } from '../payload/files.ts'

const header = [
  'Part',
  'Change',
  'Rule or item',
  'Title',
  'Severity',
  'Provider',
  'Account',
  'Type',
  'Resource',
  'Name',
  'Before',
  'After',
  'Detail',
] as const

const slice = 500

export interface DiffCsv {
  add(row: Row): Promise<void>
  /** Gives the file its name, and the number of rows. */
  finish(): Promise<number>
  abandon(): Promise<void>
}

/** A CSV of differences in the package's own manner (UTF-8 with BOM, CRLF, formula-safe), written aside and named at the end. */
export async function openDiffCsv(path: string): Promise<DiffCsv> {
  const part = `${path}.part`
  const handle = await open(part, 'w').catch((error: unknown) => {
    throw diskError(error, path)
  })
  let batch: Row[] = []
  let rows = 0
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    await handle.writeFile(csvText(batch)).catch((error: unknown) => {
      throw diskError(error, path)
    })
    batch = []
  }
  await handle.writeFile(`\uFEFF${csvText([header])}`)
  return {
    async add(row) {
      batch.push(row)
      rows++
      if (batch.length === slice) await flush()
    },
    async finish() {
      await flush()
      await handle.sync()
      await handle.close()
      await rename(part, path)
      return rows
    },
    async abandon() {
      await handle.close()
      await rm(part, { force: true })
    },
  }
}

/** The rows of everything but findings and resources, which pass one by one. */
export function* smallRows(
  diff: Pick<PackageDiff, 'frameworks' | 'baselines' | 'rules' | 'populations'>,
): Iterable<Row> {
  for (const { framework, title, before, after } of diff.frameworks) {
    for (const part of [
      'pass',
      'fail',
      'needsReview',
      'notApplicable',
      'notEvaluated',
      'population',
    ] as const)
      yield item('framework', 'totals', framework, title, before?.totals[part], after?.totals[part], part)
    yield item('framework', 'score', framework, title, share(before?.score), share(after?.score), '')
    yield item('framework', 'coverage', framework, title, share(before?.coverage), share(after?.coverage), '')
  }
  for (const one of diff.populations ?? []) {
    const detail = `added ${one.added}, removed ${one.removed}, changed ${one.changed}`
    yield [
      'population',
      'totals',
      '',
      '',
      '',
      one.provider,
      '',
      one.type,
      '',
      '',
      one.before,
      one.after,
      detail,
    ]
  }
  for (const one of diff.baselines)
    yield item(
      'baseline',
      one.change,
      `v${one.version}`,
      one.rationale,
      one.approvedBy,
      one.approvedAt,
      one.sha256,
    )
  for (const one of diff.rules.rows) yield item('rule', one.change, one.rule, one.title, '', '', one.detail)
}

const share = (value: number | null | undefined): string =>
  typeof value === 'number' ? value.toFixed(4) : ''

function item(
  part: string,
  change: string,
  what: string,
  title: string,
  before: string | number | undefined,
  after: string | number | undefined,
  detail: string,
): Row {
  return [part, change, what, title, '', '', '', '', '', '', before ?? '', after ?? '', detail]
}
