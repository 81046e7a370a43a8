/** Files that are no text, by their first bytes. The codes are words in `shared/text/file-kinds.ts`. */
const magics: readonly (readonly [kind: string, offset: number, bytes: string])[] = [
  ['pdf', 0, '%PDF-'],
  ['sqlite', 0, 'SQLite format 3\u0000'],
  ['zip-in-zip', 0, 'PK\u0003\u0004'],
  ['gzip-in-gzip', 0, '\u001f\u008b'],
  ['seven-zip', 0, '7z\u00bc\u00af\u0027\u001c'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\u00fd7zXZ\u0000'],
  ['zstd', 0, '\u0028\u00b5\u002f\u00fd'],
  ['tar', 257, 'ustar'],
  ['parquet', 0, 'PAR1'],
  ['avro', 0, 'Obj\u0001'],
  ['old-office', 0, '\u00d0\u00cf\u0011\u00e0'],
  ['image', 0, '\u0089PNG'],
  ['image', 0, '\u00ff\u00d8\u00ff'],
  ['image', 0, 'GIF8'],
]

/** @param head the first 512 bytes or more; @returns null for what may be text */
export function binaryKind(head: Buffer): string | null {
  for (const [kind, offset, bytes] of magics) {
    if (
      head.length >= offset + bytes.length &&
      head.toString('latin1', offset, offset + bytes.length) === bytes
    )
      return kind
  }
  return null
}
