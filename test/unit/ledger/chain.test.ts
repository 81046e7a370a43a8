import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  ledgerHash,
  ledgerLine,
  nextEntry,
  parseLedger,
  verifyChain,
} from '../../../main/engine/ledger/index.ts'
import { emptyLedger, ledgerActions, type LedgerEntry } from '../../../shared/model/ledger.ts'

const drafts = fc.array(
  fc.record({
    at: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    actor: fc.string({ unit: 'grapheme', maxLength: 12 }),
    action: fc.constantFrom(...ledgerActions),
    payload: fc.dictionary(
      fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
      { maxKeys: 4 },
    ),
  }),
  { minLength: 1, maxLength: 12 },
)

function chainOf(list: typeof drafts extends fc.Arbitrary<infer Drafts> ? Drafts : never): LedgerEntry[] {
  let head = emptyLedger
  return list.map((draft) => {
    const entry = nextEntry(head, draft)
    head = { seq: entry.seq, hash: entry.hash }
    return entry
  })
}

describe('the chain', () => {
  test('hash of a known entry, computed by hand', () => {
    const entry = nextEntry(emptyLedger, {
      at: '2026-07-06T09:00:00.000Z',
      actor: 'Ada',
      action: 'engagement-created',
      payload: { b: 1, a: 'ü' },
    })
    const text = `{"action":"engagement-created","actor":"Ada","at":"2026-07-06T09:00:00.000Z","payload":{"a":"ü","b":1},"prev":"${'0'.repeat(64)}","seq":1}`
    expect(entry.hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'))
  })

  test('holds for any drafts, and as lines too', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const chain = chainOf(list)
        const last = chain.at(-1)
        expect(verifyChain(chain)).toMatchObject({ ok: true, head: { seq: last?.seq, hash: last?.hash } })
        expect([...parseLedger(chain.map(ledgerLine).join(''))]).toEqual(chain)
      }),
    )
  })

  test('any change, swap, insertion or removal before the end is found at or before its place', () => {
    fc.assert(
      fc.property(
        drafts,
        fc.nat(),
        fc.constantFrom(
          'at',
          'actor',
          'action',
          'payload',
          'prev',
          'hash',
          'seq',
          'remove',
          'double',
          'swap',
          'rehash',
        ),
        (list, place, what) => {
          const chain = chainOf(list)
          const index = place % chain.length
          const entry = chain[index] as LedgerEntry
          const changed = [...chain]
          if (what === 'remove') {
            // A cut at the end is not visible from inside; the head says it.
            changed.splice(index, 1)
            const check = verifyChain(changed)
            if (index === chain.length - 1)
              expect(check).toMatchObject({ ok: true, head: { seq: chain.length - 1 } })
            else expect(check).toEqual({ ok: false, seq: index + 1, why: 'sequence' })
            return
          }
          if (what === 'double') changed.splice(index, 0, entry)
          else if (what === 'swap') {
            if (index === 0) return
            changed[index] = chain[index - 1] as LedgerEntry
            changed[index - 1] = entry
          } else if (what === 'rehash') {
            // A forger who repairs the entry's own hash is found by the next entry.
            if (index === chain.length - 1) return
            const forged = { ...entry, actor: `${entry.actor}!` }
            changed[index] = { ...forged, hash: ledgerHash(forged) }
            expect(verifyChain(changed)).toEqual({ ok: false, seq: index + 2, why: 'previous-hash' })
            return
          } else changed[index] = tampered(entry, what)
          const check = verifyChain(changed)
          expect(check.ok).toBe(false)
          if (!check.ok) expect(check.seq).toBeLessThanOrEqual(index + 2)
        },
      ),
    )
  })

  test('a clock that goes back is kept and named', () => {
    const at = (hour: number) => `2026-07-06T0${hour}:00:00.000Z`
    const chain = chainOf(
      [3, 1, 2].map((hour) => ({
        at: at(hour),
        actor: 'Ada',
        action: 'finding-noted' as const,
        payload: {},
      })),
    )
    expect(verifyChain(chain)).toMatchObject({ ok: true, clockJumps: [2] })
    expect(chain[1]?.at).toBe(at(1))
  })

  test('a line that is no entry is refused with its number', () => {
    const [first] = chainOf([
      { at: '2026-07-06T09:00:00.000Z', actor: 'Ada', action: 'finding-noted', payload: {} },
    ])
    expect(() => [...parseLedger(`${ledgerLine(first as LedgerEntry)}{"seq":2}\n`)]).toThrow(
      expect.objectContaining({ code: 'ledger_broken', params: expect.objectContaining({ seq: 2 }) }),
    )
  })
})

function tampered(
  entry: LedgerEntry,
  what: 'at' | 'actor' | 'action' | 'payload' | 'prev' | 'hash' | 'seq',
): LedgerEntry {
  if (what === 'seq') return { ...entry, seq: entry.seq + 1 }
  if (what === 'payload') return { ...entry, payload: { ...entry.payload, extra: 1 } }
  if (what === 'at') return { ...entry, at: '2027-01-01T00:00:00.000Z' }
  if (what === 'action')
    return { ...entry, action: entry.action === 'finding-noted' ? 'finding-assigned' : 'finding-noted' }
  if (what === 'actor') return { ...entry, actor: `${entry.actor}x` }
  return { ...entry, [what]: 'f'.repeat(64) }
}
