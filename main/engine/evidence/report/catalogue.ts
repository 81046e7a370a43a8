import { raw, refTo } from './objects.ts'
import { xmpPacket, type DocumentFacts } from './xmp.ts'

/** Puts our own packet in the place of pdfkit's, which does not escape what it holds. */
export function describe(document: PDFKit.PDFDocument, facts: DocumentFacts): void {
  const inner = document as unknown as { endMetadata(): void; _root: { data: Record<string, unknown> } }
  inner.endMetadata = () => {
    const packet = document.ref({ Type: 'Metadata', Subtype: 'XML' })
    Object.assign(packet, { compress: false })
    packet.write(Buffer.from(xmpPacket(facts), 'utf8'))
    ;(packet as unknown as { end(): void }).end()
    inner._root.data['Metadata'] = packet
  }
}

/** Names the structure tree in the catalogue. pdfkit would end a tree of its own there. */
export function bind(document: PDFKit.PDFDocument, root: number): void {
  const inner = document as unknown as { endMarkings(): void; _root: { data: object } }
  inner.endMarkings = () => undefined
  Object.assign(inner._root.data, { MarkInfo: { Marked: true }, StructTreeRoot: raw(refTo(root)) })
}
