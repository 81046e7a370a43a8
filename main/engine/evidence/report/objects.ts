import { deflateSync } from 'node:zlib'

/** What this report uses of a pdfkit document beyond its typings (0.20): the table of offsets and how the file is ended. */
interface Inner {
  /** By object number less one: where the object starts; null until it is written. */
  readonly _offsets: (number | null)[]
  _offset: number
  _write(data: string | Uint8Array): void
  _finalize(): void
  readonly _root: { readonly id: number }
  readonly _info: { readonly id: number }
  readonly _id: Uint8Array
  push(chunk: null): boolean
}

/** Small objects of a PDF file that go into compressed object streams (ISO 32000-1 7.5.7), 200 at a time: the tags of a long table take a tenth of their size. */
export interface PdfObjects {
  /** A number for an object written later. */
  reserve(): number
  /** Writes the dictionary or array of a reserved number: `body` is PDF syntax, Latin-1. */
  put(id: number, body: string): void
  /** Writes what waits. Call before the document ends. */
  flush(): void
}

const perStream = 200

/** PDF syntax that pdfkit takes over as it stands where it would convert a value, e.g. `raw('12 0 R')`. */
export const raw = (syntax: string): object => ({
  [Symbol.toStringTag]: 'Syntax',
  toString: () => syntax,
})

/** A reference to an object by its number. */
export const refTo = (id: number): string => `${id} 0 R`

/** A text string (ISO 32000-1 7.9.2.2) as UTF-16BE in hex, which every reader takes and nothing in it can end early. */
export function textString(text: string): string {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  return `<${bytes.toString('hex').toUpperCase()}>`
}

/** Opens the document's objects. The file then ends with a cross-reference stream, which alone can name objects in streams. */
export function openObjects(document: PDFKit.PDFDocument): PdfObjects {
  const inner = document as unknown as Inner
  let waiting: { readonly id: number; readonly body: string }[] = []
  inner._finalize = () => endFile(inner)
  const flush = (): void => {
    if (waiting.length === 0) return
    const stream = document.ref({ Type: 'ObjStm' })
    const number = (stream as unknown as { id: number }).id
    const numbers: string[] = []
    let length = 0
    waiting.forEach(({ id, body }, index) => {
      numbers.push(`${id} ${length}`)
      length += body.length + 1
      // Below zero: not a place in the file but the stream and the index in it.
      inner._offsets[id - 1] = -(number * perStream + index)
    })
    const head = `${numbers.join(' ')}\n`
    const { data } = stream as unknown as { data: Record<string, unknown> }
    data['N'] = waiting.length
    data['First'] = head.length
    stream.write(Buffer.from(head + waiting.map(({ body }) => `${body}\n`).join(''), 'latin1'))
    ;(stream as unknown as { end(): void }).end()
    waiting = []
  }
  return {
    reserve() {
      inner._offsets.push(null)
      return inner._offsets.length
    },
    put(id, body) {
      waiting.push({ id, body })
      if (waiting.length === perStream) flush()
    },
    flush,
  }
}

/** Cross-reference stream and the end of the file (ISO 32000-1 7.5.8): one row of 1 + 5 + 2 bytes an object. */
function endFile(inner: Inner): void {
  const start = inner._offset
  const size = inner._offsets.length + 2
  const rows = Buffer.alloc(size * 8)
  rows.writeUInt16BE(0xffff, 6)
  const place = (id: number, kind: number, field: number, last: number): void => {
    rows.writeUInt8(kind, id * 8)
    rows.writeUIntBE(field, id * 8 + 1, 5)
    rows.writeUInt16BE(last, id * 8 + 6)
  }
  inner._offsets.forEach((offset, index) => {
    if (offset === null) throw new Error(`object ${index + 1} was never written`)
    if (offset >= 0) place(index + 1, 1, offset, 0)
    else place(index + 1, 2, Math.floor(-offset / perStream), -offset % perStream)
  })
  place(size - 1, 1, start, 0)
  const packed = deflateSync(rows)
  const id = Buffer.from(inner._id).toString('hex')
  inner._write(
    `${size - 1} 0 obj\n<</Type/XRef/Size ${size}/W[1 5 2]/Root ${refTo(inner._root.id)}/Info ${refTo(inner._info.id)}` +
      `/ID[<${id}><${id}>]/Filter/FlateDecode/Length ${packed.length}>>\nstream`,
  )
  inner._write(packed)
  inner._write(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF`)
  inner.push(null)
}
