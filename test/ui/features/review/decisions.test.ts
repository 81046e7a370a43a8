import { describe, expect, it } from 'vitest'
import { choicesOf, withComment } from '../../../../renderer/features/review/decisions.ts'
import { namesIn, reasonCounts, subjectTail, titleOf } from '../../../../renderer/features/review/words.ts'

const finding = { owner: 'Tom Okafor', dueAt: '2026-10-05T09:00:00.000Z', exceptionUntil: null }
const exception = {
  status: 'requested' as const,
  expiresAt: '2026-12-01T00:00:00.000Z',
  requestedBy: 'Tom Okafor',
}

describe('choices of an item', () => {
  it('has four for each kind, told apart by their words', () => {
    const all = [
      choicesOf({ kind: 'finding', finding }),
      choicesOf({ kind: 'finding', finding: { ...finding, owner: null } }),
      choicesOf({ kind: 'drift', drift: { authorised: null, changeReference: null } }),
      choicesOf({ kind: 'exception', exception }),
      choicesOf({ kind: 'exception', exception: { ...exception, status: 'approved' } }),
      choicesOf({ kind: 'exception', exception: { ...exception, status: 'expired' } }),
    ]
    for (const choices of all) {
      expect(choices).toHaveLength(4)
      expect(new Set(choices.map(({ label }) => label)).size).toBe(4)
    }
  })

  it('keeps an owned finding at once and asks for an owner where there is none', () => {
    expect(choicesOf({ kind: 'finding', finding })[0]).toEqual({
      label: 'Keep with Tom Okafor',
      text: 'Keep with Tom Okafor, due 2026-10-05',
      asks: { kind: 'nothing' },
    })
    expect(choicesOf({ kind: 'finding', finding: { ...finding, owner: null } })[0]?.asks).toEqual({
      kind: 'owner',
    })
    expect(
      choicesOf({ kind: 'finding', finding: { ...finding, exceptionUntil: '2026-12-01T00:00:00.000Z' } })[0]
        ?.text,
    ).toBe('Risk accepted until 2026-12-01')
  })

  it('decides drift and exceptions themselves, not only the session', () => {
    const drift = choicesOf({ kind: 'drift', drift: { authorised: false, changeReference: 'INC-7' } })
    expect(drift[0]?.asks).toEqual({ kind: 'reference', authorised: true, known: 'INC-7' })
    expect(drift[1]?.asks).toMatchObject({ authorised: false })
    expect(choicesOf({ kind: 'exception', exception })[1]?.asks).toEqual({
      kind: 'exception',
      decision: 'rejected',
    })
    expect(
      choicesOf({ kind: 'exception', exception: { ...exception, status: 'approved' } }).every(
        ({ asks }) => asks.kind === 'nothing',
      ),
    ).toBe(true)
  })
})

describe('words of a decision', () => {
  it('joins a choice and a comment', () => {
    expect(withComment('Follow up', '  vendor answers on Thursday ')).toBe(
      'Follow up: vendor answers on Thursday',
    )
    expect(withComment('Follow up', ' ')).toBe('Follow up')
    expect(withComment('', 'Own words')).toBe('Own words')
  })

  it('makes the title of a drift readable and leaves others alone', () => {
    expect(
      titleOf({ kind: 'drift', title: 'config.ipPermissions[tcp 22 22].ipRanges[0.0.0.0/0] added' }),
    ).toBe('ipPermissions › tcp 22 22 › ipRanges › 0.0.0.0/0: added')
    expect(titleOf({ kind: 'drift', title: 'Resource removed' })).toBe('Resource removed')
    expect(titleOf({ kind: 'finding', title: 'Root user has MFA' })).toBe('Root user has MFA')
  })

  it('reads names with commas between them', () => {
    expect(namesIn('Ada, Tom ;Ada\n, Léa ')).toEqual(['Ada', 'Tom', 'Léa'])
    expect(namesIn(' , ')).toEqual([])
  })

  it('counts an item under each of its reasons', () => {
    const base = {
      kind: 'finding' as const,
      title: '',
      subject: '',
      severity: 'low' as const,
      decision: null,
    }
    expect(
      reasonCounts([
        { ...base, ref: 1, reasons: ['new', 'overdue'] },
        { ...base, ref: 2, reasons: ['overdue'] },
      ]),
    ).toEqual([
      { reason: 'overdue', count: 2 },
      { reason: 'new', count: 1 },
    ])
  })
})

it('shows the end of a long id', () => {
  expect(subjectTail('arn:aws:s3:::larkfield-press-kit')).toBe('arn:aws:s3:::larkfield-press-kit')
  const azure =
    '/subscriptions/1b6e4d20-91c7-4f3a-8a55-0c9d7e2f6b14/resourceGroups/rg-robot-network/providers/Microsoft.Network/networkSecurityGroups/nsg-robot-arm'
  expect(subjectTail(azure)).toBe('…/providers/Microsoft.Network/networkSecurityGroups/nsg-robot-arm')
  expect(subjectTail('x'.repeat(200))).toBe(`…${'x'.repeat(64)}`)
})
