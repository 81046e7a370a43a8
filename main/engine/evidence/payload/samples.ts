import { CountersignError } from '../../../../shared/model/errors.ts'
import type { EvidenceReader, Sample } from '../reader.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, openFile, safeName, writeFile } from './files.ts'
import type { Tally } from './gather.ts'

/** Shell lines that draw a sample again from a file of ids, one a line, without this program. */
export const redrawCommand = (sample: Pick<Sample, 'seed' | 'size'>, ids: string): string =>
  [
    'while IFS= read -r i; do',
    `  printf '%s %s\\n' "$(printf '%s|%s' '${sample.seed.replaceAll("'", "'\\''")}' "$i" | sha256sum | cut -d' ' -f1)" "$i"`,
    `done < ${ids} | LC_ALL=C sort | head -n ${sample.size}`,
  ].join('\n')

/** Path of a sample's frame inside the package; null where the reader does not keep frames. */
export const framePath = (reader: EvidenceReader, sample: Pick<Sample, 'id' | 'subject'>): string | null =>
  reader.samplePopulation === undefined ? null : `data/07-samples/${stem(sample)}-population.txt`

const stem = (sample: Pick<Sample, 'id' | 'subject'>): string =>
  `sample-${sample.id}-${safeName(sample.subject)}`

/** `07-samples/`: each sample's picks by rank, and how it was drawn. */
export async function* writeSamples(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  const { reader, period } = context
  const sheets: object[] = []
  for (const sample of reader.samples(period)) {
    tally.sample()
    const name = `${stem(sample)}.csv`
    const frame = yield* writeFrame(context, sample)
    yield* writeCsv(
      context,
      `data/07-samples/${name}`,
      ['Rank', 'Subject', 'SHA-256 of seed|subject', 'Replaces', 'Reason'],
      picks(context, sample),
    )
    sheets.push({
      ...sample,
      file: name,
      algorithm: 'order by sha256(seed + "|" + subject), take the first n',
      population: frame,
      redraw: redrawCommand(sample, frame ?? 'ids.txt'),
    })
  }
  context.record(
    await writeFile(context.root, 'data/07-samples/sampling.json', `${canonicalJson({ samples: sheets })}\n`),
  )
}

/** The committed frame, one id a line. @throws CountersignError package_invalid when it is not the one the ledger holds the hash of */
async function* writeFrame(context: PayloadContext, sample: Sample): AsyncGenerator<number, string | null> {
  const path = framePath(context.reader, sample)
  if (path === null || context.reader.samplePopulation === undefined) return null
  const file = await openFile(context.root, path)
  let rows = 0
  let finished = false
  try {
    let lines = ''
    for (const id of context.reader.samplePopulation(sample.id)) {
      lines += `${id}\n`
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

function* picks(context: PayloadContext, sample: Sample): Iterable<Row> {
  for (const item of context.reader.sampleItems(sample.id))
    yield [item.rank, item.subject, item.hash, item.replaces, item.reason]
}
