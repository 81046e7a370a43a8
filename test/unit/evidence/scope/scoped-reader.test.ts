import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countOutcome, noTotals, type Totals } from '../../../../shared/model/outcome.ts'
import type { PackageScopeRequest } from '../../../../shared/model/package-scope.ts'
import type { FindingEvent } from '../../../../shared/model/finding.ts'
import type { EvidenceReader } from '../../../../main/engine/evidence/reader.ts'
import { openCounter } from '../../../../main/engine/evidence/scope/open-findings.ts'
import { resolveScope } from '../../../../main/engine/evidence/scope/resolve.ts'
import { scopedReader } from '../../../../main/engine/evidence/scope/scoped-reader.ts'
import { accounts } from '../../../support/fake-evidence.ts'
import { fakePeriod, fakeReader } from '../../../support/fake-reader.ts'
import { makePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'

const known = (['aws', 'azure', 'gcp'] as const).flatMap((provider) =>
  accounts[provider].map((account) => ({ provider, account })),
)
const scopeFor = (reader: EvidenceReader, request: PackageScopeRequest) =>
  resolveScope(request, reader.engagement(), known)
const scoped = (reader: EvidenceReader, request: PackageScopeRequest) =>
  scopedReader(reader, scopeFor(reader, request))
const count = (rows: Iterable<unknown>): number => [...rows].length
const add = (a: Totals, b: Totals): Totals =>
  Object.fromEntries(
    Object.keys(a).map((key) => [key, a[key as keyof Totals] + b[key as keyof Totals]]),
  ) as Totals
const totalsOf = (reader: EvidenceReader): Totals =>
  [...reader.outcomes(13)].reduce((sum, { status }) => countOutcome(sum, status), noTotals)

describe('a reader within a scope', () => {
  const reader = fakeReader({ perRule: 23 })

  it('is the reader itself where nothing is left out', () => {
    expect(scoped(reader, {})).toBe(reader)
    expect(scoped(reader, { period: { month: '2026-08' } })).toBe(reader)
  })

  it('divides everything among the accounts: nothing twice, nothing lost', () => {
    const parts = known.map(({ provider, account }) =>
      scoped(reader, { accounts: [`${provider}:${account}`] }),
    )
    const whole = {
      outcomes: totalsOf(reader),
      findings: [...reader.findings(fakePeriod)].map(({ id }) => id).sort((a, b) => a - b),
      remediations: [...reader.remediations(fakePeriod)].map(({ finding }) => finding).sort((a, b) => a - b),
      documents: count(reader.documents(13)),
      drift: count(reader.driftEvents(fakePeriod)),
    }
    expect(parts.map(totalsOf).reduce(add)).toEqual(whole.outcomes)
    expect(
      parts.flatMap((part) => [...part.findings(fakePeriod)].map(({ id }) => id)).sort((a, b) => a - b),
    ).toEqual(whole.findings)
    expect(
      parts
        .flatMap((part) => [...part.remediations(fakePeriod)].map(({ finding }) => finding))
        .sort((a, b) => a - b),
    ).toEqual(whole.remediations)
    expect(parts.reduce((sum, part) => sum + count(part.documents(13)), 0)).toBe(whole.documents)
    expect(parts.reduce((sum, part) => sum + count(part.driftEvents(fakePeriod)), 0)).toBe(whole.drift)
    for (const { framework, totals } of reader.frameworkTotals(13))
      expect(
        parts
          .flatMap((part) => [...part.frameworkTotals(13)].filter((one) => one.framework === framework))
          .map((one) => one.totals)
          .reduce(add),
        framework,
      ).toEqual(totals)
  })

  it('gives for every requirement what its rules gave within the scope', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            providers: fc.subarray(['aws', 'azure', 'gcp'] as const, { minLength: 1 }),
            accounts: fc.subarray(known, { minLength: 1 }),
            frameworks: fc.subarray([...reader.engagement().frameworks], { minLength: 1 }),
          },
          { requiredKeys: [] },
        ),
        (wish) => {
          const { accounts: some, ...rest } = wish
          const inside = some?.filter(({ provider }) => rest.providers?.includes(provider) ?? true)
          if (inside?.length === 0) return
          const narrow = scoped(reader, {
            ...rest,
            ...(inside === undefined
              ? {}
              : { accounts: inside.map(({ provider, account }) => `${provider}:${account}`) }),
          })
          const wanted = (one: { provider: string; account: string }): boolean =>
            (rest.providers?.includes(one.provider as 'aws') ?? true) &&
            (inside?.some(({ provider, account }) => provider === one.provider && account === one.account) ??
              true)
          const perRule = new Map<string, Totals>()
          for (const one of reader.outcomes(13))
            if (wanted(one))
              perRule.set(one.rule, countOutcome(perRule.get(one.rule) ?? noTotals, one.status))
          const frameworks = [...narrow.frameworkTotals(13)]
          expect(frameworks.map(({ framework }) => framework)).toEqual(
            reader.engagement().frameworks.filter((one) => rest.frameworks?.includes(one) ?? true),
          )
          const rules = new Set([...narrow.rules()].map(({ rule }) => rule.id))
          for (const framework of frameworks) {
            const rows = [...narrow.requirementTotals(13, framework.framework)]
            expect(rows).toHaveLength(framework.requirements)
            expect(rows.filter(({ standing }) => standing === 'rules')).toHaveLength(framework.covered)
            for (const row of rows) {
              const mine = [...narrow.requirementRules(framework.framework, row.requirement)]
              expect(row.rules).toBe(mine.length)
              for (const rule of mine) expect(rules).toContain(rule)
              expect(row.totals, row.requirement).toEqual(
                mine.map((rule) => perRule.get(rule) ?? noTotals).reduce(add, noTotals),
              )
              if (mine.length === 0) expect(row.standing).not.toBe('rules')
            }
          }
          expect(totalsOf(narrow)).toEqual(
            [...rules].map((rule) => perRule.get(rule) ?? noTotals).reduce(add, noTotals),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('leaves rules out that serve none of its frameworks, with their outcomes and findings', () => {
    const some: EvidenceReader = {
      ...reader,
      requirementRules: (framework, requirement) =>
        [...reader.requirementRules(framework, requirement)].filter(
          (rule) => framework !== 'soc2' || rule !== 'aws-fake-1',
        ),
    }
    const narrow = scoped(some, { frameworks: ['soc2'] })
    expect([...narrow.rules()].map(({ rule }) => rule.id)).not.toContain('aws-fake-1')
    expect([...narrow.outcomes(13)].some(({ rule }) => rule === 'aws-fake-1')).toBe(false)
    expect([...narrow.findings(fakePeriod)].some(({ rule }) => rule === 'aws-fake-1')).toBe(false)
    expect(count(narrow.samples(fakePeriod))).toBe(0)
    expect(narrow.engagement().frameworks).toEqual(['soc2'])
  })

  it('never leaves out outcomes of a rule that the pack does not hold', () => {
    const strange: EvidenceReader = {
      ...reader,
      *outcomes(scan) {
        for (const one of reader.outcomes(scan))
          yield one.rule === 'aws-fake-1' ? { ...one, rule: 'aws-gone' } : one
      },
    }
    expect(
      [...scoped(strange, { frameworks: ['soc2'] }).outcomes(13)].some(({ rule }) => rule === 'aws-gone'),
    ).toBe(true)
  })

  it('tells the holes of its accounts, those that could be of them, and no others', () => {
    const hidden = scoped(reader, { accounts: ['aws:111122223333'] })
    expect(count(reader.holes(4))).toBe(1)
    expect(count(hidden.holes(4))).toBe(0)
    expect(count(scoped(reader, { accounts: ['aws:012345678901'] }).holes(4))).toBe(1)
    const anywhere: EvidenceReader = {
      ...reader,
      holes: (scan) => [...reader.holes(scan)].map((hole) => ({ ...hole, account: '*' })),
    }
    expect(count(scoped(anywhere, { accounts: ['aws:111122223333'] }).holes(4))).toBe(1)
    expect(count(scoped(anywhere, { providers: ['gcp'] }).holes(4))).toBe(0)
  })

  it('keeps a file that speaks for other accounts too, with its own accounts and its problems', () => {
    const narrow = scoped(reader, { accounts: ['gcp:acme-prod'] })
    expect(
      [...narrow.sourceFiles(3)].map(({ provider, accounts: of, problems }) => [provider, of, problems]),
    ).toEqual([['gcp', ['acme-prod'], 0]])
    // The problem of scan 3 is an item nobody could identify: it may be of any account of its file.
    expect(
      [...scoped(reader, { accounts: ['aws:012345678901'] }).sourceFiles(3)].map(({ problems }) => problems),
    ).toEqual([1])
    expect(count(narrow.scans(fakePeriod))).toBe(count(reader.scans(fakePeriod)))
    // Nothing in the files speaks of Azure, so no scan was a capture of it.
    expect(count(scoped(reader, { providers: ['azure'] }).scans(fakePeriod))).toBe(0)
  })

  it('keeps the ledger and its head whole', () => {
    const narrow = scoped(reader, { providers: ['gcp'], frameworks: ['soc2'] })
    expect([...narrow.ledger()]).toEqual([...reader.ledger()])
    expect(narrow.ledgerHead()).toEqual(reader.ledgerHead())
  })
})

describe('a narrowed package', () => {
  it('says what it leaves out, adds up, and shows nothing of other accounts in its tables', async () => {
    const reader = fakeReader({ perRule: 30 })
    const scope = scopeFor(reader, { accounts: ['gcp:acme-prod'], frameworks: ['soc2'] })
    const made = await makePayload(reader, { scope })
    try {
      const file = JSON.parse(made.text('data/06-populations/scope.json')) as {
        scope: unknown
        accounts: { account: string }[]
        outOfScope: { what: string }[]
        keptWhole: string[]
      }
      expect(file.scope).toEqual(scope)
      expect(made.summary.identity.scope).toEqual(scope)
      expect(file.accounts.map(({ account }) => account)).toEqual(['acme-prod'])
      expect(file.outOfScope.map(({ what }) => what)).toEqual([
        'framework iso27001-2022',
        'framework nist-800-53-r5',
        'provider aws',
        'provider azure',
        '4 accounts that the engagement has read',
      ])
      expect(file.keptWhole.length).toBeGreaterThan(0)
      const rows = readCsv(made.text('data/05-posture/outcomes.csv'))
      expect(rows.length).toBeGreaterThan(0)
      expect(new Set(rows.map((row) => row['Account']))).toEqual(new Set(['gcp:acme-prod']))
      expect(made.list().filter((name) => name.startsWith('data/09-raw/'))).toEqual([
        'data/09-raw/gcp/acme-prod.index.csv',
        'data/09-raw/gcp/acme-prod.ndjson',
        'data/09-raw/redactions.csv',
      ])
      expect(
        readCsv(made.text('data/06-populations/reconciliation.csv')).filter(
          (row) => row['Explanation'] !== 'agree' && !row['Comparison']?.startsWith('files of the scope'),
        ),
      ).toEqual([])
      const foreign = made
        .list()
        .filter((name) => !/^data\/(13-custody|12-method|07-samples|14-attachments|01-report)\//.test(name))
        .filter((name) => /012345678901|987654321098|9f6a3c1e/.test(made.text(name)))
      expect(foreign).toEqual([])
    } finally {
      rmSync(made.dir, { recursive: true })
    }
  })
})

describe('counting open findings at instants', () => {
  const at = (day: number): string => `2026-07-${String(day).padStart(2, '0')}T06:00:00.000Z`
  const event = (
    kind: FindingEvent['kind'],
    day: number,
    payload: FindingEvent['payload'] = {},
  ): FindingEvent => ({
    id: day,
    finding: 1,
    at: at(day),
    actor: 'countersign',
    kind,
    payload,
    scan: null,
    ledgerSeq: null,
  })

  it('follows a finding through opening, exception, expiry, closing and reopening', () => {
    const counter = openCounter([at(1), at(6), at(13), at(20), at(27), at(31)])
    counter.add('high', [
      event('opened', 6, { dueAt: at(10) }),
      event('exception-approved', 12, { expiresAt: at(18) }),
      event('exception-expired', 18, { dueAt: at(18) }),
      event('verified-closed', 27),
      event('reopened', 30, { dueAt: at(31) }),
    ])
    expect(counter.counts.map(({ open, overdue }) => [open.high, overdue])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [0, 0],
      [1, 0],
    ])
  })
})
