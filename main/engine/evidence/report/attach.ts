import { raw, textString } from './objects.ts'

/** A file to put into a document. */
export interface Attached {
  /** In the characters of the package's file names. */
  readonly name: string
  readonly description: string
  readonly bytes: Uint8Array
  readonly at: Date
}

/** Embeds a CSV file as `Data` of the whole document: in its catalogue's `AF` array, for PDF/A-3 readers, and among its embedded files, for all others. */
export function attach(document: PDFKit.PDFDocument, { name, description, bytes, at }: Attached): void {
  const file = document.ref({
    Type: 'EmbeddedFile',
    Subtype: 'text#2Fcsv',
    Params: { Size: bytes.byteLength, CreationDate: at, ModDate: at },
  })
  file.write(Buffer.from(bytes))
  end(file)
  const spec = document.ref({
    Type: 'Filespec',
    AFRelationship: 'Data',
    F: raw(textString(name)),
    UF: raw(textString(name)),
    Desc: raw(textString(description)),
    EF: { F: file, UF: file },
  })
  end(spec)
  const inner = document as unknown as {
    _root: { data: { AF?: object[] } }
    addNamedEmbeddedFile(name: string, spec: object): void
  }
  ;(inner._root.data.AF ??= []).push(spec)
  inner.addNamedEmbeddedFile(name, spec)
}

const end = (ref: unknown): void => (ref as { end(): void }).end()
