import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dictionaryText,
  endOfValue,
  readArray,
  readDictionary,
  referenceNumber,
} from '../../../../main/engine/evidence/sign/pdf/syntax.ts'

describe('a dictionary', () => {
  it('is read entry by entry, each value as it stands', () => {
    const text =
      ' <</Type /Page % a note >> here\n/Kids[1 0 R 2 0 R]/T(a \\) (b) >>)/H<FEFF0041>/D<</E<</F true>>>>/N -1.5/P 12 0 R/Q 7 0/Z null>>'.replace(
        '/Q 7 0',
        '/Q 7',
      )
    expect([...readDictionary(text)]).toEqual([
      ['Type', '/Page'],
      ['Kids', '[1 0 R 2 0 R]'],
      ['T', '(a \\) (b) >>)'],
      ['H', '<FEFF0041>'],
      ['D', '<</E<</F true>>>>'],
      ['N', '-1.5'],
      ['P', '12 0 R'],
      ['Q', '7'],
      ['Z', 'null'],
    ])
  })
  it('that was cut anywhere is refused, never read as a shorter one', () => {
    const text = '<</A[1 0 R (x\\)y)]/B<</C<00FF>>>/D 3 0 R/E/F>>'
    for (let end = 0; end < text.length; end++)
      expect(() => readDictionary(text.slice(0, end)), text.slice(0, end)).toThrow(Error)
    expect(readDictionary(text).size).toBe(4)
  })
  it('is the same after it was written and read again', () => {
    const name = fc.stringMatching(/^[A-Za-z]{1,8}$/)
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer().map(String),
        name.map((one) => `/${one}`),
        fc.integer({ min: 1, max: 9999 }).map((id) => `${id} 0 R`),
        fc.string().map((one) => `(${one.replace(/[\\()]/g, '\\$&')})`),
        fc.uint8Array().map((bytes) => `<${Buffer.from(bytes).toString('hex')}>`),
        fc.array(tie('value') as fc.Arbitrary<string>).map((all) => `[${all.join(' ')}]`),
        fc
          .array(fc.tuple(name, tie('value') as fc.Arbitrary<string>))
          .map((all) => `<<${all.map(([key, one]) => `/${key} ${one}`).join('')}>>`),
      ),
    })).value
    fc.assert(
      fc.property(fc.dictionary(name, value), (entries) => {
        const map = new Map(Object.entries(entries))
        expect(readDictionary(dictionaryText(map))).toEqual(map)
      }),
    )
  })
})

it('an array is read element by element, references whole', () => {
  expect(readArray('[ 1 0 R 5 6 0 R(a b)[1 2]/N ]')).toEqual(['1 0 R', '5', '6 0 R', '(a b)', '[1 2]', '/N'])
  expect(readArray('[]')).toEqual([])
  expect(readArray(undefined)).toEqual([])
})

it('a reference is told from numbers', () => {
  expect(referenceNumber('12 0 R')).toBe(12)
  expect(referenceNumber('12')).toBeNull()
  expect(referenceNumber(undefined)).toBeNull()
  expect('1 0 Rx'.slice(0, endOfValue('1 0 Rx', 0))).toBe('1')
})
