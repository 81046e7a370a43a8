import { CountersignError } from '../../../../shared/model/errors.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, openFile, writeFile } from './files.ts'

const slice = 500

/** `13-custody/`: the ledger, one RFC 8785 line an entry, and its head. The chain must be whole up to the head, or the package is not made. @throws CountersignError ledger_broken */
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
  yield last.seq
}
