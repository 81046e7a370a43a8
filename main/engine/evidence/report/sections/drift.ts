import type { JsonValue } from '../../../../../shared/model/json.ts'
import type { DriftEvent } from '../../../../../shared/model/drift.ts'
import { jsonCell } from '../../payload/cells.ts'
import { authorisedWord } from '../../payload/drift.ts'
import { figures, paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { colours, styles } from '../style.ts'
import { drawTable, type Para, type TableRow } from '../table.ts'
import { count, day } from '../words.ts'
import { resourceParas } from './findings.ts'

/** What left its approved baseline. */
export const driftSection: Section = {
  title: 'Drift from the baseline',
  parts: [],
  async *draw({ pen, context, summary }) {
    const { drift } = summary.totals
    paragraph(
      pen,
      'A drift event opens when a property leaves the state that a named baseline approved, and closes when it returns, the baseline moves, or the resource is gone. Each is authorised by a change reference, not authorised, or undecided.',
      undefined,
      { after: 14 },
    )
    figures(pen, [
      { figure: count(drift.total), caption: 'events in the period' },
      { figure: count(drift.open), caption: 'still open' },
      { figure: count(drift.authorised), caption: 'authorised', colour: colours.good },
      {
        figure: count(drift.notAuthorised),
        caption: 'not authorised',
        colour: drift.notAuthorised > 0 ? colours.bad : colours.ink,
      },
      {
        figure: count(drift.undecided),
        caption: 'undecided',
        colour: drift.undecided > 0 ? colours.warn : colours.ink,
      },
    ])
    yield* drawTable(
      pen,
      [
        { title: 'No.', width: 26, points: true, style: styles.cellMuted },
        { title: 'Resource', width: 10 },
        { title: 'Property, before and after', width: 11 },
        { title: 'Decision', width: 84, points: true },
        { title: 'Detected, closed', width: 82, points: true },
      ],
      rows(context.reader.driftEvents(context.period)),
      { empty: 'Nothing drifted in the period.' },
    )
  },
}

function* rows(events: Iterable<DriftEvent>): Iterable<TableRow> {
  for (const event of events) yield row(event)
}

const shown = (value: JsonValue | null): string => (value === null ? 'none' : jsonCell(value))

function row(event: DriftEvent): TableRow {
  const change: Para[] =
    event.kind === 'changed'
      ? [
          { text: event.path, style: styles.cell },
          { text: `before: ${shown(event.before)}`, style: styles.cellMono },
          { text: `after: ${shown(event.after)}`, style: styles.cellMono, colour: colours.ink },
        ]
      : [
          {
            text: event.kind === 'added' ? 'the resource is not in the baseline' : 'the resource is gone',
            style: styles.cell,
          },
        ]
  const word = authorisedWord(event.authorised)
  const decision: Para[] = [
    {
      text: word,
      style: styles.cellStrong,
      colour:
        event.authorised === true ? colours.good : event.authorised === false ? colours.bad : colours.warn,
    },
  ]
  if (event.changeReference !== null) decision.push({ text: event.changeReference, style: styles.cellMuted })
  if (event.authorisedBy !== null)
    decision.push({ text: `${event.authorisedBy}, ${day(event.authorisedAt)}`, style: styles.cellMuted })
  const dates: Para[] = [
    { text: `detected ${day(event.detectedAt)}`, style: styles.cellMuted },
    { text: event.closedAt === null ? 'open' : `closed ${day(event.closedAt)}`, style: styles.cellMuted },
  ]
  if (event.closedBy !== null) dates.push({ text: event.closedBy.replace('-', ' '), style: styles.cellMuted })
  dates.push({ text: `baseline v${event.baseline}`, style: styles.cellMuted })
  return [
    String(event.id),
    [
      { text: event.type, style: styles.cellMuted },
      ...resourceParas(event.name, event.resourceId, `${event.provider} ${event.account}`),
    ],
    change,
    decision,
    dates,
  ]
}
