/** Rows of an RFC 4180 file as the package writes them: BOM, CRLF, header first. Throws on anything else. */
export function readCsv(text: string): Record<string, string>[] {
  if (!text.startsWith('\uFEFF')) throw new Error('no BOM')
  const [header, ...rows] = cells(text.slice(1))
  if (header === undefined) throw new Error('no header')
  return rows.map((row) => {
    if (row.length !== header.length)
      throw new Error(`${row.length} cells under ${header.length} columns: ${row.join('|')}`)
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']))
  })
}

function cells(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let value = ''
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('open quote at the end')
        if (text[at] !== '"') value += text[at]
        else if (text[at + 1] === '"') value += text[at++]
        else break
      }
      at++
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') value += text[at++]
    }
    row.push(value)
    if (text[at] === ',') {
      at++
      continue
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`row not ended by CRLF at ${at}`)
    at += 2
    rows.push(row)
    row = []
  }
  return rows
}
