import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bagInfoText, bagInfoValue, readBagInfo } from '../../../../main/engine/evidence/bag/bag-info.ts'
import { manifestText, readManifest } from '../../../../main/engine/evidence/bag/manifest.ts'
import { assertNames, nameFault } from '../../../../main/engine/evidence/bag/names.ts'

const part = fc
  .stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}[A-Za-z0-9_-]$/)
  .filter((text) => !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(text))
const goodPath = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'))

describe('names inside a package', () => {
  it('allows what the rule allows', () => {
    fc.assert(fc.property(goodPath, (path) => nameFault(path) === undefined))
  })
  it('refuses any character outside it, wherever it stands', () => {
    const bad = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 3 })
      .filter((text) => /[^A-Za-z0-9._/-]/.test(text))
    fc.assert(
      fc.property(goodPath, bad, fc.nat(), (path, odd, at) => {
        const spoiled = path.slice(0, at % (path.length + 1)) + odd + path.slice(at % (path.length + 1))
        expect(nameFault(spoiled)).toBeDefined()
      }),
    )
  })
  it('never lets a path leave its folder', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (path) => {
        if (nameFault(path)) return
        const parts = new URL(path, 'file:///bag/').pathname
        expect(parts).toBe(`/bag/${path}`)
      }),
    )
  })
  it.each([
    ['', 'character'],
    ['data/%41', 'character'],
    ['data\\x', 'character'],
    ['/etc/passwd', 'part'],
    ['data//x', 'part'],
    ['data/../x', 'part'],
    ['data/./x', 'part'],
    ['data/x.', 'part'],
    ['data/-rf', 'part'],
    ['data/', 'part'],
    ['data/NUL.txt', 'reserved'],
    ['com1/x', 'reserved'],
    ['d/'.repeat(89) + 'xx', 'too_long'],
  ])('refuses %j: %s', (path, fault) => expect(nameFault(path)).toBe(fault))
  it('allows 179 characters and not 180', () => {
    expect(nameFault('d/'.repeat(89) + 'x')).toBeUndefined()
    expect(() => assertNames(['d/'.repeat(89) + 'xy'])).toThrow(
      expect.objectContaining({ code: 'package_invalid' }),
    )
  })
  it('refuses names that differ only in case', () => {
    expect(() => assertNames(['data/a', 'data/A'])).toThrow(
      expect.objectContaining({
        code: 'package_invalid',
        params: expect.objectContaining({ path: 'data/A' }) as unknown,
      }),
    )
  })
})

describe('manifests', () => {
  const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
  it('are read back as written, sorted by byte, whatever the order given', () => {
    const entries = fc.uniqueArray(fc.tuple(goodPath, hash), { selector: ([path]) => path, maxLength: 30 })
    fc.assert(
      fc.property(entries, (pairs) => {
        const listed = pairs.map(([path, sha256]) => ({ path: `data/${path}`, sha256 }))
        const text = manifestText(listed)
        expect(manifestText(listed.toReversed())).toBe(text)
        const paths = text
          .split('\n')
          .slice(0, -1)
          .map((line) => line.slice(66))
        expect(paths).toEqual(paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
        const { entries: read, faults } = readManifest(text, 'payload')
        expect(faults).toEqual([])
        expect(Object.fromEntries(read)).toEqual(
          Object.fromEntries(listed.map(({ path, sha256 }) => [path, sha256])),
        )
      }),
    )
  })
  const zero = '0'.repeat(64)
  it.each([
    [`${zero} data/x\n`, 'form'],
    [`${zero}  data/x`, 'form'],
    [`${zero}  data/x\r\n`, 'form'],
    [`${zero.toUpperCase().replace('0', 'A')}  data/x\n`, 'form'],
    [`${zero}  *data/x\n`, 'name'],
    [`${zero}  data/../x\n`, 'name'],
    [`${zero}  bagit.txt\n`, 'place'],
    [`${zero}  data/x\n${zero}  data/x\n`, 'repeated'],
    ['\n', 'form'],
  ])('does not rely on %j: %s', (text, reason) => {
    expect(readManifest(text, 'payload').faults.at(-1)?.reason).toBe(reason)
  })
  it('keeps data and signatures out of the tag manifest', () => {
    expect(readManifest(`${zero}  data/x\n`, 'tag').faults[0]?.reason).toBe('place')
    expect(readManifest(`${zero}  signatures/preparer.p7s\n`, 'tag').faults[0]?.reason).toBe('place')
  })
})

describe('bag-info.txt', () => {
  const word = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
    .map((text) => text.replace(/[\p{Cc}\p{Z}\s]/gu, ''))
    .filter((text) => text !== '')
  const value = fc
    .array(word, { minLength: 1, maxLength: 40 })
    .chain((words) => fc.constantFrom(' ', '  ').map((gap) => words.join(gap)))
  it('folds long values and reads them back', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/), value, (label, text) => {
        const written = bagInfoText([
          { label, value: text },
          { label: 'Next', value: 'x' },
        ])
        expect(readBagInfo(written)).toEqual([
          { label, value: text },
          { label: 'Next', value: 'x' },
        ])
      }),
    )
  })
  it('keeps lines to 79 bytes where words allow it', () => {
    const text = bagInfoText([{ label: 'External-Description', value: 'word '.repeat(60).trim() }])
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(79)
    expect(text.split('\n').length).toBeGreaterThan(4)
    expect(
      text
        .split('\n')
        .slice(1, -1)
        .every((line) => /^ {2}\S/.test(line)),
    ).toBe(true)
  })
  it('refuses what would begin another field', () => {
    const refused = expect.objectContaining({ code: 'invalid_input' }) as Error
    expect(() => bagInfoText([{ label: 'A', value: 'x\nLedger-Head: 1' }])).toThrow(refused)
    expect(() => bagInfoText([{ label: 'A B', value: 'x' }])).toThrow(refused)
    expect(() => bagInfoText([{ label: 'A', value: '' }])).toThrow(refused)
    expect(() => bagInfoText([{ label: 'A', value: ' x' }])).toThrow(refused)
  })
  it('is not read when a line is neither field nor continuation', () => {
    expect(readBagInfo('  orphan\n')).toBeUndefined()
    expect(readBagInfo('no colon\n')).toBeUndefined()
    expect(bagInfoValue(readBagInfo('A: 1\nA: 2\n') ?? [], 'A')).toBe('1')
  })
})
