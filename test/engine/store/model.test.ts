import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import {
  changedInScan,
  closeWorkspace,
  doctor,
  findResource,
  listScans,
  resourceTimeline,
  resourcesAt,
  unreadAt,
  type Workspace,
} from '../../../main/engine/store/index.ts'
import type { NormalItem } from '../../../shared/model/resource.ts'
import type { CallFailure, CoverageClaim } from '../../../shared/model/source.ts'
import { bucket, claim, day, failure, newWorkspace, sealedScan, temporaryFolder } from './support.ts'

/** Ten possible resources: two accounts, two regions, two types. */
const universe = Array.from({ length: 10 }, (_, index) => ({
  name: `r${index}`,
  account: index % 2 ? '222222222222' : '111111111111',
  region: index % 3 ? 'eu-central-1' : 'us-east-1',
  type: index % 5 ? 'AWS::S3::Bucket' : 'AWS::EC2::Instance',
}))
const accounts = ['111111111111', '222222222222']

const areas = fc.record({
  account: fc.constantFrom(...accounts),
  region: fc.constantFrom('*', 'eu-central-1', 'us-east-1'),
  types: fc.constantFrom<'*' | readonly string[]>('*', ['AWS::S3::Bucket'], ['AWS::EC2::Instance']),
})
const plans = fc.record({
  /** Days since the scan before; 0 or less makes it late for its accounts. */
  step: fc.integer({ min: -4, max: 4 }),
  /** Per resource: not in the scan, deleted, or present with a document of that number. */
  items: fc.array(fc.constantFrom('out', 'out', 'deleted', 1, 1, 2, 3), { minLength: 10, maxLength: 10 }),
  claims: fc.array(areas, { maxLength: 3 }),
  failures: fc.array(areas, { maxLength: 1 }),
})
type ScanPlan = typeof plans extends fc.Arbitrary<infer Plan> ? Plan : never
/** Most scans concern one account, so that the accounts' captures come out of order among each other. */
const scans = fc.array(
  fc.tuple(plans, fc.constantFrom(null, ...accounts)).map(([plan, only]): ScanPlan => {
    if (only === null) return plan
    const own = ({ account }: { account: string }) => account === only
    return {
      ...plan,
      items: plan.items.map((item, index) => (universe[index]?.account === only ? item : 'out')),
      claims: plan.claims.filter(own),
      failures: plan.failures.filter(own),
    }
  }),
  { minLength: 1, maxLength: 9 },
)

/** The store once more, as plainly as can be: each sealed scan keeps the whole state of every resource. */
type State = `present ${number}` | 'absent' | 'unread denied' | 'unread not-in-scan'
interface ModelScan {
  readonly id: number
  readonly asOf: string
  readonly touched: ReadonlySet<string>
  readonly after: ReadonlyMap<string, State>
}

function covers(
  area: { account: string; region: string; types: '*' | readonly string[] },
  resource: (typeof universe)[number],
): boolean {
  return (
    area.account === resource.account &&
    (area.region === '*' || area.region === resource.region) &&
    (area.types === '*' || area.types.includes(resource.type))
  )
}

function touchedBy(plan: ScanPlan): Set<string> {
  const read = universe.filter((_, index) => plan.items[index] !== 'out').map(({ account }) => account)
  return new Set([
    ...read,
    ...plan.claims.map(({ account }) => account),
    ...plan.failures.map(({ account }) => account),
  ])
}

function apply(before: ReadonlyMap<string, State>, plan: ScanPlan): Map<string, State> {
  const after = new Map(before)
  universe.forEach((resource, index) => {
    const item = plan.items[index]
    if (typeof item === 'number') after.set(resource.name, `present ${item}`)
    else if (item === 'deleted') after.set(resource.name, 'absent')
    else {
      const was = before.get(resource.name)
      if (was === undefined || was === 'absent') return
      if (plan.failures.some((area) => covers(area, resource))) after.set(resource.name, 'unread denied')
      else if (plan.claims.some((area) => covers(area, resource))) after.set(resource.name, 'absent')
      else if (plan.claims.some(({ account }) => account === resource.account))
        after.set(resource.name, 'unread not-in-scan')
    }
  })
  return after
}

function inputOf(
  plan: ScanPlan,
  asOf: string,
): { asOf: string; items: NormalItem[]; claims: CoverageClaim[]; failures: CallFailure[] } {
  const items = universe.flatMap(({ name, account, region, type }, index) => {
    const item = plan.items[index]
    if (item === 'out') return []
    const more = { account, region, type, ...(item === 'deleted' ? { state: 'deleted' as const } : {}) }
    return [bucket(name, { v: item ?? 0 }, more)]
  })
  return {
    asOf,
    items,
    claims: plan.claims.map((area) => claim(area)),
    failures: plan.failures.map((area) => failure(area)),
  }
}

function stateOf(ws: Workspace, at: { scan: number } | { instant: string }): Map<string, State> {
  const found = new Map<string, State>()
  for (const { name, document } of resourcesAt(ws, at)) found.set(name, `present ${Number(document['v'])}`)
  for (const { resource, reason } of unreadAt(ws, at))
    found.set(resource.name, reason === 'denied' ? 'unread denied' : 'unread not-in-scan')
  return found
}

function visible(states: ReadonlyMap<string, State>): Map<string, State> {
  return new Map([...states].filter(([, state]) => state !== 'absent'))
}

const sorted = (states: ReadonlyMap<string, State>) => [...states].toSorted(([a], [b]) => (a < b ? -1 : 1))

/** Each account as its newest scan at or before the instant left it. */
function modelAt(history: readonly ModelScan[], instant: string): Map<string, State> {
  const found = new Map<string, State>()
  for (const account of accounts) {
    const newest = history.filter(({ asOf, touched }) => asOf <= instant && touched.has(account)).at(-1)
    if (newest === undefined) continue
    for (const { name, account: own } of universe) {
      const state = newest.after.get(name)
      if (own === account && state !== undefined) found.set(name, state)
    }
  }
  return visible(found)
}

const folder = temporaryFolder()
afterAll(() => folder.remove())
let made = 0

describe('any sequence of scans', () => {
  test('reads the same as a store that keeps every snapshot whole', () => {
    fc.assert(
      fc.property(scans, (plans) => {
        const ws = newWorkspace(`${folder.path}/${made++}.countersign`)
        try {
          const history: ModelScan[] = []
          let today = 10
          for (const plan of plans) {
            today = Math.max(1, today + plan.step)
            const touched = touchedBy(plan)
            const asOf = day(today)
            const before = history.at(-1)?.after ?? new Map<string, State>()
            const late = history.some(
              (scan) => scan.asOf >= asOf && [...touched].some((account) => scan.touched.has(account)),
            )
            if (touched.size === 0 || late) {
              expect(() => sealedScan(ws, inputOf(plan, asOf))).toThrow(
                expect.objectContaining({
                  code: touched.size === 0 ? 'nothing_to_import' : 'capture_out_of_order',
                }),
              )
              continue
            }
            const scan = sealedScan(ws, inputOf(plan, asOf))
            const after = apply(before, plan)
            history.push({ id: scan.id, asOf, touched, after })
            const changed = universe
              .filter(({ name }) => (before.get(name) ?? 'none') !== (after.get(name) ?? 'none'))
              .map(({ name }) => name)
            expect([...changedInScan(ws, scan.id)].map(({ resource }) => resource.name).toSorted()).toEqual(
              changed,
            )
            const own = universe
              .filter(({ account }) => touched.has(account))
              .map(({ name }) => after.get(name))
            expect([scan.present, scan.unread]).toEqual([
              own.filter((state) => state?.startsWith('present')).length,
              own.filter((state) => state?.startsWith('unread')).length,
            ])
          }
          // Nothing that was sealed has changed since, and every instant can be asked for.
          for (const { id, after } of history)
            expect(sorted(stateOf(ws, { scan: id }))).toEqual(sorted(visible(after)))
          for (let number = 1; number <= 45; number++)
            expect(sorted(stateOf(ws, { instant: day(number) }))).toEqual(
              sorted(modelAt(history, day(number))),
            )
          expect(listScans(ws, { offset: 0, limit: 500 }).total).toBe(history.length)
          for (const { name } of universe) {
            for (const { id } of findResource(ws, 'aws', `arn:aws:s3:::${name}`)) {
              const line = resourceTimeline(ws, id).toSorted((a, b) => a.fromScan - b.fromScan)
              expect(line.filter(({ untilScan }) => untilScan === null)).toHaveLength(1)
              line.forEach(({ untilScan }, index) =>
                expect(untilScan).toBe(line[index + 1]?.fromScan ?? null),
              )
            }
          }
          expect([...doctor(ws)].filter(({ status }) => status === 'failed')).toEqual([])
        } finally {
          closeWorkspace(ws)
        }
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})
