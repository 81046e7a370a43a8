import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEngagementName, readCommandLine } from '../../../main/app/command-line.ts'

const read = (...words: string[]) => readCommandLine(['/opt/countersign/countersign', ...words], '/home/a')

describe('readCommandLine', () => {
  it('takes one workspace file, relative to the working directory, whatever switches stand around it', () => {
    expect(read('--no-sandbox', 'q3/acme.countersign', '--foo')).toEqual({
      engagement: '/home/a/q3/acme.countersign',
      selfTest: false,
      cli: null,
    })
    expect(read('/data/b.countersign').engagement).toBe('/data/b.countersign')
  })

  it('takes nothing else for a file', () => {
    for (const word of [
      '--x=a.countersign',
      'https://evil.test/a.countersign',
      'file:///a.countersign',
      'a.json',
      'a.countersign\0.json',
      '',
    ])
      expect(read(word).engagement, word).toBeNull()
  })

  it('gives everything after --cli to the command line, untouched', () => {
    expect(read('--cli', 'verify', '--json', 'x.countersign')).toEqual({
      engagement: null,
      selfTest: false,
      cli: ['verify', '--json', 'x.countersign'],
    })
  })

  it('knows the self test', () => {
    expect(read('--self-test').selfTest).toBe(true)
    expect(read().selfTest).toBe(false)
  })

  it('never gives a relative path or a switch as a file', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const { engagement } = read(...words.filter((word) => word !== '--cli'))
        expect(
          engagement === null || (engagement.startsWith('/') && engagement.endsWith('.countersign')),
        ).toBe(true)
      }),
    )
  })

  it('does not take an option that ends like a file', () => {
    expect(isEngagementName('--engagement=a.countersign')).toBe(false)
    expect(isEngagementName('a.countersign')).toBe(true)
    expect(isEngagementName('C:\\data\\a.countersign')).toBe(true)
  })
})
