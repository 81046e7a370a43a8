import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headPath, ledgerPath } from '../../../../main/engine/evidence/bag/index.ts'
import { checkLedger } from '../../../../main/engine/evidence/verify/check-ledger.ts'
import { newFindings } from '../../../../main/engine/evidence/verify/findings.ts'
import {
  chainOf,
  headText,
  ledgerText,
  sealed,
  withoutHash,
} from '../../../engine/evidence/package-fixture.ts'
import type { LedgerLine } from '../../../engine/evidence/package-fixture.ts'

/** Judges a ledger text given in pieces of `piece` bytes, as a stream may give them. */
async function judge(text: string | Buffer, head: string, piece = 65536): Promise<string[]> {
  const files: Record<string, Buffer> = { [ledgerPath]: Buffer.from(text), [headPath]: Buffer.from(head) }
  const findings = newFindings()
  const source = {
    files: new Set(Object.keys(files)),
    open: async (path: string) => {
      const bytes = files[path] ?? Buffer.alloc(0)
      const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
        bytes.subarray(at * piece, (at + 1) * piece),
      )
      return Readable.from(pieces)
    },
    digest: async () => Promise.reject(new Error('not asked for')),
    close: () => undefined,
  }
  await checkLedger(source, findings, {
    info: [{ label: 'Ledger-Head', value: head.trimEnd() }],
    listed: new Set(),
    expected: undefined,
  })
  return findings
    .result()
    .checks.filter((check) => check.status === 'failed')
    .map((check) => check.id)
}

// fast-check's own JSON has lone surrogates, which no canonical form can say
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 4 }),
  ),
})).value
const payload = fc
  .dictionary(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('hash', 'prev', 'seq', 'payload')),
    json,
    { maxKeys: 5 },
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
const chain = fc
  .tuple(fc.array(payload, { maxLength: 8 }), fc.string({ unit: 'binary' }))
  .map(([payloads, actor]) => chainOf(payloads, actor))

describe('the chain, recomputed', () => {
  it('any chain made by the definition is whole, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(chain, fc.integer({ min: 1, max: 400 }), async (lines, piece) => {
        expect(await judge(ledgerText(lines), headText(lines), piece)).toEqual([])
      }),
    )
  })
  it('a payload may have any key', async () => {
    const lines = chainOf([JSON.parse('{"__proto__":{"constructor":1},"toString":null}')])
    expect(await judge(ledgerText(lines), headText(lines))).toEqual([])
  })
  it('any changed byte is found', async () => {
    await fc.assert(
      fc.asyncProperty(
        chain.filter((lines) => lines.length > 0),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (lines, place, flip) => {
          const bytes = Buffer.from(ledgerText(lines))
          const at = place % bytes.length
          bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at)
          expect((await judge(bytes, headText(lines))).length).toBeGreaterThan(0)
        },
      ),
    )
  })
  it('any line removed, doubled or moved is found', async () => {
    const change = fc.constantFrom<(lines: LedgerLine[], at: number) => LedgerLine[]>(
      (lines, at) => lines.toSpliced(at, 1),
      (lines, at) => lines.toSpliced(at, 0, ...lines.slice(at, at + 1)),
      (lines, at) => [...lines.slice(at + 1), ...lines.slice(0, at + 1)].toReversed().toSpliced(0, 1),
    )
    await fc.assert(
      fc.asyncProperty(
        chain.filter((lines) => lines.length > 1),
        fc.nat(),
        change,
        async (lines, at, apply) => {
          expect(
            (await judge(ledgerText(apply(lines, at % lines.length)), headText(lines))).length,
          ).toBeGreaterThan(0)
        },
      ),
    )
  })
  it('an entry rewritten with a fitting hash is found at its successor or at the head', async () => {
    await fc.assert(
      fc.asyncProperty(
        chain.filter((lines) => lines.length > 0),
        fc.nat(),
        async (lines, place) => {
          const at = place % lines.length
          const rewrite = (line: LedgerLine): LedgerLine =>
            sealed({ ...withoutHash(line), actor: `${line.actor}!` })
          const rewritten = lines.map((line, index) => (index === at ? rewrite(line) : line))
          expect(await judge(ledgerText(rewritten), headText(lines))).toEqual([
            at === lines.length - 1 ? 'ledger_head_differs' : 'ledger_broken',
          ])
        },
      ),
    )
  })
  it('does not take other JSON for canonical', async () => {
    const lines = chainOf([{ a: 1 }])
    const text = ledgerText(lines)
    const rehash = (line: string): string => {
      const made = createHash('sha256')
        .update(line.replace(/,"hash":"[0-9a-f]{64}"/, ''))
        .digest('hex')
      return line.replace(/(,"hash":")[0-9a-f]{64}/, `$1${made}`)
    }
    // each with a hash that fits its own bytes: only the form is wrong
    for (const spoiled of [
      text.replace('{"a":1}', '{"a": 1}'),
      text.replace('{"a":1}', '{"a":1.0}'),
      text.replace('{"a":1}', '{"\\u0061":1}'),
      text.replace('{"a":1}', '{"a":1,"a":1}'),
    ]) {
      expect(await judge(`${rehash(spoiled.trimEnd())}\n`, headText(lines))).toContain('ledger_malformed')
    }
    expect(
      await judge(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), headText(lines)),
    ).toContain('ledger_malformed')
    expect(await judge(Buffer.from([0xff, 0x0a]), headText(lines))).toContain('ledger_malformed')
  })
})

describe('the chain, recomputed in a shell', () => {
  let folder: string
  let entriesNamed: string[]
  const script = join(import.meta.dirname, '../../../../main/engine/evidence/bag/templates/verify.sh')
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The ledger part of verify.sh on a folder that holds nothing else. */
  const inShell = (lines: string, head: string): string[] => {
    spawnSync('mkdir', ['-p', join(folder, 'data/13-custody')])
    writeFileSync(join(folder, ledgerPath), lines)
    writeFileSync(join(folder, headPath), head)
    writeFileSync(join(folder, 'bag-info.txt'), `Ledger-Head:${head.length > 66 ? '\n ' : ''} ${head}`)
    const run = spawnSync('sh', [script, '-v', folder], { encoding: 'utf8' })
    entriesNamed = [...run.stdout.matchAll(/\(entry (\d+)\)/g)].map((match) => match[1] ?? '')
    return [
      ...new Set([...run.stdout.matchAll(/^(?:FAIL|OK) +(ledger_\w+)/gm)].map((match) => match[1] ?? '')),
    ]
  }

  it('agrees with any chain made by the definition', () => {
    fc.assert(
      fc.property(chain, (lines) => {
        expect(inShell(ledgerText(lines), headText(lines))).toEqual(['ledger_whole'])
      }),
      { numRuns: 15 },
    )
  })

  it('follows thousands of lines, and finds the one that was edited', () => {
    const lines = chainOf(Array.from({ length: 4100 }, (_, at) => ({ at, note: 'n'.repeat(at % 50) })))
    expect(inShell(ledgerText(lines), headText(lines))).toEqual(['ledger_whole'])
    // on both sides of where the script begins its second helping, and at the end
    const places = [4000, 4001, 4100]
    const edit = (text: string, seq: number): string =>
      text.replace(`"at":${String(seq - 1)},`, `"at":${String(seq)},`)
    // last first: what an edit writes must not be what the next one looks for
    const edited = places.reduceRight(edit, ledgerText(lines))
    expect(inShell(edited, headText(lines))).toEqual(['ledger_edited'])
    expect(entriesNamed).toEqual(places.map(String))
    expect(inShell(ledgerText(lines.slice(0, 4000)), headText(lines))).toEqual(['ledger_cut'])
  }, 120_000)

  it('takes very long lines', () => {
    const lines = chainOf([{ note: 'x'.repeat(300_000) }, { note: '"hash":"'.repeat(5000) }])
    expect(inShell(ledgerText(lines), headText(lines))).toEqual(['ledger_whole'])
    expect(readFileSync(join(folder, ledgerPath)).length).toBeGreaterThan(340_000)
  })
})
