import type { DriftEvent } from '../../../../shared/model/drift.ts'
import { accountCell, idCell, jsonCell } from './cells.ts'
import { writeCsv, writeTotals, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import type { Tally } from './gather.ts'

/** `03-drift/`: every drift event against its named baseline, and the history of what was said of it. */
export async function* writeDrift(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, period } = context
  const counts = { rows: 0, open: 0 }
  function* events(): Iterable<Row> {
    for (const event of reader.driftEvents(period)) {
      tally.drift(event)
      counts.rows++
      if (event.closedAt === null) counts.open++
      yield eventRow(event)
    }
  }
  yield* writeCsv(
    context,
    'data/03-drift/drift-events.csv',
    [
      'Event',
      'Baseline',
      'Provider',
      'Account',
      'Type',
      'Resource',
      'Name',
      'Kind',
      'Path',
      'Before',
      'After',
      'Detected at',
      'Detected by scan',
      'Captured at',
      'Authorised',
      'Change reference',
      'Decided by',
      'Decided at',
      'Closed at',
      'Closed by',
    ],
    events(),
  )
  await writeTotals(context, 'data/03-drift/drift-events.csv', counts)
  yield* writeCsv(
    context,
    'data/03-drift/alert-history.csv',
    ['At', 'Event', 'What', 'Actor', 'Reference', 'Resource', 'Path'],
    history(reader.driftEvents(period)),
  )
}

function eventRow(event: DriftEvent): Row {
  return [
    event.id,
    `v${event.baseline}`,
    event.provider,
    accountCell(event.provider, event.account),
    event.type,
    idCell(event.provider, event.resourceId),
    event.name,
    event.kind,
    event.path,
    jsonCell(event.before),
    jsonCell(event.after),
    event.detectedAt,
    event.detectedScan,
    event.capturedAt,
    authorisedWord(event.authorised),
    event.changeReference,
    event.authorisedBy,
    event.authorisedAt,
    event.closedAt,
    event.closedBy,
  ]
}

/** A decision on a change, in words. */
export const authorisedWord = (authorised: boolean | null): string =>
  authorised === null ? 'undecided' : authorised ? 'authorised' : 'not authorised'

/** What happened to each event, event by event: raised, decided, closed. */
function* history(events: Iterable<DriftEvent>): Iterable<Row> {
  for (const event of events) {
    const where = [idCell(event.provider, event.resourceId), event.path]
    yield [
      event.detectedAt,
      event.id,
      'raised',
      'countersign',
      `scan ${event.detectedScan}, baseline v${event.baseline}`,
      ...where,
    ]
    if (event.authorisedAt !== null)
      yield [
        event.authorisedAt,
        event.id,
        authorisedWord(event.authorised),
        event.authorisedBy ?? '',
        event.changeReference ?? '',
        ...where,
      ]
    if (event.closedAt !== null)
      yield [event.closedAt, event.id, 'closed', 'countersign', event.closedBy ?? '', ...where]
  }
}
