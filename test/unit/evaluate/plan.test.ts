import { expect, test } from 'vitest'
import { compileRules, planEvaluation, type CompiledRule } from '../../../main/engine/evaluate/index.ts'
import { functionsVersion } from '../../../main/engine/evaluate/compile.ts'
import { aRule } from './a-pack.ts'

const bucket = 'AWS::S3::Bucket'
const rules = compileRules([
  aRule(),
  aRule({ id: 'aws-test-clock', pass: 'timestamp(config.at) < timestamp(now)' }),
  aRule({
    id: 'aws-test-account',
    scope: 'account',
    types: [bucket, 'AWS::EC2::VPC'],
    pass: 'true',
    observed: {},
  }),
  aRule({
    id: 'gcp-test-account',
    provider: 'gcp',
    scope: 'account',
    types: ['x.googleapis.com/Y'],
    pass: 'true',
    observed: {},
  }),
])
const hashes = (compiled: readonly CompiledRule[]) =>
  new Map(compiled.map(({ rule, hash }) => [rule.id, hash]))
const ids = (compiled: readonly CompiledRule[]) => compiled.map(({ rule }) => rule.id)
const changed = { id: 7, provider: 'aws', type: bucket, account: '1' } as const
const settled = { rules, previous: hashes(rules), changed: [], clockMoved: false }

test('the first evaluation runs everything', () => {
  expect(ids(planEvaluation({ ...settled, previous: new Map() }).everywhere)).toEqual(ids(rules))
})

test('nothing changed, nothing runs', () => {
  expect(planEvaluation(settled)).toEqual({ everywhere: [], resources: new Map(), accounts: [], retired: [] })
})

test('a changed resource meets the rules of its type, and its account the account rules that read the type', () => {
  const plan = planEvaluation({
    ...settled,
    changed: [
      changed,
      { ...changed, id: 8 },
      { ...changed, id: 9, type: 'AWS::EC2::VPC', account: '2' },
      { ...changed, id: 10, type: 'AWS::Other::Thing' },
    ],
  })
  expect([...plan.resources].map(([id, list]) => [id, ids(list)])).toEqual([
    [7, ['aws-test-bucket', 'aws-test-clock']],
    [8, ['aws-test-bucket', 'aws-test-clock']],
  ])
  expect(plan.accounts.map(({ rule, account }) => [rule.rule.id, account])).toEqual([
    ['aws-test-account', '1'],
    ['aws-test-account', '2'],
  ])
})

test('a resource that is gone has no outcomes, but its account is judged again', () => {
  const plan = planEvaluation({ ...settled, changed: [{ ...changed, gone: true }] })
  expect(plan.resources.size).toBe(0)
  expect(plan.accounts).toHaveLength(1)
})

test('rules that look at the clock run again when it moved', () => {
  expect(ids(planEvaluation({ ...settled, clockMoved: true }).everywhere)).toEqual(['aws-test-clock'])
})

test('a changed rule runs everywhere and not a second time; a rule that left is named', () => {
  const previous = new Map([...hashes(rules), ['aws-test-bucket', 'other'], ['aws-gone', 'x']])
  const plan = planEvaluation({ ...settled, previous, changed: [changed] })
  expect(ids(plan.everywhere)).toEqual(['aws-test-bucket'])
  expect(ids(plan.resources.get(7) ?? [])).toEqual(['aws-test-clock'])
  expect(plan.retired).toEqual(['aws-gone'])
})

test('changed coverage re-runs the account rules it touches', () => {
  const plan = (types: '*' | string[]) =>
    planEvaluation({ ...settled, changedCoverage: [{ provider: 'aws', account: '3', types }] }).accounts.map(
      ({ rule }) => rule.rule.id,
    )
  expect(plan('*')).toEqual(['aws-test-account'])
  expect(plan(['AWS::EC2::VPC'])).toEqual(['aws-test-account'])
  expect(plan(['AWS::IAM::User'])).toEqual([])
})

test("a rule's hash follows its content and the helper functions, not the order it is written in", () => {
  const hash = (over = {}, functions = [{ signature: 'f(string): bool', call: () => true, doc: '' }]) =>
    compileRules([aRule(over)], new Map(), functions)[0]?.hash
  expect(hash()).toBe(hash())
  expect(hash({ pass: 'true' })).not.toBe(hash())
  expect(hash({ severity: 'low' })).not.toBe(hash())
  expect(hash({}, [])).not.toBe(hash())
  const reversed = Object.fromEntries(Object.entries(aRule()).toReversed()) as ReturnType<typeof aRule>
  expect(compileRules([reversed])[0]?.hash).toBe(compileRules([aRule()])[0]?.hash)
  expect(
    functionsVersion([
      { signature: 'a(): bool', call: () => 1, doc: '' },
      { signature: 'b(): bool', call: () => 1, doc: '' },
    ]),
  ).toBe(
    functionsVersion([
      { signature: 'b(): bool', call: () => 2, doc: 'x' },
      { signature: 'a(): bool', call: () => 2, doc: '' },
    ]),
  )
})
