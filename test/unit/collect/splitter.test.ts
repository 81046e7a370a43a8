import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter } from '../../../main/engine/collect/files/split/splitter.ts'
import { readPrefix } from '../../../main/engine/collect/files/split/prefix.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { readText } from './support.ts'

interface Cut {
  list: string
  value: unknown
  offset: number
  line: number
}

function split(
  text: Buffer,
  sizes: readonly number[],
): { cuts: Cut[]; members: [string, unknown][]; broken: string[]; ends: number } {
  const found = { cuts: [] as Cut[], members: [] as [string, unknown][], broken: [] as string[], ends: 0 }
  const splitter = createSplitter(
    {
      element: (bytes, place, list) =>
        found.cuts.push({ list, value: JSON.parse(bytes.toString()), ...place }),
      line(bytes, place) {
        const value = JSON.parse(bytes.toString()) as { configurationItems?: unknown }
        if (Array.isArray(value.configurationItems)) return false
        found.cuts.push({ list: '', value, ...place })
        return true
      },
      broken: (reason, place) => found.broken.push(`${reason} ${place.offset}`),
      member: (path, bytes) => found.members.push([path, JSON.parse(bytes.toString())]),
      listBegin: () => {},
      containerEnd: () => found.ends++,
    },
    { maxItemBytes: 1e6, maxDepth: 200, lineWindow: 1e6 },
  )
  let at = 0
  for (let turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    splitter.push(Buffer.from(text.subarray(at, at + size)))
    at += size
  }
  splitter.end()
  return found
}

const anyObject = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('configurationItems', 'value', 'data', 'rows', '__proto__')),
  fc.jsonValue({ maxDepth: 4 }),
)
const hostileText = fc.constantFrom(
  '"configurationItems":[{',
  ']}',
  '\\',
  '\\"',
  '}]}\n{"a":1}\n',
  '\u2028',
  'é😀',
  '\n',
)
const hostileObject = fc.record({
  id: fc.string({ unit: 'binary' }),
  text: fc.array(hostileText).map((parts) => parts.join('')),
  inner: anyObject,
})
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 })
const indent = fc.constantFrom(undefined, 1, 2, '\t')

describe('the splitter', () => {
  it('cuts the same items wherever chunks end', () => {
    fc.assert(
      fc.property(fc.array(hostileObject), sizes, indent, fc.boolean(), (values, cut, space, idFirst) => {
        const container = idFirst
          ? { configSnapshotId: 'x', skipped: values, configurationItems: values }
          : { skipped: values, configurationItems: values, configSnapshotId: 'x' }
        const text = Buffer.from(JSON.stringify(container, null, space))
        const found = split(text, cut)
        expect(found.cuts.map((one) => one.value)).toEqual(JSON.parse(JSON.stringify(values)))
        for (const one of found.cuts) {
          expect(one.list).toBe('configurationItems')
          expect(text[one.offset]).toBe(0x7b)
          expect(one.line).toBe(text.subarray(0, one.offset).toString().split('\n').length)
        }
        expect(found.members).toEqual([['configSnapshotId', 'x']])
        expect(found.ends).toBe(1)
      }),
      { numRuns: 150 },
    )
  })

  it('cuts any values of a top-level list', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), sizes, indent, (values, cut, space) => {
        const found = split(Buffer.from(JSON.stringify(values, null, space)), cut)
        expect(found.cuts.map((one) => one.value)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 150 },
    )
  })

  it('reads objects one after the other, one a line or printed over many', () => {
    const own = hostileObject.filter((value) => Object.keys(value).length > 0)
    fc.assert(
      fc.property(
        fc.array(own, { minLength: 1 }),
        sizes,
        indent,
        fc.constantFrom('\n', '\r\n', '\n\n'),
        (values, cut, space, end) => {
          const text = Buffer.from(values.map((value) => JSON.stringify(value, null, space)).join(end))
          const found = split(text, cut)
          expect(found.broken).toEqual([])
          expect(found.cuts.map((one) => one.value)).toEqual(JSON.parse(JSON.stringify(values)))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('loses one line of NDJSON when it is cut anywhere', () => {
    const object = fc.record({ name: fc.string({ minLength: 1 }), resource: anyObject })
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 4, maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        sizes,
        (values, which, where, cut) => {
          const lines = values.map((value) => JSON.stringify(value))
          const at = which % (lines.length - 3)
          const line = lines[at] ?? ''
          lines[at] = line.slice(0, 1 + (where % (line.length - 1)))
          // A bare brace, or a cut right after a comma, colon or bracket, may be the beginning of a printed object for a line or two.
          fc.pre(lines[at].length > 2 && !/[[{:,]$/.test(lines[at]))
          const found = split(Buffer.from(lines.join('\n') + '\n'), cut)
          expect(found.cuts.map((one) => one.value)).toEqual(
            JSON.parse(JSON.stringify(values.filter((_, index) => index !== at))),
          )
          expect(found.broken).toHaveLength(1)
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('any bytes at all', () => {
  it('end in an answer, never in a defect', async () => {
    const parts = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '\n',
      '1',
      'null',
      'configurationItems',
      '"value":[',
      '"data":{"rows":[',
      '"Results":["',
      'é',
      '\u0000',
      ' ',
    )
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
      fc.array(parts, { maxLength: 60 }).map((array) => Buffer.from(array.join(''))),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
      fc
        .tuple(
          fc.constantFrom(
            '{"value":[',
            '{"configurationItems":[',
            '{"data":{"columns":[],"rows":[',
            '{"assets":[',
          ),
          fc.jsonValue(),
        )
        .map(([start, value]) => Buffer.from(`${start}${JSON.stringify(value)}]}`)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const { refused, sources } = await readText(content).catch((error: unknown) => {
          if (error instanceof CountersignError) return { refused: [error], sources: [] }
          throw error
        })
        expect(refused.length + sources.length).toBe(1)
      }),
      { numRuns: 400 },
    )
  }, 60_000)
})

describe('readPrefix', () => {
  it('agrees with JSON.parse on whole values, and takes every beginning of one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), indent, (value, cut, space) => {
        // In a list, because a number alone might always go on.
        const text = JSON.stringify([value], null, space)
        expect(readPrefix(text)).toMatchObject({ kind: 'complete' })
        expect(readPrefix(text.slice(0, cut % (text.length + 1))).kind).not.toBe('invalid')
      }),
    )
  })

  it('finds the place where a text stops being JSON', () => {
    expect(readPrefix('{"a":1,}')).toEqual({ kind: 'invalid', at: 7, expected: 'a name in quotes' })
    expect(readPrefix('[1 2]')).toEqual({ kind: 'invalid', at: 3, expected: ', or ]' })
    expect(readPrefix('{"a":"x\ny"}')).toMatchObject({ kind: 'invalid', at: 7 })
    expect(readPrefix('[nope]')).toMatchObject({ kind: 'invalid', at: 1 })
    expect(readPrefix('["\\x"]')).toMatchObject({ kind: 'invalid', at: 2 })
  })
})
