import pc from 'picocolors'
import { score, coverage, type OutcomeStatus, type Totals } from '../../shared/model/outcome.ts'
import type { Severity } from '../../shared/model/rule.ts'

/** Writes lines to standard output. */
export function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

/** Text without colour codes, as wide as a terminal draws it (combining marks and wide characters aside). */
// oxlint-disable-next-line no-control-regex -- colour codes begin with the escape character
const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '')
export const width = (text: string) => [...plain(text)].length

/** Control characters of names in exports must not reach a terminal, where they could rewrite what is shown. */
export const safe = (text: string) => text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '·')

export interface Column {
  readonly title: string
  readonly right?: boolean
  /** Longest cell; longer ones end in an ellipsis. */
  readonly max?: number
}

const clip = (text: string, max: number | undefined) =>
  max === undefined || width(text) <= max ? text : `${[...text].slice(0, max - 1).join('')}…`

/** A table of aligned columns under a ruled heading. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => columns.map((column, index) => clip(row[index] ?? '', column.max)))
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...cells.map((row) => width(row[index] ?? ''))),
  )
  const draw = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)))
        return columns[index]?.right ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return [pc.dim(draw(columns.map(({ title }) => title))), ...cells.map(draw)]
}

export const heading = (text: string) => pc.bold(text)
export const percent = (share: number | null) => (share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`)
export const count = (value: number) => value.toLocaleString('en')
export const when = (instant: string | null) =>
  instant === null ? '' : `${instant.slice(0, 16).replace('T', ' ')} UTC`

export const severityWord: Record<Severity, string> = {
  critical: pc.red('critical'),
  high: pc.yellow('high'),
  medium: pc.cyan('medium'),
  low: pc.dim('low'),
}
export const statusWord: Record<OutcomeStatus, string> = {
  pass: pc.green('✓ pass'),
  fail: pc.red('✗ fail'),
  'needs-review': pc.yellow('? needs review'),
  'not-applicable': pc.dim('– not applicable'),
  'not-evaluated': pc.magenta('! not evaluated'),
}

/** The five counts of totals, then score and coverage, as table cells. */
export function totalsCells(totals: Totals): string[] {
  const { pass, fail, needsReview, notApplicable, notEvaluated, population } = totals
  return [pass, fail, needsReview, notApplicable, notEvaluated, population]
    .map(count)
    .concat(`${percent(score(totals))} of ${count(pass + fail)}`, percent(coverage(totals)))
}
export const totalsColumns: readonly Column[] = [
  ...['pass', 'fail', 'review', 'n/a', 'not eval.', 'population'].map((title) => ({ title, right: true })),
  { title: 'score', right: true },
  { title: 'coverage', right: true },
]
