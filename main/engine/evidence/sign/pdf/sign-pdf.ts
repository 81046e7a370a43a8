import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { deflateSync } from 'node:zlib'
import { CountersignError } from '../../../../../shared/model/errors.ts'
import type { SignerRole } from '../../../../../shared/model/signing.ts'
import { diskError } from '../../payload/files.ts'
import { signUntimed } from '../cms.ts'
import type { SigningIdentity } from '../identity.ts'
import { openPdf, type PdfFile } from './file.ts'
import { hashRange, readPdfSignatures } from './read-signatures.ts'
import { dictionaryText, readArray, referenceNumber } from './syntax.ts'

/** Field names and reasons, as readers show them. */
const parts = {
  preparer: { field: 'Preparer', reason: 'Prepared this document' },
  reviewer: { field: 'Reviewer', reason: 'Reviewed this document' },
} as const satisfies Record<SignerRole, { field: string; reason: string }>

/**
 * Signs a PDF that this program wrote: a PAdES baseline signature, level B-B (ETSI EN 319 142-1), SubFilter `ETSI.CAdES.detached`, in a
 * field that shows nothing on the page. It is appended as an incremental update, so the bytes before it stay what they were: a
 * signature made earlier stays valid, and PDF/A-3 stays PDF/A-3.
 *
 * `clock` is RFC 3339 UTC and becomes the claimed time in the signature dictionary.
 *
 * @throws CountersignError conflict when the role has signed it already; certificate_expired; certificate_not_yet_valid; package_invalid
 * when the new signature or an earlier one does not hold afterwards
 * @throws Error for a file that is no such PDF
 */
export async function signPdf(
  path: string,
  identity: SigningIdentity,
  role: SignerRole,
  clock: string,
): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    const pdf = await openPdf(handle)
    const update = await draftUpdate(pdf, identity, role, clock, path)
    const hash = createHash('sha256')
    await hashRange(pdf, hash, 0, pdf.bytes)
    hash.update(update.head)
    hash.update(update.tail)
    const cms = Buffer.from(await signUntimed(hash.digest(), identity, clock)).toString('hex')
    if (cms.length > update.room)
      throw new Error(`a signature of ${cms.length / 2} bytes does not fit its place`)
    const contents = Buffer.from(`<${cms.padEnd(update.room, '0')}>`, 'latin1')
    const bytes = Buffer.concat([update.head, contents, update.tail])
    for (let done = 0; done < bytes.length;)
      done += (await handle.write(bytes, done, bytes.length - done, pdf.bytes + done)).bytesWritten
  } catch (error) {
    throw diskError(error, path)
  } finally {
    await handle.close()
  }
  const faulty = (await readPdfSignatures(path)).find(({ reading }) => !reading.valid)
  if (faulty !== undefined)
    throw new CountersignError('package_invalid', {
      path,
      detail: `the signature ${faulty.field} does not verify`,
    })
}

interface Update {
  /** What is appended before the signature's own bytes, and after. */
  readonly head: Buffer
  readonly tail: Buffer
  /** Hex digits between the angle brackets. */
  readonly room: number
}

async function draftUpdate(
  pdf: PdfFile,
  identity: SigningIdentity,
  role: SignerRole,
  clock: string,
  path: string,
): Promise<Update> {
  const { field, reason } = parts[role]
  const rootId = idOf(pdf.trailer.get('Root'))
  const root = await pdf.dictionary(rootId)
  const [pageId, page] = await firstPage(pdf, root)
  const form = (await pdf.resolve(root.get('AcroForm'))) ?? new Map<string, string>()
  const fields = readArray(form.get('Fields'))
  for (const one of fields) {
    if ((await pdf.dictionary(idOf(one))).get('T') === `(${field})`)
      throw new CountersignError('conflict', { detail: `the ${role} has signed it already`, path })
  }
  const size = Number(pdf.trailer.get('Size'))
  const [valueId, fieldId, crossId] = [size, size + 1, size + 2]

  form.set('SigFlags', '3')
  form.set('Fields', `[${[...fields, `${fieldId} 0 R`].join(' ')}]`)
  root.set('AcroForm', dictionaryText(form))
  page.set('Annots', `[${[...readArray(page.get('Annots')), `${fieldId} 0 R`].join(' ')}]`)
  const objects = [
    { id: rootId, text: dictionaryText(root) },
    { id: pageId, text: dictionaryText(page) },
    {
      id: fieldId,
      text: `<</Type/Annot/Subtype/Widget/FT/Sig/T(${field})/TU(Signature of the ${role})/V ${valueId} 0 R/P ${pageId} 0 R/F 132/Rect[0 0 0 0]>>`,
    },
  ]
  const text = objects.map(({ id, text: body }) => ({ id, text: `${id} 0 obj\n${body}\nendobj\n` }))
  const at = (index: number): number =>
    pdf.bytes + text.slice(0, index).reduce((sum, one) => sum + one.text.length, 0)
  const valueAt = at(text.length)

  const room = 2 * roomFor(identity)
  const opening =
    `${valueId} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:${clock.slice(0, 19).replace(/[-:T]/g, '')}Z)` +
    `/Name ${textString(identity.facts.name)}/Reason(${reason})/ByteRange `
  const closing = '>>\nendobj\n'
  const rangeLength = 48
  const gap = valueAt + opening.length + rangeLength + '/Contents '.length
  const rest = gap + room + 2
  const crossAt = rest + closing.length
  const places = [
    ...text.map(({ id }, index) => ({ id, offset: at(index) })),
    { id: valueId, offset: valueAt },
    { id: crossId, offset: crossAt },
  ]
  const cross = crossReference(pdf, crossId, crossAt, places, digestOf(role, pdf))
  const end = crossAt + cross.length
  const range = `[0 ${gap} ${rest} ${end - rest}]`.padEnd(rangeLength)
  return {
    head: Buffer.from(`${text.map((one) => one.text).join('')}${opening}${range}/Contents `, 'latin1'),
    tail: Buffer.concat([Buffer.from(closing, 'latin1'), cross]),
    room,
  }
}

/** Bytes kept for a signature: its certificates and what else it holds, which is below 1,300 with RSA-4096. */
function roomFor({ certificate, chain }: SigningIdentity): number {
  const certificates = [certificate, ...chain].reduce((sum, one) => sum + one.length, 0)
  return Math.ceil((certificates + 1536) / 256) * 256
}

/** The cross-reference stream of the update, and the new end of the file. */
function crossReference(
  pdf: PdfFile,
  id: number,
  offset: number,
  places: readonly { readonly id: number; readonly offset: number }[],
  revision: string,
): Buffer {
  const sorted = places.toSorted((a, b) => a.id - b.id)
  const rows = Buffer.alloc(sorted.length * 8)
  sorted.forEach((one, row) => {
    rows.writeUInt8(1, row * 8)
    rows.writeUIntBE(one.offset, row * 8 + 1, 5)
  })
  const packed = deflateSync(rows)
  const [original = '<>'] = readArray(pdf.trailer.get('ID'))
  const info = pdf.trailer.get('Info')
  const head =
    `${id} 0 obj\n<</Type/XRef/Size ${id + 1}/W[1 5 2]/Index[${sorted.map((one) => `${one.id} 1`).join(' ')}]` +
    `/Root ${pdf.trailer.get('Root') ?? ''}${info === undefined ? '' : `/Info ${info}`}/ID[${original}<${revision}>]` +
    `/Prev ${pdf.crossReference}/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`
  return Buffer.concat([
    Buffer.from(head, 'latin1'),
    packed,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${offset}\n%%EOF\n`, 'latin1'),
  ])
}

/** The second half of the file's identifier, which names the revision (ISO 32000-1 14.4). */
const digestOf = (role: SignerRole, pdf: PdfFile): string =>
  createHash('sha256')
    .update(`${role} ${pdf.bytes} ${pdf.trailer.get('ID') ?? ''}`)
    .digest('hex')
    .slice(0, 32)

async function firstPage(
  pdf: PdfFile,
  root: ReadonlyMap<string, string>,
): Promise<readonly [number, Map<string, string>]> {
  let id = idOf(root.get('Pages'))
  for (;;) {
    const node = await pdf.dictionary(id)
    if (node.get('Type') === '/Page') return [id, node]
    id = idOf(readArray(node.get('Kids'))[0])
  }
}

function idOf(value: string | undefined): number {
  const id = referenceNumber(value)
  if (id === null) throw new Error('the PDF lacks an object that every PDF has')
  return id
}

/** A text string (ISO 32000-1 7.9.2.2) as UTF-16BE in hex. */
const textString = (text: string): string =>
  `<${Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex').toUpperCase()}>`
