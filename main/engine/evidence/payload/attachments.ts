import { CountersignError } from '../../../../shared/model/errors.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { openFile, plainName } from './files.ts'

/** `14-attachments/`: what people attached, named by its hash, with who added it. @throws CountersignError file_changed_while_reading when the bytes are not those that were attached */
export async function* writeAttachments(context: PayloadContext): AsyncGenerator<number> {
  const rows: Row[] = []
  for (const one of context.reader.attachments()) {
    const name = `${one.sha256.slice(0, 12)}_${plainName(one.name)}`
    const file = await openFile(context.root, `data/14-attachments/${name}`)
    let finished = false
    try {
      for await (const chunk of one.open()) {
        await file.write(chunk)
        context.checkCancelled()
      }
      finished = true
    } finally {
      if (!finished) await file.abandon()
    }
    const written = context.record(await file.close())
    if (written.sha256 !== one.sha256)
      throw new CountersignError('file_changed_while_reading', { file: one.name })
    rows.push([name, one.name, one.sha256, one.bytes, one.addedAt, one.addedBy, one.description])
    yield rows.length
  }
  yield* writeCsv(
    context,
    'data/14-attachments/index.csv',
    ['File', 'Original name', 'SHA-256', 'Bytes', 'Added at', 'Added by', 'Description'],
    rows,
  )
}
