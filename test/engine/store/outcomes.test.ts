import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  applyOutcomes,
  beginEvaluation,
  closeOutcomes,
  closeWorkspace,
  countsByRule,
  discardEvaluation,
  doctor,
  evaluationBasis,
  evaluationOf,
  findResource,
  latestEvaluation,
  listEvaluations,
  outcomesAt,
  outcomesPage,
  ruleHashesOf,
  scanById,
  sealEvaluation,
  standingOutcomes,
  totalsAt,
  transitions,
  type OutcomeChange,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import type { Verdict } from '../../../shared/model/outcome.ts'
import { bucket, claim, day, failure, newWorkspace, reopen, sealedScan, temporaryFolder } from './support.ts'

let folder: ReturnType<typeof temporaryFolder>
let ws: Workspace
beforeEach(() => {
  folder = temporaryFolder()
  ws = newWorkspace(`${folder.path}/a.countersign`)
})
afterEach(() => {
  closeWorkspace(ws)
  folder.remove()
})

const pass: Verdict = { status: 'pass', reason: null, detail: '', observed: { public: false } }
const fail: Verdict = { status: 'fail', reason: null, detail: '', observed: { public: true } }
const unread: Verdict = { status: 'not-evaluated', reason: 'denied', detail: '', observed: {} }
const id = (name: string) => findResource(ws, 'aws', `arn:aws:s3:::${name}`)[0]?.id ?? 0
const on = (name: string, verdict: Verdict, rule = 'aws-one'): OutcomeChange => ({
  rule,
  subject: { resource: id(name) },
  verdict,
})
const root = (verdict: Verdict, account = '111111111111', rule = 'aws-root'): OutcomeChange => ({
  rule,
  subject: { provider: 'aws', account },
  verdict,
})
const pack = (hash = 'p1') => ({ version: '1.0.0', sha256: hash.padEnd(64, '0') })
const rules = (...list: [string, string][]) =>
  new Map(list.length ? list : [['aws-one', 'h1'] as const, ['aws-root', 'h2'] as const])

function evaluate(
  scan: number,
  changes: readonly OutcomeChange[],
  options: { rules?: Map<string, string>; pack?: string } = {},
) {
  const draft = beginEvaluation(ws, { scan, rulePack: pack(options.pack), rules: options.rules ?? rules() })
  applyOutcomes(ws, draft, changes)
  return sealEvaluation(ws, draft, { actor: 'Ada' })
}
const totals = (scan: number) => totalsAt(ws, { scan })
const healthy = () => [...doctor(ws)].filter(({ status }) => status === 'failed')

describe('evaluations', () => {
  test('are visible only when sealed, with totals, hash and ledger entry', () => {
    const { id: scan } = sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b')] })
    expect(scanById(ws, scan).rulePackSha256).toBeNull()
    const draft = beginEvaluation(ws, { scan, rulePack: pack(), rules: rules() })
    expect(applyOutcomes(ws, draft, [on('a', pass), on('b', fail), root(fail)])).toEqual({
      changed: 3,
      unchanged: 0,
    })
    expect(totals(scan).population).toBe(0)
    expect(evaluationBasis(ws)).toBeNull()
    const run = sealEvaluation(ws, draft, { actor: 'Ada' })
    expect(run).toMatchObject({ scan, opened: 3, closed: 0, totals: { pass: 1, fail: 2, population: 3 } })
    expect(totals(scan)).toEqual(run.totals)
    expect(Object.fromEntries(countsByRule(ws, { scan }))).toMatchObject({
      'aws-one': { pass: 1, fail: 1 },
      'aws-root': { fail: 1 },
    })
    expect(evaluationBasis(ws)).toMatchObject({ run: run.id, scan, rules: rules() })
    expect(scanById(ws, scan).rulePackSha256).toBe(pack().sha256)
    expect(healthy()).toEqual([])
  })

  test('a second evaluation of the same snapshot writes nothing and is the same run', () => {
    const { id: scan } = sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const first = evaluate(scan, [on('a', fail)])
    expect(evaluate(scan, [on('a', fail)])).toEqual(first)
    expect(listEvaluations(ws)).toHaveLength(1)
  })

  test('a discarded or killed draft leaves nothing', () => {
    const { id: scan } = sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    const draft = beginEvaluation(ws, { scan, rulePack: pack(), rules: rules() })
    applyOutcomes(ws, draft, [on('a', fail)])
    discardEvaluation(ws, draft)
    ws = reopen(ws)
    expect(latestEvaluation(ws)).toBeNull()
    expect(totals(scan).population).toBe(0)
  })

  test('only what differs is closed and opened; the judged document follows the observation', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a', { v: 1 }), bucket('b')], claims: [claim()] })
    const first = evaluate(1, [on('a', fail), on('b', pass)])
    sealedScan(ws, { asOf: day(2), items: [bucket('a', { v: 2 }), bucket('b')], claims: [claim()] })
    const second = evaluate(2, [on('a', fail)])
    expect(second).toMatchObject({ opened: 0, closed: 0 })
    expect(second.outcomesSha256).toBe(first.outcomesSha256)
    const row = (scan: number) =>
      outcomesPage(ws, { scan }, { offset: 0, limit: 10, filter: { resources: [id('a')] } }).rows[0]
    expect(row(1)?.documentSha256).not.toBe(row(2)?.documentSha256)
    expect(row(2)).toMatchObject({
      rule: 'aws-one',
      subject: 'arn:aws:s3:::a',
      status: 'fail',
      fromScan: 1,
      fromAsOf: day(1),
      region: 'eu-central-1',
    })
    sealedScan(ws, { asOf: day(3), items: [bucket('a', { v: 3 }), bucket('b')], claims: [claim()] })
    const third = evaluate(3, [on('a', pass)])
    expect([...transitions(ws, third.id)]).toEqual([
      {
        rule: 'aws-one',
        resource: id('a'),
        provider: 'aws',
        account: '111111111111',
        before: fail,
        after: pass,
      },
    ])
    expect([1, 2, 3].map((scan) => totals(scan).fail)).toEqual([1, 1, 0])
    expect(healthy()).toEqual([])
  })

  test('outcomes of resources that went and of rules that left end; unread resources stay as not evaluated', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a'), bucket('b'), bucket('c')], claims: [claim()] })
    evaluate(1, [on('a', fail), on('b', pass), on('c', pass, 'aws-two'), on('c', pass), root(fail)], {
      rules: rules(['aws-one', 'h'], ['aws-two', 'h'], ['aws-root', 'h']),
    })
    sealedScan(ws, {
      asOf: day(2),
      items: [],
      claims: [claim({ region: 'eu-central-1' })],
      failures: [failure({ types: ['other'] })],
    })
    const run = evaluate(2, [on('b', unread)])
    // a, b and c are all gone: what was staged for b has nothing to stand on.
    expect(totals(2)).toMatchObject({ population: 1, fail: 1 })
    expect([...transitions(ws, run.id)].map(({ rule, resource, after }) => [rule, resource, after])).toEqual([
      ['aws-one', id('a'), null],
      ['aws-one', id('b'), null],
      ['aws-one', id('c'), null],
      ['aws-two', id('c'), null],
    ])
    expect(totals(1).population).toBe(5)
    expect(evaluationBasis(ws)?.rules).toEqual(rules())
    expect(healthy()).toEqual([])
  })

  test('closeOutcomes ends single subjects', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    evaluate(1, [on('a', fail), root(fail)])
    const draft = beginEvaluation(ws, { scan: 1, rulePack: pack('p2'), rules: rules() })
    expect(
      closeOutcomes(ws, draft, [{ rule: 'aws-root', subject: { provider: 'aws', account: '111111111111' } }]),
    ).toBe(1)
    sealEvaluation(ws, draft, { actor: 'Ada' })
    expect([...standingOutcomes(ws)].map(({ rule, verdict }) => [rule, verdict])).toEqual([['aws-one', fail]])
  })

  test('new rules on the same scan give a new run; what the earlier run said can still be read', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')], claims: [claim()] })
    const first = evaluate(1, [on('a', fail)])
    sealedScan(ws, { asOf: day(2), items: [bucket('a')], claims: [claim()] })
    const second = evaluate(2, [on('a', pass)], { rules: rules(['aws-one', 'h9']), pack: 'p9' })
    expect(evaluationOf(ws, 1)?.id).toBe(first.id)
    expect(totals(1)).toMatchObject({ fail: 1, pass: 0 })
    expect(totals(2)).toMatchObject({ fail: 0, pass: 1 })
    expect(ruleHashesOf(ws, first.id).get('aws-one')).toBe('h1')
    expect(ruleHashesOf(ws, second.id).get('aws-one')).toBe('h9')
    const again = evaluate(2, [on('a', fail)], { rules: rules(['aws-one', 'h10']), pack: 'p10' })
    expect(totals(2)).toMatchObject({ fail: 1, pass: 0 })
    expect(totalsAt(ws, { instant: day(2) })).toMatchObject({ fail: 1, population: 1 })
    expect(totalsAt(ws, { instant: day(1) })).toMatchObject({ fail: 1, population: 1 })
    expect([...transitions(ws, again.id)]).toHaveLength(1)
    expect(healthy()).toEqual([])
  })

  test('accounts captured out of order keep their own instants', () => {
    const other = { account: '222222222222' }
    sealedScan(ws, { asOf: day(10), items: [bucket('a')], claims: [claim()] })
    evaluate(1, [on('a', fail)])
    sealedScan(ws, { asOf: day(20), items: [bucket('a')], claims: [claim()] })
    evaluate(2, [on('a', pass)])
    sealedScan(ws, { asOf: day(5), items: [bucket('x', {}, other)], claims: [claim(other)] })
    // New rules with the late scan: account 1 is judged anew too, as of its own newest capture.
    evaluate(3, [on('x', fail), on('a', unread)], {
      rules: rules(['aws-one', 'h3'], ['aws-root', 'h2']),
      pack: 'p3',
    })
    expect(totalsAt(ws, { instant: day(7) })).toMatchObject({ fail: 1, population: 1 })
    expect(totalsAt(ws, { instant: day(12) })).toMatchObject({ fail: 2, population: 2 })
    expect(totalsAt(ws, { instant: day(22) })).toMatchObject({
      fail: 1,
      notEvaluated: 1,
      pass: 0,
      population: 2,
    })
    expect(totalsAt(ws, { instant: day(22), known: 2 })).toMatchObject({ pass: 1, population: 1 })
    expect(totalsAt(ws, { scan: 2 })).toMatchObject({ pass: 1, population: 1 })
    expect(totalsAt(ws, { scan: 3 })).toMatchObject({ fail: 1, notEvaluated: 1, population: 2 })
    expect(healthy()).toEqual([])
  })

  test('refuses unknown rules, older scans, unknown resources', () => {
    sealedScan(ws, { asOf: day(1), items: [bucket('a')] })
    sealedScan(ws, { asOf: day(2), items: [bucket('a')] })
    evaluate(2, [on('a', fail)])
    expect(() => evaluate(1, [])).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(() => evaluate(2, [on('a', fail, 'aws-none')])).toThrow(
      expect.objectContaining({ code: 'rule_unknown' }),
    )
    expect(() => evaluate(2, [{ rule: 'aws-one', subject: { resource: 999 }, verdict: fail }])).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    )
    expect(() => evaluate(9, [])).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('reading outcomes', () => {
  beforeEach(() => {
    const items = Array.from({ length: 12 }, (_, index) =>
      bucket(
        `b${String(index).padStart(2, '0')}`,
        {},
        {
          account: index < 6 ? '111111111111' : '222222222222',
          region: index % 2 ? 'eu-west-1' : 'us-east-1',
        },
      ),
    )
    sealedScan(ws, { asOf: day(1), items })
    evaluate(1, [
      ...items.map(({ name }, index) => on(name, index % 3 ? pass : fail)),
      root(fail),
      root(pass, '222222222222'),
    ])
  })

  test('pages, filters, sorts', () => {
    const page = (filter: Parameters<typeof outcomesPage>[2]['filter'], sort: 'rule' | 'subject' = 'rule') =>
      outcomesPage(ws, { scan: 1 }, { offset: 0, limit: 500, ...(filter ? { filter } : {}), sort })
    expect(page({}).total).toBe(14)
    expect(page({ statuses: ['fail'] }).rows.map(({ subject }) => subject)).toEqual([
      'arn:aws:s3:::b00',
      'arn:aws:s3:::b03',
      'arn:aws:s3:::b06',
      'arn:aws:s3:::b09',
      '111111111111',
    ])
    expect(page({ accounts: ['222222222222'], rules: ['aws-root'] }).rows).toMatchObject([
      {
        subject: '222222222222',
        resource: null,
        documentSha256: null,
        status: 'pass',
        observed: { public: false },
      },
    ])
    expect(page({ regions: ['eu-west-1'] }).total).toBe(6)
    expect(
      page({ types: ['aws::s3::bucket'], text: 'b1' }, 'subject').rows.map(({ subject }) =>
        subject.slice(-3),
      ),
    ).toEqual(['b10', 'b11'])
    expect([...outcomesAt(ws, { scan: 1 }, { rules: ['aws-one'] })]).toHaveLength(12)
    const halves = [0, 7].flatMap((offset) =>
      outcomesPage(ws, { scan: 1 }, { offset, limit: 7, sort: 'status', descending: true }).rows.map(
        (row) => row.id,
      ),
    )
    expect(new Set(halves).size).toBe(14)
  })

  test('every way of counting agrees', () => {
    const sum = (filter: Parameters<typeof totalsAt>[2]) =>
      totalsAt(ws, { instant: day(3) }, filter).population
    expect(sum({ accounts: ['111111111111'] }) + sum({ accounts: ['222222222222'] })).toBe(14)
    expect(sum({ regions: ['eu-west-1'] }) + sum({ regions: ['us-east-1'] })).toBe(12)
    expect(sum({ rules: ['aws-root'] })).toBe(2)
    expect(sum({ statuses: ['fail'] })).toBe(5)
    expect(sum({ providers: ['gcp'] })).toBe(0)
    expect(sum({ text: 'b0', accounts: ['111111111111'] })).toBe(6)
  })
})
