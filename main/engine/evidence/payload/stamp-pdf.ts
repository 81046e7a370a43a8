import {
  degrees,
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  rgb,
  StandardFonts,
  type PDFFont,
  type PDFPage,
} from '@cantoo/pdf-lib'

/** A stamped copy, or why there is none. */
export type Stamped =
  | { readonly bytes: Uint8Array; readonly pages: number; readonly why: null }
  | { readonly bytes: null; readonly why: string }

/** A PDF is held whole while it is stamped; larger ones keep their reference in the index only. */
export const largestStamped = 64 * 1024 * 1024
const mostPages = 5_000

/** Whether bytes begin as a PDF does; readers allow some bytes before the header (ISO 32000-1, annex H.3.4.1). */
export const looksLikePdf = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, 1024)).includes('%PDF-')

/**
 * A copy of a PDF with one small line at the foot of each page, e.g. `Evidence A3 · sha256 0123456789ab`. The same bytes in, the same
 * bytes out: no date, no random id. A signed PDF is left alone, since any change breaks what its signature says; so is an
 * encrypted one.
 * @param text Latin-1 characters only
 */
export async function stampPdf(bytes: Uint8Array, text: string): Promise<Stamped> {
  if (bytes.byteLength > largestStamped) return left('it is too large to stamp')
  let document: PDFDocument
  try {
    document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true })
  } catch (error) {
    if (error instanceof EncryptedPDFError) return left('it is encrypted')
    return left('it could not be read as a PDF')
  }
  try {
    if (document.isEncrypted) return left('it is encrypted')
    if (isSigned(document)) return left('it is signed, and a stamp would break the signature')
    const pages = document.getPages()
    if (pages.length === 0) return left('it has no page')
    if (pages.length > mostPages) return left(`it has more than ${mostPages} pages`)
    const font = await document.embedFont(StandardFonts.Helvetica)
    for (const page of pages) stampPage(page, font, text)
    const made = await document.save({
      addDefaultPage: false,
      updateFieldAppearances: false,
      useObjectStreams: false,
    })
    return { bytes: made, pages: pages.length, why: null }
  } catch {
    // What a damaged file throws deep in a parser says nothing to a reader.
    return left('its pages could not be read')
  }
}

const left = (why: string): Stamped => ({ bytes: null, why })

/** A signature, a certification, or usage rights, filled in or not found through any form: looked for in every object. */
function isSigned(document: PDFDocument): boolean {
  const { context, catalog } = document
  if (catalog.get(PDFName.of('Perms')) !== undefined) return true
  const form = context.lookupMaybe(catalog.get(PDFName.of('AcroForm')), PDFDict)
  const flags = form === undefined ? undefined : context.lookup(form.get(PDFName.of('SigFlags')))
  // Bit 1, SignaturesExist (ISO 32000-1, table 219).
  if (flags instanceof PDFNumber && (flags.asNumber() & 1) === 1) return true
  for (const [, object] of context.enumerateIndirectObjects()) {
    const dict = object instanceof PDFDict ? object : object instanceof PDFRawStream ? object.dict : null
    if (dict === null) continue
    const type = context.lookup(dict.get(PDFName.of('Type')))
    if (type === PDFName.of('Sig') || type === PDFName.of('DocTimeStamp')) return true
    if (dict.get(PDFName.of('ByteRange')) instanceof PDFArray) return true
  }
  return false
}

const size = 6.5
const margin = 14

/** One line at the lower left of the page as it is shown, whatever its rotation; on white, so that it can be read over anything. */
function stampPage(page: PDFPage, font: PDFFont, text: string): void {
  const { x, y, width, height } = page.getCropBox()
  const turn = ((page.getRotation().angle % 360) + 360) % 360
  const shown = turn === 90 || turn === 270 ? height : width
  const fitted = Math.min(size, (size * (shown - 2 * margin)) / font.widthOfTextAtSize(text, size))
  const wide = font.widthOfTextAtSize(text, fitted)
  // Where (along, up) from the lower left corner as shown lies on the unrotated page.
  const place = (along: number, up: number): { x: number; y: number } => {
    if (turn === 90) return { x: x + width - up, y: y + along }
    if (turn === 180) return { x: x + width - along, y: y + height - up }
    if (turn === 270) return { x: x + up, y: y + height - along }
    return { x: x + along, y: y + up }
  }
  page.drawRectangle({
    ...place(margin - 2, 5),
    width: wide + 4,
    height: fitted + 4,
    rotate: degrees(turn),
    color: rgb(1, 1, 1),
    opacity: 0.85,
  })
  page.drawText(text, {
    ...place(margin, 8),
    size: fitted,
    font,
    rotate: degrees(turn),
    color: rgb(0.2, 0.2, 0.2),
  })
}
