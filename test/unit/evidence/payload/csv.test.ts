import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvText } from '../../../../main/engine/evidence/payload/csv.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'

describe('csvText', () => {
  it('disarms every text that a spreadsheet would run, and leaves numbers alone', () => {
    const risky = ['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1', '＝1']
    const [row] = readCsv(
      `\uFEFF${csvText([
        ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'n'],
        [...risky, -5],
      ])}`,
    )
    expect(Object.values(row ?? {})).toEqual([...risky.map((text) => `'${text}`), '-5'])
  })
  it('keeps quotes, commas and line ends inside a cell', () => {
    const [row] = readCsv(`\uFEFF${csvText([['x'], ['say "no",\ntwice\r\nplease']])}`)
    expect(row).toEqual({ x: 'say "no",\ntwice\r\nplease' })
  })
})

describe('the files', () => {
  let made: MadePayload
  beforeAll(async () => {
    made = await makePayload(fakeReader({ perRule: 120 }))
  })
  afterAll(() => rmSync(made.dir, { recursive: true }))

  it('are all tables with BOM, CRLF and one header', () => {
    const tables = made.list().filter((name) => name.endsWith('.csv'))
    expect(tables.length).toBeGreaterThan(30)
    for (const name of tables) {
      const rows = readCsv(made.text(name))
      expect(rows.length, name).toBe(made.summary.files.find((file) => file.path === name)?.rows)
    }
  })
  it('hold no cell that a spreadsheet would run or take for a 12-digit number', () => {
    const unsafe = made
      .list()
      .filter((one) => one.endsWith('.csv'))
      .flatMap((name) =>
        readCsv(made.text(name)).flatMap((row) =>
          Object.entries(row).flatMap(([column, cell]) =>
            /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)|^\d{12,}$/.test(cell) ? [`${name} ${column}: ${cell}`] : [],
          ),
        ),
      )
    expect(unsafe).toEqual([])
  })
  it('have the remediation log in exactly four columns, each action with its date', () => {
    const text = made.text('data/04-remediation/remediation-log.csv')
    expect(text.slice(1, text.indexOf('\r\n'))).toBe(
      '"Resource","Misconfiguration","Framework control","Remediation action"',
    )
    const rows = readCsv(text)
    expect(rows.length).toBe(made.summary.totals.remediations)
    for (const row of rows) expect(row['Remediation action']).toMatch(/\(2026-\d\d-\d\d\)$/)
  })
  it('carry odd names whole', () => {
    const names = new Set(readCsv(made.text('data/05-posture/outcomes.csv')).map((row) => row['Name']))
    for (const name of [
      '\'=HYPERLINK("http://example.invalid","open")',
      'quo"ted, with comma',
      'two\nlines',
      '顧客データ',
      'مرحبا بالعالم',
      'fire 🔥 smile 😀',
      `long-${'abc123/'.repeat(42)}end`,
    ])
      expect(names).toContain(name)
  })
})
