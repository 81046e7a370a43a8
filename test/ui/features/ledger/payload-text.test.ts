import { expect, it } from 'vitest'
import { nameWords, payloadText } from '../../../../renderer/features/ledger/payload-text.ts'

it('says a payload in one line', () => {
  expect(
    payloadText({
      version: 2,
      rationale: '',
      sha256: 'a'.repeat(64),
      drifts: [1, 2, 3, 4],
      attendees: ['Ada', 'Tom'],
      before: { a: 1 },
      sealed: true,
      none: null,
      empty: [],
    }),
  ).toBe('version 2 · sha256 aaaaaaaa… · drifts 4 · attendees Ada, Tom · before … · sealed yes')
  expect(payloadText({})).toBe('')
})

it('takes names apart', () => {
  expect(nameWords('packageJsonSha256')).toBe('package json sha256')
})
