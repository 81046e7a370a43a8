import { CountersignError } from '../../../../shared/model/errors.ts'
import type { Attachment } from '../reader.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { openFile, plainName, writeFile, type WrittenFile } from './files.ts'
import { largestStamped, looksLikePdf, stampPdf } from './stamp-pdf.ts'

/**
 * `14-attachments/`: what people attached, named by its hash, with who added it; of each PDF a copy that bears its reference on every
 * page (`<name>.stamped.pdf`), made before anything is signed. The original stays as it was attached.
 * @throws CountersignError file_changed_while_reading when the bytes are not those that were attached
 */
export async function* writeAttachments(context: PayloadContext): AsyncGenerator<number> {
  const attachments = [...context.reader.attachments()]
  const references = referencesOf(attachments)
  const rows: Row[] = []
  for (const one of attachments) {
    const name = `${one.sha256.slice(0, 12)}_${plainName(one.name)}`
    const reference = references.get(one) ?? ''
    const { file, pdf } = await writeOriginal(context, name, one)
    const copy = await writeCopy(context, name, pdf, reference, one)
    rows.push([
      reference,
      name,
      one.name,
      file.sha256,
      one.bytes,
      one.addedAt,
      one.addedBy,
      one.description,
      copy.name,
      copy.sha256,
      copy.why,
    ])
    yield rows.length
  }
  yield* writeCsv(
    context,
    'data/14-attachments/index.csv',
    [
      'Reference',
      'File',
      'Original name',
      'SHA-256',
      'Bytes',
      'Added at',
      'Added by',
      'Description',
      'Stamped copy',
      'SHA-256 of the copy',
      'Not stamped because',
    ],
    rows,
  )
}

/** `A1`, `A2`, … in the order in which they were added, so that a later one does not change the number of an earlier one. */
function referencesOf(attachments: readonly Attachment[]): ReadonlyMap<Attachment, string> {
  const key = ({ addedAt, sha256, name }: Attachment): string => `${addedAt} ${sha256} ${name}`
  return new Map(
    attachments.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map((one, index) => [one, `A${index + 1}`]),
  )
}

async function writeOriginal(
  context: PayloadContext,
  name: string,
  one: Attachment,
): Promise<{ file: WrittenFile; pdf: Uint8Array | 'none' | 'too-large' }> {
  const file = await openFile(context.root, `data/14-attachments/${name}`)
  let held: Uint8Array[] | null = []
  let bytes = 0
  let isPdf = false
  let finished = false
  try {
    for await (const chunk of one.open()) {
      await file.write(chunk)
      context.checkCancelled()
      if (held === null) continue
      held.push(Uint8Array.from(chunk))
      // The header lies within the first bytes: once they are there, what follows needs no second look.
      if (!isPdf && bytes < 1024) isPdf = looksLikePdf(Buffer.concat(held))
      bytes += chunk.byteLength
      if ((bytes >= 1024 && !isPdf) || bytes > largestStamped) held = null
    }
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  const written = context.record(await file.close())
  if (written.sha256 !== one.sha256)
    throw new CountersignError('file_changed_while_reading', { file: one.name })
  if (!isPdf) return { file: written, pdf: 'none' }
  return { file: written, pdf: held === null ? 'too-large' : Buffer.concat(held) }
}

async function writeCopy(
  context: PayloadContext,
  name: string,
  pdf: Uint8Array | 'none' | 'too-large',
  reference: string,
  one: Attachment,
): Promise<{ name: string; sha256: string; why: string }> {
  if (pdf === 'none') return { name: '', sha256: '', why: 'it is no PDF' }
  const stamped =
    pdf === 'too-large'
      ? { bytes: null, why: 'it is too large to stamp' }
      : await stampPdf(pdf, `Evidence ${reference} \u00b7 sha256 ${one.sha256.slice(0, 12)}`)
  if (stamped.bytes === null) return { name: '', sha256: '', why: stamped.why }
  const copy = `${name.replace(/\.pdf$/, '')}.stamped.pdf`
  const file = context.record(await writeFile(context.root, `data/14-attachments/${copy}`, stamped.bytes))
  return { name: copy, sha256: file.sha256, why: '' }
}
