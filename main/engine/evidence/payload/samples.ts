import { CountersignError } from '../../../../shared/model/errors.ts'
import type { EvidenceOutcome, EvidenceReader, Sample, SampleItem } from '../reader.ts'
import { redrawCommand, strataPath } from '../sampling/redraw-command.ts'
import { idCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, openFile, safeName, writeFile } from './files.ts'
import { statusWords, type Tally } from './gather.ts'

export { redrawCommand }

/** Path of a sample's frame inside the package; null where the reader does not keep frames. */
export const framePath = (reader: EvidenceReader, sample: Pick<Sample, 'id' | 'subject'>): string | null =>
  reader.samplePopulation === undefined ? null : `data/07-samples/${stem(sample)}-population.txt`

const stem = (sample: Pick<Sample, 'id' | 'subject'>): string =>
  `sample-${sample.id}-${safeName(sample.subject)}`

/**
 * `07-samples/`: each sample's picks by rank with the outcome of each, the frame as it was committed, the table of strata where there
 * is one, and in `sampling.json` how each was drawn and the shell lines that draw it again.
 */
export async function* writeSamples(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, period } = context
  const sheets: object[] = []
  const samples = [...reader.samples(period)]
  const replacedBy = new Map(
    samples.flatMap(({ id, redrawOf }) => (redrawOf === null ? [] : [[redrawOf, id]])),
  )
  for (const sample of samples) {
    tally.sample()
    const name = `${stem(sample)}.csv`
    const frame = yield* writeFrame(context, sample)
    const items = [...reader.sampleItems(sample.id)]
    yield* writeCsv(
      context,
      `data/07-samples/${name}`,
      [
        'Rank',
        'Subject',
        'SHA-256 of seed|subject',
        'Stratum',
        'Standing',
        'Replaces',
        'Reason',
        'Replaced by',
        'Replaced at',
        'Ledger entry',
        'Outcome',
        'Reason of no verdict',
        'Account',
        'Document SHA-256',
      ],
      pickRows(context, sample, items),
    )
    sheets.push({
      ...sample,
      file: name,
      algorithm:
        sample.stratifiedBy === null
          ? 'order by sha256(seed + "|" + subject), take the first n'
          : 'order by sha256(seed + "|" + subject), take the first n of each stratum; n of a stratum: one, the rest in proportion to its population by largest remainders',
      population: frame,
      strataTable: await writeStrata(context, sample, frame),
      redraw: redrawCommand(sample, frame ?? 'ids.txt'),
      replacements: 'the next subject of the same order and stratum that was not picked yet',
      supersededBy: replacedBy.get(sample.id) ?? null,
      items: items.map(({ rank, subject, hash, stratum, replaces }) => ({
        rank,
        subject,
        hash,
        stratum,
        replaces,
      })),
    })
  }
  context.record(
    await writeFile(context.root, 'data/07-samples/sampling.json', `${canonicalJson({ samples: sheets })}\n`),
  )
}

/** The committed frame, one line an item. @throws CountersignError package_invalid when it is not the one the ledger holds the hash of */
async function* writeFrame(context: PayloadContext, sample: Sample): AsyncGenerator<number, string | null> {
  const path = framePath(context.reader, sample)
  if (path === null || context.reader.samplePopulation === undefined) return null
  const file = await openFile(context.root, path)
  let rows = 0
  let finished = false
  try {
    let lines = ''
    for (const line of context.reader.samplePopulation(sample.id)) {
      lines += `${line}\n`
      if (++rows % 1000 !== 0) continue
      await file.write(lines)
      lines = ''
      context.checkCancelled()
      yield rows
    }
    await file.write(lines)
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  const written = context.record(await file.close(rows))
  if (written.sha256 !== sample.populationSha256)
    throw new CountersignError('package_invalid', {
      path,
      detail: 'the population is not the one whose hash the ledger holds',
    })
  return path
}

/** `stratum TAB population TAB n`, a stratum a line: what the shell lines read. */
async function writeStrata(
  context: PayloadContext,
  sample: Sample,
  frame: string | null,
): Promise<string | null> {
  if (sample.stratifiedBy === null || frame === null) return null
  const path = strataPath(frame)
  const text = sample.strata
    .map(({ stratum, population, size }) => `${stratum}\t${population}\t${size}\n`)
    .join('')
  context.record(await writeFile(context.root, path, text, sample.strata.length))
  return path
}

function* pickRows({ reader }: PayloadContext, sample: Sample, items: readonly SampleItem[]): Iterable<Row> {
  const wanted = new Set(items.map(({ subject }) => subject))
  const outcomes = new Map<string, EvidenceOutcome>()
  for (const one of reader.ruleOutcomes(sample.scan, sample.subject))
    if (wanted.has(one.subject)) outcomes.set(one.subject, one)
  const replaced = new Set(items.map(({ replaces }) => replaces))
  for (const item of items) {
    const outcome = outcomes.get(item.subject)
    const cell = (id: string): string => (outcome === undefined ? id : idCell(outcome.provider, id))
    yield [
      item.rank,
      cell(item.subject),
      item.hash,
      item.stratum,
      replaced.has(item.subject) ? 'replaced' : item.replaces === null ? 'drawn' : 'replacement',
      item.replaces === null ? null : cell(item.replaces),
      item.reason,
      item.replacedBy,
      item.replacedAt,
      item.ledgerSeq,
      outcome === undefined ? 'outside the scope of this package' : statusWords[outcome.status],
      outcome?.reason ?? null,
      outcome === undefined ? null : `${outcome.provider}:${outcome.account}`,
      outcome?.documentSha256 ?? null,
    ]
  }
}
