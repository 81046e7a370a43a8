import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { verifyDetachedBy } from '../cms-verify.ts'
import type { SignatureFault, SignatureReading } from '../cms-verify.ts'
import { openPdf, type PdfFile } from './file.ts'
import { readArray, referenceNumber } from './syntax.ts'

/** One signature inside a PDF. */
export interface PdfSignature {
  /** Name of its field: `Preparer`, `Reviewer`. */
  readonly field: string
  /** Whether it holds, and who made it; `bytes_uncovered` when it leaves out more of its revision than itself. */
  readonly reading:
    | SignatureReading
    | { readonly valid: false; readonly fault: SignatureFault | 'bytes_uncovered' }
  /** Length of the file when it was signed, itself included. */
  readonly revision: number
  /** Whether nothing was added to the file after it. */
  readonly last: boolean
}

/**
 * Reads and judges the signatures of a PDF that this program wrote: each must be of the whole file as it was then, but for the
 * signature's own bytes (ETSI EN 319 142-1 5.4, ISO 32000-1 12.8.1).
 * @throws Error for a file that is no such PDF
 */
export async function readPdfSignatures(path: string): Promise<PdfSignature[]> {
  const handle = await open(path, 'r')
  try {
    const pdf = await openPdf(handle)
    const catalogue = await pdf.resolve(pdf.trailer.get('Root'))
    const form = await pdf.resolve(catalogue?.get('AcroForm'))
    const signatures: PdfSignature[] = []
    for (const one of readArray(form?.get('Fields'))) {
      const field = await pdf.dictionary(referenceNumber(one) ?? 0)
      const value = await pdf.resolve(field.get('V'))
      if (value !== null) signatures.push(await judge(pdf, field.get('T') ?? '', value))
    }
    return signatures
  } finally {
    await handle.close()
  }
}

async function judge(pdf: PdfFile, name: string, value: ReadonlyMap<string, string>): Promise<PdfSignature> {
  const [start = -1, gap = -1, rest = -1, length = -1] = readArray(value.get('ByteRange')).map(Number)
  const revision = rest + length
  const field = name.slice(1, -1)
  const common = { field, revision, last: revision === pdf.bytes }
  const contents = value.get('Contents') ?? ''
  const left = start === 0 && gap > 0 && rest === gap + contents.length && revision <= pdf.bytes
  if (!left || (await pdf.read(gap, rest - gap)).toString('latin1') !== contents)
    return { ...common, reading: { valid: false, fault: 'bytes_uncovered' } }
  const der = Buffer.from(contents.slice(1, -1), 'hex')
  const reading = await verifyDetachedBy(der.subarray(0, derLength(der)), async (algorithm) => {
    const hash = createHash(algorithm)
    await hashRange(pdf, hash, 0, gap)
    await hashRange(pdf, hash, rest, length)
    return hash.digest()
  })
  return { ...common, reading }
}

const slice = 1024 * 1024

/** Feeds a stretch of the file to a hash, a mebibyte at a time. */
export async function hashRange(
  pdf: Pick<PdfFile, 'read'>,
  hash: { update(data: Uint8Array): unknown },
  from: number,
  length: number,
): Promise<void> {
  for (let at = from; at < from + length; at += slice)
    hash.update(await pdf.read(at, Math.min(slice, from + length - at)))
}

/** Length of the DER value at the start of the bytes, its head included: zeros fill the room after it. */
function derLength(der: Buffer): number {
  const first = der[1] ?? 0
  if (first < 0x80) return 2 + first
  const octets = first & 0x7f
  if (octets === 0 || octets > 4 || der.length < 2 + octets) return der.length
  return 2 + octets + der.readUIntBE(2, octets)
}
