import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../main/engine/sample/index.ts'
import { storyEvents, watch } from '../../../main/engine/sample/story/timeline.ts'
import { judge } from './oracle.ts'
import { readCapture } from './read-capture.ts'
import { useSample } from './sample-fixture.ts'

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  )
const of = <K extends Decision['kind']>(decisions: readonly Decision[], kind: K) =>
  decisions.filter((d): d is Extract<Decision, { kind: K }> => d.kind === kind)

describe('the sample’s script', () => {
  const sample = useSample()
  const weeks = () => sample().manifest.script
  const all = () => weeks().flatMap((week) => week.decisions)

  it('is plain JSON', () => {
    const { manifest } = sample()
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
  })

  it('has a sealed and countersigned session for every capture and none for the missed week', () => {
    const { manifest } = sample()
    expect(weeks().map((week) => week.day)).toEqual(manifest.captures.map((capture) => capture.day))
    for (const { session, day } of weeks()) {
      expect(session.startedAt.startsWith(day)).toBe(true)
      expect(session.startedAt < session.sealedAt && session.sealedAt < session.countersignedAt).toBe(true)
      expect(session.countersignedBy).not.toBe(session.sealedBy)
      expect(session.attendees).toContain(session.startedBy)
      expect(session.summary).not.toBe('')
    }
    expect(manifest.preparer.name).not.toBe(manifest.reviewer.name)
  })

  it('loses no decision and keeps the order of time within each week', () => {
    const { captures } = sample().manifest
    weeks().forEach(({ decisions }, i) => {
      const times = decisions.map(({ at }) => at)
      expect(times).toEqual([...times].sort())
      expect(times.every((at) => at > (captures[i]?.at ?? '') && at < (captures[i + 1]?.at ?? '9999'))).toBe(
        true,
      )
    })
    expect(all().length).toBeGreaterThan(140)
  })

  it('puts decisions taken in the session before its seal and the work of the week after it', () => {
    for (const { session, decisions } of weeks())
      for (const decision of decisions) {
        const inSession = decision.at > session.startedAt && decision.at < session.sealedAt
        if (decision.kind !== 'remediated') expect(inSession, `${decision.kind} at ${decision.at}`).toBe(true)
        else expect(decision.at > session.sealedAt).toBe(true)
      }
  })

  it('approves baseline 1 on 29 June and baseline 2 in the middle of the period', () => {
    expect(of(all(), 'baseline').map(({ version, at, actor }) => [version, at.slice(0, 10), actor])).toEqual([
      [1, '2026-06-29', 'Helena Strand'],
      [2, '2026-08-10', 'Helena Strand'],
    ])
  })

  it('lets nobody approve an exception of his own, and one run out inside the period', () => {
    const exceptions = of(all(), 'exception')
    for (const e of exceptions) {
      expect(e.decidedBy).not.toBe(e.actor)
      expect(e.decidedAt > e.at && e.expiresAt > e.decidedAt).toBe(true)
      expect(e.reason.length > 10 && e.compensatingControl.length > 4).toBe(true)
    }
    const inside = exceptions.filter((e) => e.expiresAt < sample().manifest.engagement.periodEnd)
    expect(inside.map((e) => [e.select.resources[0], e.expiresAt])).toEqual([
      ['data-lake-admin', '2026-08-31T00:00:00.000Z'],
    ])
    expect(exceptions.some((e) => e.decision === 'rejected')).toBe(true)
  })

  it('authorises drift with change numbers and refuses some', () => {
    const drifts = of(all(), 'drift')
    expect(drifts.filter((d) => d.authorised).every((d) => /^CHG-\d{4}$/.test(d.changeReference))).toBe(true)
    expect(drifts.some((d) => d.changeReference === 'CHG-1042')).toBe(true)
    expect(drifts.filter((d) => !d.authorised).length).toBeGreaterThan(2)
  })

  it('marks work done in time, late, and after the work itself', () => {
    for (const d of of(all(), 'remediated')) expect(d.actedAt <= d.at).toBe(true)
  })

  it('selects by provider ids that exist and that are misconfigured at that time', () => {
    const { dir, manifest } = sample()
    weeks().forEach(({ decisions }, i) => {
      const capture = manifest.captures[i]
      if (capture === undefined) throw new Error('no capture')
      const seen = readCapture(dir, capture)
      const judged = judge(seen)
      for (const decision of [
        ...of(decisions, 'assign'),
        ...of(decisions, 'remediated'),
        ...of(decisions, 'exception'),
      ]) {
        const { misconfiguration, provider, resources } = decision.select
        expect(resources.some((r) => r.startsWith('event:'))).toBe(false)
        const names = new Map([...seen.values()].map((r) => [r.id, r.name]))
        const bad = [...(judged.get(`${misconfiguration} ${provider}`)?.bad ?? [])]
        const hit = bad.some((id) =>
          resources.some((r) => glob(r).test(id) || glob(r).test(names.get(id) ?? '')),
        )
        // What an absent resource or a denied region leaves is judged through another resource.
        const elsewhere =
          ['azure-activity-log', 'azure-ca-report-only'].some(
            (e) => resources[0] === storyEvents.find(({ id }) => id === e)?.resource,
          ) ||
          (capture.day >= '2026-07-27' &&
            capture.day <= '2026-08-03' &&
            resources.some((r) => r.includes('222233334444') || r.includes('rdp')))
        expect(hit || elsewhere, `${decision.kind} of ${resources[0]} on ${decision.at}`).toBe(true)
      }
    })
  })

  it('knows every event it is asked about, and refuses others', () => {
    expect(() => watch('2026-07-06T05:00:00.000Z').is('aws-no-such-thing')).toThrow('no story event')
    expect(new Set(storyEvents.map((e) => e.id)).size).toBe(storyEvents.length)
  })
})
