import { describe, expect, it } from 'vitest'
import { newEngagement, testEngine } from '../../support/engine.ts'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'

const rule = 'aws-ec2-security-group-ssh'

/** An engagement in which a security group is open in the first week, mended in the second and open again in the third. */
async function threeWeeks() {
  const engine = testEngine()
  await newEngagement(engine)
  const { client, clock, dir } = engine
  const week = async (day: string, ssh: readonly string[]) => {
    clock.set(`2026-07-${day}T09:00:00.000Z`)
    const items = [
      securityGroup('sg-0aa', { ssh, capturedAt: `2026-07-${day}T05:00:00.000Z` }),
      securityGroup('sg-0bb', { ssh: ['10.0.0.0/8'] }),
    ]
    return client.call('scan.import', { paths: [writeSnapshot(dir, `${day}.json`, items)], actor: 'Ada' })
  }
  const findings = async () => (await client.call('finding.page', { filter: { rule: [rule] } })).rows
  return { ...engine, week, findings }
}

describe('the main job over several weeks', () => {
  it('opens, closes by a scan and reopens a finding', async () => {
    const { week, findings } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    expect(await findings()).toMatchObject([
      {
        subjectName: 'sg-0aa',
        status: 'open',
        severity: 'critical',
        openedAt: '2026-07-06T05:00:00.000Z',
        dueAt: '2026-07-08T05:00:00.000Z',
      },
    ])
    await week('13', ['10.0.0.0/8'])
    expect(await findings()).toMatchObject([{ status: 'closed', breached: true }])
    await week('20', ['::/0', '0.0.0.0/0'])
    expect(await findings()).toMatchObject([{ status: 'open', reopened: 1, breached: false }])
  })

  it('proves or disproves a remediation by the next scan', async () => {
    const { week, findings, client, clock } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    const [finding] = await findings()
    clock.set('2026-07-07T09:00:00.000Z')
    await client.call('finding.remediated', {
      findings: [finding!.id],
      action: 'closed the port',
      actor: 'Bo',
    })
    expect(await findings()).toMatchObject([{ status: 'remediated' }])
    await week('13', ['0.0.0.0/0'])
    expect(await findings()).toMatchObject([{ status: 'open', remediatedAt: null, breached: true }])
  })

  it('shows drift by property against the approved baseline until it returns', async () => {
    const { week, client } = await threeWeeks()
    await week('06', [])
    await client.call('baseline.approve', { rationale: 'as built', actor: 'Cy' })
    await week('13', ['0.0.0.0/0'])
    const { rows } = await client.call('drift.page', { open: true })
    expect(rows).toMatchObject([
      {
        name: 'sg-0aa',
        kind: 'added',
        path: 'config.ipPermissions[tcp 22 22]',
        baseline: 1,
        detectedAt: '2026-07-13T05:00:00.000Z',
      },
    ])
    await client.call('drift.decide', {
      drifts: [rows[0]!.id],
      authorised: true,
      changeReference: 'CHG-1',
      actor: 'Cy',
    })
    await week('20', [])
    expect((await client.call('drift.page', {})).rows).toMatchObject([
      { closedBy: 'returned', authorised: true, changeReference: 'CHG-1' },
    ])
  })

  it('keeps what was decided on drift of resources that an approval does not move', async () => {
    const { client, dir, clock } = await threeWeeks()
    const week = (day: string, first: readonly string[], second: readonly string[]) => {
      clock.set(`2026-07-${day}T09:00:00.000Z`)
      const capturedAt = `2026-07-${day}T05:00:00.000Z`
      const items = [
        securityGroup('sg-0aa', { ssh: first, capturedAt }),
        securityGroup('sg-0bb', { ssh: second, capturedAt }),
      ]
      return client.call('scan.import', { paths: [writeSnapshot(dir, `${day}.json`, items)], actor: 'Ada' })
    }
    await week('06', [], [])
    await client.call('baseline.approve', { rationale: 'as built', actor: 'Cy' })
    await week('13', ['10.0.0.0/8'], ['10.0.0.0/8'])
    const { rows } = await client.call('drift.page', { open: true })
    await client.call('drift.decide', {
      drifts: rows.map(({ id }) => id),
      authorised: true,
      changeReference: 'CHG-2',
      actor: 'Cy',
    })
    await client.call('baseline.approve', {
      rationale: 'only this one',
      filter: { text: 'sg-0aa' },
      actor: 'Cy',
    })
    expect((await client.call('drift.page', { open: true })).rows).toMatchObject([
      { name: 'sg-0bb', authorised: true, changeReference: 'CHG-2' },
    ])
    expect((await client.call('drift.page', { open: false })).rows).toMatchObject([
      { name: 'sg-0aa', closedBy: 'baseline-moved' },
    ])
  })

  it('lets nobody approve their own exception, and reopens at its expiry', async () => {
    const { week, findings, client, clock } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    const [finding] = await findings()
    const asked = await client.call('exception.request', {
      finding: finding!.id,
      reason: 'migration',
      compensatingControl: 'watching',
      expiresAt: '2026-07-12T00:00:00.000Z',
      actor: 'Bo',
    })
    await expect(
      client.call('exception.decide', { exception: asked.id, decision: 'approved', actor: 'bo ' }),
    ).rejects.toMatchObject({ wire: { code: 'same_person' } })
    await client.call('exception.decide', { exception: asked.id, decision: 'approved', actor: 'Cy' })
    expect(await findings()).toMatchObject([{ exceptionUntil: '2026-07-12T00:00:00.000Z' }])
    clock.set('2026-07-13T09:00:00.000Z')
    await week('13', ['0.0.0.0/0'])
    expect(await findings()).toMatchObject([
      { exceptionUntil: null, dueAt: '2026-07-14T00:00:00.000Z', status: 'open' },
    ])
    expect(await client.call('exception.list', {})).toMatchObject([{ status: 'expired' }])
  })

  it('seals a review session so that nothing in it changes, and asks a second person to countersign', async () => {
    const { week, client } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    const session = await client.call('review.start', { attendees: ['Ada', 'Bo'], actor: 'Ada' })
    const { items } = await client.call('review.queue', {})
    expect(items.some((item) => item.kind === 'finding' && item.reasons.includes('new'))).toBe(true)
    await client.call('review.decide', {
      kind: 'finding',
      ref: items[0]!.ref,
      decision: 'mend today',
      actor: 'Ada',
    })
    const sealed = await client.call('review.seal', { summary: 'first', actor: 'Ada' })
    expect(sealed).toMatchObject({ decided: 1, sealedBy: 'Ada', week: '2026-07-06' })
    await expect(
      client.call('review.decide', { kind: 'finding', ref: items[0]!.ref, decision: 'other', actor: 'Ada' }),
    ).rejects.toMatchObject({ wire: { code: 'conflict' } })
    await expect(
      client.call('review.countersign', { session: session.id, actor: 'Ada' }),
    ).rejects.toMatchObject({ wire: { code: 'same_person' } })
    expect(await client.call('review.countersign', { session: session.id, actor: 'Cy' })).toMatchObject({
      reviewedBy: 'Cy',
    })
    const weeks = await client.call('review.weeks', {})
    expect(weeks.weeks[0]).toMatchObject({ week: '2026-06-29', standing: 'missed' })
  })

  it('evaluates only what changed, and the same outcomes come out when everything is judged anew', async () => {
    const { week, client } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    const all = await client.call('outcome.page', { limit: 500 })
    const second = await client.call('scan.evaluate', { actor: 'Ada' })
    expect(second).toMatchObject({ evaluated: 0, changed: 0 })
    const full = await client.call('scan.evaluate', { actor: 'Ada', full: true })
    expect(full).toMatchObject({ changed: 0, evaluated: all.total })
    expect(await client.call('outcome.page', { limit: 500 })).toEqual(all)
  })

  it('judges nothing it could not read', async () => {
    const { week, findings, client, dir, clock } = await threeWeeks()
    await week('06', ['0.0.0.0/0'])
    clock.set('2026-07-13T09:00:00.000Z')
    const { writeFileSync } = await import('node:fs')
    const denied =
      'An error occurred (AccessDeniedException) when calling the BatchGetResourceConfig operation: User: arn:aws:sts::111122223333:assumed-role/Audit/c is not authorized to perform: config:BatchGetResourceConfig on resource: arn:aws:config:eu-west-1:111122223333:*'
    writeFileSync(`${dir}/denied.txt`, denied)
    const result = await client.call('scan.import', {
      paths: [`${dir}/denied.txt`],
      actor: 'Ada',
      asOf: '2026-07-13T05:00:00.000Z',
    })
    expect(result.scans[0]).toMatchObject({ verdict: 'partial', unread: 2 })
    const { rows } = await client.call('outcome.page', { rule })
    expect(rows.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      'not-evaluated denied',
      'not-evaluated denied',
    ])
    expect(await findings()).toMatchObject([{ status: 'open', unread: true }])
  })
})
