import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countOutcome, noTotals, type Totals } from '../../../shared/model/outcome.ts'
import type { PackageScopeRequest } from '../../../shared/model/package-scope.ts'
import type { EvidenceReader, Period } from '../../../main/engine/evidence/reader.ts'
import { scopedReader } from '../../../main/engine/evidence/scope/scoped-reader.ts'
import { scopeOf } from '../../../main/engine/pipeline/package-scope.ts'
import { makePayload, type MadePayload } from '../../support/make-payload.ts'
import { readCsv } from '../../support/read-csv.ts'
import { openSample, sampleNow, type SampleEngagement } from '../../support/sample-engagement.ts'

const providers = ['aws', 'azure', 'gcp'] as const
const add = (a: Totals, b: Totals): Totals =>
  Object.fromEntries(
    Object.keys(a).map((key) => [key, a[key as keyof Totals] + b[key as keyof Totals]]),
  ) as Totals

describe('scopes of the sample engagement', () => {
  let sample: SampleEngagement
  let reader: EvidenceReader
  let period: Period
  beforeAll(async () => {
    sample = await openSample()
    reader = sample.reader
    const { periodStart: start, periodEnd: end } = reader.engagement()
    period = { start, end }
  }, 400_000)
  afterAll(() => sample.close())

  const scoped = (request: PackageScopeRequest): EvidenceReader =>
    scopedReader(reader, scopeOf(sample.job.ws, request))
  const closing = (): number => [...reader.scans(period)].at(-1)?.id ?? 0
  const walked = (of: EvidenceReader): Totals =>
    [...of.outcomes(closing())].reduce((sum, { status }) => countOutcome(sum, status), noTotals)

  it('counts in SQL what walking the outcomes counts', () => {
    for (const provider of providers) {
      const narrow = scoped({ providers: [provider] })
      const { ruleTotals: _, ...slow } = reader
      const same = scopedReader(slow, scopeOf(sample.job.ws, { providers: [provider] }))
      expect([...narrow.frameworkTotals(closing())]).toEqual([...same.frameworkTotals(closing())])
    }
  })

  it('divides outcomes, findings, documents, drift and exceptions among the providers', () => {
    const parts = providers.map((provider) => scoped({ providers: [provider] }))
    expect(parts.map(walked).reduce(add)).toEqual(walked(reader))
    for (const { framework, totals } of reader.frameworkTotals(closing()))
      expect(
        parts
          .map(
            (part) => [...part.frameworkTotals(closing())].find((one) => one.framework === framework)?.totals,
          )
          .reduce<Totals>((sum, one) => add(sum, one ?? noTotals), noTotals),
      ).toEqual(totals)
    const ids = (of: EvidenceReader): Record<string, number[]> => ({
      findings: [...of.findings(period)].map(({ id }) => id),
      remediations: [...of.remediations(period)].map(({ finding }) => finding),
      exceptions: [...of.exceptions(period)].map(({ id }) => id),
      drift: [...of.driftEvents(period)].map(({ id }) => id),
    })
    const whole = ids(reader)
    for (const kind of Object.keys(whole)) {
      expect(whole[kind]?.length, kind).toBeGreaterThan(0)
      expect(
        parts.flatMap((part) => ids(part)[kind] ?? []).sort((a, b) => a - b),
        kind,
      ).toEqual(whole[kind]?.toSorted((a, b) => a - b))
    }
    const decisions = (of: EvidenceReader): number =>
      [...of.sessions(period)].reduce((sum, { id }) => sum + [...of.decisions(id)].length, 0)
    expect(parts.reduce((sum, part) => sum + decisions(part), 0)).toBe(decisions(reader))
  })

  it('follows open findings over the period as the scans themselves did', () => {
    const whole = [...reader.trend(period)]
    expect(whole.length).toBeGreaterThan(10)
    // Everything named, one by one: narrowed code, the whole's numbers.
    const all = [...scoped({ providers: [...providers] }).trend(period)]
    expect(all.map(({ scan, open, overdue }) => ({ scan, open, overdue }))).toEqual(
      whole.map(({ scan, open, overdue }) => ({ scan, open, overdue })),
    )
    expect(all.map(({ frameworks }) => frameworks)).toEqual(whole.map(({ frameworks }) => frameworks))
  })

  it('reconciles every scan, type by type, in the whole and in one account', async () => {
    const [account] = [...reader.presence(closing())].map((row) => `${row.provider}:${row.account}`)
    const scopes = [{}, { accounts: [account ?? ''] }]
    for (const request of scopes) {
      const scope = scopeOf(sample.job.ws, request)
      const made = await makePayload(reader, { scope, period, at: sampleNow })
      try {
        const types = readCsv(made.text('data/06-populations/reconciliation-types.csv'))
        expect(types.length).toBeGreaterThan(0)
        expect(types.filter((row) => row['Difference'] !== '0')).toEqual([])
        const sheets = readCsv(made.text('data/06-populations/rules.csv'))
        expect(sheets.filter((row) => row['Difference'] !== '0' && row['Explanation'] === 'agree')).toEqual(
          [],
        )
        expect(
          sheets
            .filter((row) => row['Scope'] === 'resource' && row['Difference'] !== '0')
            .map((row) => row['Rule']),
        ).toEqual([])
        expect(sheets.every((row) => row['Prepared by'] !== '' && row['Judged by'] !== '')).toBe(true)
        const rows = readCsv(made.text('data/06-populations/reconciliation.csv'))
        expect(
          rows.filter(
            (row) => row['Comparison']?.startsWith('resources before') && row['Explanation'] !== 'agree',
          ),
        ).toEqual([])
        expect(
          rows.filter(
            (row) => row['Comparison']?.startsWith('documents in') && row['Explanation'] !== 'agree',
          ),
        ).toEqual([])
      } finally {
        rmSync(made.dir, { recursive: true })
      }
    }
  }, 300_000)

  describe('a month', () => {
    let made: MadePayload
    beforeAll(async () => {
      const scope = scopeOf(sample.job.ws, { period: { month: '2026-08' } })
      made = await makePayload(reader, { scope, period: scope.period, at: sampleNow })
    }, 200_000)
    afterAll(() => rmSync(made.dir, { recursive: true }))

    it('knows nothing that came after it', () => {
      const late = /2026-(09|10)-\d\dT/
      const kept = made
        .list()
        .filter((name) => name.endsWith('.csv'))
        // The ledger's custody is whole; deadlines and expiries lie ahead by their nature.
        .filter((name) => !/13-custody|12-method|14-attachments/.test(name))
      for (const name of kept) {
        for (const row of readCsv(made.text(name))) {
          for (const [column, value] of Object.entries(row)) {
            if (
              /due|expires|until|^to$|sealed at|prepared|detail|facts|remediation action|reason|observed|before|after/i.test(
                column,
              )
            )
              continue
            expect(late.test(value), `${name}: ${column} ${value}`).toBe(false)
          }
        }
      }
    })

    it('has the weeks, scans and findings of its month', () => {
      const weeks = readCsv(made.text('data/08-workpapers/monday-sessions.csv')).map(
        (row) => row['Week'] ?? '',
      )
      expect(weeks).toEqual([
        '2026-07-27',
        '2026-08-03',
        '2026-08-10',
        '2026-08-17',
        '2026-08-24',
        '2026-08-31',
      ])
      expect(made.summary.scans.every(({ asOf }) => asOf.startsWith('2026-08'))).toBe(true)
      expect(made.summary.scans.length).toBeGreaterThan(0)
      expect(made.summary.totals.findings.total).toBeGreaterThan(0)
    })
  })
})
