import { CountersignError } from '../../../../shared/model/errors.ts'
import type { LedgerAction } from '../../../../shared/model/ledger.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, openFile, writeFile } from './files.ts'
import { payloadWords } from './provenance.ts'

const slice = 500

/** `13-custody/`: the ledger, one RFC 8785 line an entry, its head, and who handled the evidence. The chain must be whole up to the head, or the package is not made. @throws CountersignError ledger_broken */
export async function* writeCustody(context: PayloadContext): AsyncGenerator<number> {
  const file = await openFile(context.root, 'data/13-custody/ledger.jsonl')
  const head = context.reader.ledgerHead()
  let last = { seq: 0, hash: '0'.repeat(64) }
  let finished = false
  try {
    let lines: string[] = []
    for (const entry of context.reader.ledger()) {
      if (entry.seq !== last.seq + 1 || entry.prev !== last.hash)
        throw new CountersignError('ledger_broken', { seq: entry.seq })
      last = { seq: entry.seq, hash: entry.hash }
      lines.push(`${canonicalJson(entry)}\n`)
      if (lines.length < slice) continue
      await file.write(lines.join(''))
      lines = []
      context.checkCancelled()
      yield last.seq
    }
    await file.write(lines.join(''))
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  context.record(await file.close(last.seq))
  if (last.seq !== head.seq || last.hash !== head.hash)
    throw new CountersignError('ledger_broken', { seq: last.seq })
  context.record(await writeFile(context.root, 'data/13-custody/head.txt', `${head.seq} ${head.hash}\n`))
  yield* writeCsv(
    context,
    'data/13-custody/custody.csv',
    ['At', 'Who', 'What happened', 'Facts', 'Ledger entry', 'Entry SHA-256'],
    handling(context),
  )
  yield last.seq
}

/** Whatever brought evidence in, moved it, or gave it out; signatures and later hands are in signatures/ and with the receiver. */
const handlingWords: Readonly<Partial<Record<LedgerAction, string>>> = {
  'engagement-created': 'engagement file made',
  'scan-sealed': 'evidence received and sealed',
  'evaluation-sealed': 'evidence judged',
  'backup-made': 'engagement file copied',
  'identity-used': 'signing identity used',
  'package-compiled': 'package compiled',
  'package-timestamped': 'package time-stamped',
  'package-completed': 'documentation completed',
  'package-addendum': 'addendum made',
}

function* handling({ reader }: PayloadContext): Iterable<Row> {
  for (const { seq, at, actor, action, payload, hash } of reader.ledger()) {
    const words = handlingWords[action]
    if (words !== undefined) yield [at, actor, words, payloadWords(payload), seq, hash]
  }
}
