import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../../shared/model/json.ts'
import { canonicalJson } from '../../../shared/model/canonical.ts'

/** Text with what JSON and UTF-16 order find hard: integer-like keys, quotes, controls, astral and private-use characters. */
const hardText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '0',
    '1',
    '10',
    '2',
    '007',
    '-1',
    '1e3',
    '__proto__',
    'constructor',
    'toString',
    '"',
    '\\',
    '\u0000',
    '\u001f',
    '\u007f',
    '\u2028',
    '€',
    '\ue000',
    '\uffff',
    '😀',
    '\u{10ffff}',
    'é',
    'e\u0301',
  ),
)
const hardNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(
    0,
    -0,
    1e21,
    1e-7,
    123456789012,
    0.1,
    1e300,
    5e-324,
    JSON.parse('333333333.33333329') as number,
    9007199254740992,
    -1e-9,
    4.5,
    2e-3,
  ),
)
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, false),
    hardNumber,
    hardText,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(hardText, tie('value')), { maxLength: 8 }).map((pairs) => {
      const made: Record<string, JsonValue> = {}
      for (const [key, value] of pairs)
        Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true })
      return made
    }),
  ),
})).value

describe('canonicalJson', () => {
  it('says what the canonicalize package says', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
      { numRuns: 3000 },
    )
  })

  it('gives one text whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(hardText, json), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse()) as JsonValue
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
      }),
    )
  })

  it('parses back to an equal value', () => {
    // Keys that end in a backslash stay out: V8 13.6 (Node 24) reads `{"a\\u0000":1}` as key `a\\` once it has seen such a key there.
    const key = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\\'))
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.oneof(hardNumber, hardText, fc.dictionary(key, hardText))),
        (value) => {
          const text = canonicalJson(value)
          expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text)
        },
      ),
    )
  })

  it('sorts by UTF-16 code units, the example of RFC 8785 section 3.2.3', () => {
    const text = canonicalJson({
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    })
    expect(text).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","\u{1f600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    )
  })

  it('writes numbers as RFC 8785 appendix B does', () => {
    expect(
      canonicalJson([
        -0,
        1e21,
        JSON.parse('333333333.33333329') as number,
        1e30,
        4.5,
        2e-3,
        1e-27,
        9007199254740994,
      ]),
    ).toBe('[0,1e+21,333333333.3333333,1e+30,4.5,0.002,1e-27,9007199254740994]')
  })

  it('orders integer-like keys as text, which a JavaScript object does not', () => {
    expect(canonicalJson({ '10': 1, '9': 2, '1': 3 })).toBe('{"1":3,"10":1,"9":2}')
  })

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(RangeError)
    expect(() => canonicalJson([Number.POSITIVE_INFINITY])).toThrow(RangeError)
    expect(() => canonicalJson('\ud800')).toThrow(TypeError)
    expect(() => canonicalJson({ 'a\udc00': 1 })).toThrow(TypeError)
  })

  it('keeps its key cache bounded without a wrong key', () => {
    for (let index = 0; index < 45_000; index++)
      expect(canonicalJson({ [`k${index}`]: index })).toBe(`{"k${index}":${index}}`)
  })
})
