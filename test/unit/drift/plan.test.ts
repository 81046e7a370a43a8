import type { JsonObject } from '../../../shared/model/json.ts'
import { describe, expect, it } from 'vitest'
import { planDrift, type OpenDrift } from '../../../main/engine/drift/index.ts'

const open: OpenDrift = { id: 7, path: 'config.public', kind: 'changed', after: true }

describe('the life of a drift event', () => {
  it('opens on the first difference and stays one event while it lasts', () => {
    const subject = {
      baseline: { config: { public: false } },
      state: 'present' as const,
      current: { config: { public: true } },
    }
    expect(planDrift(subject, []).open).toEqual([
      { path: 'config.public', kind: 'changed', before: false, after: true },
    ])
    expect(planDrift(subject, [open])).toEqual({ open: [], close: [] })
  })

  it('closes when the property returns', () => {
    const same = { config: { public: false } }
    expect(planDrift({ baseline: same, state: 'present', current: same }, [open])).toEqual({
      open: [],
      close: [{ id: 7, by: 'returned' }],
    })
  })

  it('does not let an authorisation of one value cover the next', () => {
    const plan = planDrift(
      { baseline: { config: { public: false } }, state: 'present', current: { config: { public: 'all' } } },
      [open],
    )
    expect(plan.close).toEqual([{ id: 7, by: 'changed-again' }])
    expect(plan.open).toHaveLength(1)
  })

  it('says nothing of a resource it could not read', () => {
    expect(planDrift({ baseline: { a: 1 }, state: 'unread', current: { a: 2 } }, [open])).toEqual({
      open: [],
      close: [],
    })
  })

  it('shows added and removed resources as a whole', () => {
    expect(planDrift({ baseline: null, state: 'present', current: { a: 1 } }, []).open).toEqual([
      { path: '', kind: 'added', before: null, after: null },
    ])
    const removed = planDrift({ baseline: { a: 1 }, state: 'absent', current: null }, [open])
    expect(removed.open).toEqual([{ path: '', kind: 'removed', before: null, after: null }])
    expect(removed.close).toEqual([{ id: 7, by: 'resource-removed' }])
  })
})

it('use is no drift', () => {
  const row = (used: string, active: string) => ({
    config: { user: 'a', access_key_1_last_used_date: used, access_key_1_active: active },
  })
  const subject = (baseline: JsonObject, current: JsonObject) => ({
    baseline,
    current,
    state: 'present' as const,
  })
  expect(planDrift(subject(row('2026-07-01', 'true'), row('2026-07-08', 'true')), []).open).toEqual([])
  expect(
    planDrift(subject(row('2026-07-01', 'true'), row('2026-07-08', 'false')), []).open.map(
      ({ path }) => path,
    ),
  ).toEqual(['config.access_key_1_active'])
})
