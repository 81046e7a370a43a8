import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compileRules,
  evaluateAccount,
  evaluateResource,
  indexRules,
  type CompiledRule,
} from '../../../main/engine/evaluate/index.ts'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import { aResource, aRule, now } from './a-pack.ts'

function compiled(over: Partial<Rule> = {}): CompiledRule {
  return compileRules([aRule(over)])[0] as CompiledRule
}

function judge(over: Partial<Rule>, document: JsonObject) {
  return evaluateResource(compiled(over), aResource(document), now)
}

describe('a resource-scope rule', () => {
  test('passes and fails, with what was observed', () => {
    expect(judge({}, { config: { closed: true } })).toEqual({
      status: 'pass',
      reason: null,
      detail: '',
      observed: { closed: true },
    })
    expect(judge({}, { config: { closed: false } })).toEqual({
      status: 'fail',
      reason: null,
      detail: '',
      observed: { closed: false },
    })
  })

  test('gives no verdict without the data it needs', () => {
    const needs = { needs: ['config.a.closed'] }
    expect(judge(needs, { config: { a: {}, closed: true } })).toMatchObject({
      status: 'not-evaluated',
      reason: 'missing-data',
      detail: 'config.a.closed',
    })
    expect(judge(needs, { config: { a: { closed: null }, closed: true } })).toMatchObject({
      reason: 'missing-data',
    })
    expect(
      judge({ needs: ['config.a.closed?'] }, { config: { a: { closed: null }, closed: true } }).status,
    ).toBe('pass')
    expect(judge({ needs: ['config.a.closed?'] }, { config: { a: {}, closed: true } }).reason).toBe(
      'missing-data',
    )
  })

  test('names the path an expression missed', () => {
    expect(judge({ pass: 'config.a.b == 1' }, { config: { a: {} } })).toMatchObject({
      status: 'not-evaluated',
      reason: 'missing-data',
      detail: 'config.a.b',
    })
    expect(judge({ pass: 'config.list[3] == 1' }, { config: { list: [] } })).toMatchObject({
      reason: 'missing-data',
      detail: 'config.list[3]',
    })
    expect(judge({ pass: 'config.?a.value() == 1' }, { config: {} })).toMatchObject({
      reason: 'missing-data',
    })
  })

  test('never takes a document without config for one whose settings are off', () => {
    for (const document of [{}, { config: null }, { config: [] }, { config: 'x' }] as JsonObject[]) {
      expect(judge({ pass: '!has(config.publicIp)' }, document)).toMatchObject({
        status: 'not-evaluated',
        reason: 'missing-data',
        detail: 'config',
      })
    }
    expect(judge({ pass: '!has(supplementary.policy)' }, { config: {} })).toMatchObject({
      reason: 'missing-data',
      detail: 'supplementary',
    })
    expect(judge({ pass: '!has(resource.?supplementary.policy)', observed: {} }, { config: {} }).status).toBe(
      'pass',
    )
  })

  test('decides applicability before review, and review before pass', () => {
    const rule = { applies: 'config.kind == "x"', review: 'config.odd', pass: 'config.closed' }
    expect(judge(rule, { config: { kind: 'y' } })).toEqual({
      status: 'not-applicable',
      reason: null,
      detail: '',
      observed: {},
    })
    expect(judge(rule, { config: { kind: 'x', odd: true } })).toEqual({
      status: 'needs-review',
      reason: null,
      detail: '',
      observed: { closed: null },
    })
    expect(judge(rule, { config: { kind: 'x', odd: false, closed: true } }).status).toBe('pass')
  })

  test('an answer that is neither true nor false is a rule error', () => {
    expect(judge({ pass: 'config.closed' }, { config: { closed: 'yes' } })).toMatchObject({
      status: 'not-evaluated',
      reason: 'rule-error',
      detail: 'pass: gives a string, not true or false',
    })
    expect(judge({ applies: 'config.closed' }, { config: { closed: null } }).detail).toBe(
      'applies: gives null, not true or false',
    )
    expect(judge({ pass: 'config.n + 1 == 2' }, { config: { n: 1 } })).toMatchObject({ reason: 'rule-error' })
  })

  test("sees the identity over the document's own fields", () => {
    const verdict = judge(
      {
        pass: 'resource.tags.env == "prod"',
        observed: { id: 'resource.id', account: 'resource.account', arn: 'resource.arn' },
      },
      { id: 'other', arn: 'arn:x', tags: { env: 'prod' } },
    )
    expect(verdict).toMatchObject({
      status: 'pass',
      observed: { id: 'arn:aws:s3:::one', account: '111122223333', arn: 'arn:x' },
    })
  })

  test('cannot reach what is not JSON of the document', () => {
    for (const pass of ['config.toString', 'config.constructor', 'config.__proto__']) {
      expect(judge({ pass: `${pass} == 1` }, { config: { a: 1 } }).reason).toBe('missing-data')
    }
  })
})

describe('a rule that cannot judge', () => {
  test.each([
    ['config.a ==', 'syntax'],
    ['confg.a == 1', 'unknown variable'],
    ['nosuch(config)', 'unknown function'],
    ['"a" + 1 == "a1"', 'wrong types'],
    ['"text"', 'not a truth value'],
    ['config.name.matches("(a+)+$")', 'backtracking expression'],
    ['account.id == "1"', 'other scope'],
    ['metered__(config) == 1', 'an inner function'],
  ])('%s (%s) is not evaluated: rule error', (pass) => {
    const rule = compiled({ pass })
    expect(rule.error).toMatch(/^pass: /)
    expect(evaluateResource(rule, aResource({ config: { a: 1, name: 'x' } }), now)).toMatchObject({
      status: 'not-evaluated',
      reason: 'rule-error',
    })
  })

  test('a wrong observed expression does not take the verdict away', () => {
    const rule = compiled({ observed: { bad: 'nosuch(1)', closed: 'config.closed' } })
    expect(rule.error).toBeNull()
    expect(evaluateResource(rule, aResource({ config: { closed: true } }), now)).toMatchObject({
      status: 'pass',
      observed: { closed: true },
    })
  })

  test('does not stop the others', () => {
    const [broken, sound] = compileRules([aRule({ pass: 'nosuch(1)' }), aRule({ id: 'aws-test-two' })])
    const resource = aResource({ config: { closed: true } })
    expect(evaluateResource(broken as CompiledRule, resource, now).reason).toBe('rule-error')
    expect(evaluateResource(sound as CompiledRule, resource, now).status).toBe('pass')
  })
})

describe('an account-scope rule', () => {
  const trail = 'AWS::CloudTrail::Trail'
  const rule = compiled({
    scope: 'account',
    types: [trail],
    requires: [trail],
    pass: `account.resources["${trail}"].exists(t, t.config.on)`,
    observed: { trails: `size(account.resources["${trail}"])` },
  })
  const account = (trails: JsonObject[], more = {}) => ({
    id: '111122223333',
    provider: 'aws' as const,
    resources: trails.length > 0 ? { [trail]: trails } : {},
    ...more,
  })

  test('reads all documents of its types', () => {
    expect(
      evaluateAccount(rule, account([{ config: { on: false } }, { config: { on: true } }]), now),
    ).toEqual({ status: 'pass', reason: null, detail: '', observed: { trails: 2 } })
    expect(evaluateAccount(rule, account([{ config: { on: false } }]), now).status).toBe('fail')
  })

  test('takes "none" for an answer only where the scan proves it', () => {
    expect(evaluateAccount(rule, account([]), now)).toMatchObject({
      status: 'not-evaluated',
      reason: 'missing-data',
      detail: trail,
    })
    expect(evaluateAccount(rule, account([], { read: new Set([trail]) }), now)).toMatchObject({
      status: 'fail',
      observed: { trails: 0 },
    })
  })

  test('gives no verdict while a part of its types could not be read', () => {
    expect(
      evaluateAccount(
        rule,
        account([{ config: { on: true } }], { unread: new Map([[trail, 'denied']]) }),
        now,
      ),
    ).toMatchObject({ status: 'not-evaluated', reason: 'denied', detail: trail })
  })

  test('does not see types it does not list', () => {
    const curious = compiled({
      scope: 'account',
      types: [trail],
      pass: 'size(account.resources["AWS::S3::Bucket"]) == 0',
      observed: {},
    })
    const input = { ...account([]), resources: { 'AWS::S3::Bucket': [{}] } }
    expect(evaluateAccount(curious, input, now)).toMatchObject({
      status: 'not-evaluated',
      reason: 'missing-data',
    })
  })

  test('can need a field of every document', () => {
    const needy = compiled({
      scope: 'account',
      types: [trail],
      needs: [`account.resources["${trail}"][].config.on`],
      pass: 'true',
      observed: {},
    })
    expect(evaluateAccount(needy, account([{ config: { on: true } }, { config: {} }]), now).reason).toBe(
      'missing-data',
    )
    expect(evaluateAccount(needy, account([{ config: { on: true } }]), now).status).toBe('pass')
  })
})

describe('the clock', () => {
  test('is the one passed in, and rules that read it are known', () => {
    const rule = compiled({ pass: 'timestamp(config.created) > timestamp(now) - duration("2160h")' })
    expect(rule.clockDependent).toBe(true)
    expect(compiled().clockDependent).toBe(false)
    expect(compiled({ pass: 'config.l.all(now, now == 1)' }).clockDependent).toBe(false)
    const resource = aResource({ config: { created: '2026-06-01T00:00:00.000Z' } })
    expect(evaluateResource(rule, resource, now).status).toBe('pass')
    expect(evaluateResource(rule, resource, { now: '2026-12-06T09:00:00.000Z' }).status).toBe('fail')
  })
})

describe('the step budget', () => {
  const list = (length: number): JsonValue[] => Array.from({ length }, (_, n) => ({ n }))

  test('ends loops inside loops, soon and as a rule error', () => {
    const rule = compiled({
      pass: 'config.l.all(a, config.l.all(b, config.l.all(c, a.n + b.n + c.n >= 0.0)))',
      observed: {},
    })
    const from = performance.now()
    expect(evaluateResource(rule, aResource({ config: { l: list(3000) } }), now)).toMatchObject({
      reason: 'rule-error',
      detail: expect.stringContaining('too large'),
    })
    expect(performance.now() - from).toBeLessThan(5000)
    expect(evaluateResource(rule, aResource({ config: { l: list(20) } }), now).status).toBe('pass')
  })

  test('counts membership tests inside a loop, and is not forgiven by `||` or exists', () => {
    const wide = { config: { l: Array.from({ length: 4000 }, (_, n) => n) } }
    expect(judge({ pass: 'config.l.exists(a, !(a in config.l)) || true', observed: {} }, wide)).toMatchObject(
      { reason: 'rule-error' },
    )
  })

  test('leaves long lists without nesting alone', () => {
    expect(
      judge({ pass: 'config.l.all(a, a.n >= 0)', observed: {} }, { config: { l: list(200_000) } }).status,
    ).toBe('pass')
  })
})

describe('helper functions', () => {
  const calls: unknown[][] = []
  const [rule] = compileRules(
    [
      aRule({
        review: 'count(config.l, 1) == 9.0',
        pass: 'count(config.l, 1) == 2.0 && count(config.l, 2) == 3.0',
        observed: { n: 'count(config.l, 1)' },
      }),
    ],
    new Map(),
    [
      {
        signature: 'count(dyn, int): double',
        doc: '',
        call: (...values) => (calls.push([...values]), (values[0] as unknown[]).length + Number(values[1])),
      },
    ],
  )

  test('are asked once for the same part of a document, and again for another document', () => {
    const judged = (l: JsonValue[]) =>
      evaluateResource(rule as CompiledRule, aResource({ config: { l } }), now)
    expect(judged([1])).toMatchObject({ status: 'pass', observed: { n: 2 } })
    expect(calls.map(([, n]) => n)).toEqual([1n, 2n])
    expect(judged([1, 2])).toMatchObject({ status: 'fail', observed: { n: 3 } })
    expect(judged([1])).toMatchObject({ status: 'pass', observed: { n: 2 } })
    expect(calls).toHaveLength(5)
  })

  test('that throw are a rule error each time', () => {
    const [throwing] = compileRules([aRule({ pass: 'bad(config)' })], new Map(), [
      {
        signature: 'bad(dyn): bool',
        doc: '',
        call: () => {
          throw new TypeError('not a policy')
        },
      },
    ])
    for (let time = 0; time < 2; time++)
      expect(evaluateResource(throwing as CompiledRule, aResource({ config: {} }), now)).toMatchObject({
        reason: 'rule-error',
        detail: 'pass: not a policy',
      })
  })
})

describe('observed values', () => {
  test('are JSON, of bounded size', () => {
    const { observed } = judge(
      {
        pass: 'true',
        observed: {
          count: 'size(config.l)',
          none: 'config.?nothing',
          some: 'config.?l[0]',
          text: 'config.text',
          list: 'config.l',
          when: 'timestamp(now)',
          deep: 'config.deep',
          gone: 'config.x.y',
        },
      },
      {
        config: {
          l: Array.from({ length: 1000 }, (_, n) => n),
          text: 'x'.repeat(10_000),
          deep: { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } },
        },
      },
    )
    expect(observed).toMatchObject({
      count: 1000,
      none: null,
      some: 0,
      gone: null,
      when: '2026-07-06T09:00:00.000Z',
    })
    expect(observed.text).toMatch(/^x{1000}… \(10000 characters\)$/)
    expect(observed.list).toHaveLength(51)
    expect(JSON.stringify(observed.deep)).toContain('…')
    expect(JSON.stringify(observed).length).toBeLessThan(5000)
  })
})

describe('any document', () => {
  const rules = compileRules([
    aRule({
      needs: ['config.a', 'config.list[].b', 'config["x y"]?'],
      observed: { a: 'config.a', l: 'config.list.map(x, x.b)', all: 'config' },
    }),
    aRule({
      id: 'aws-test-two',
      applies: 'config.?a.?b.orValue(false)',
      pass: 'config.list.all(x, x.b in config.other && x.c.exists(y, y == 1))',
      observed: { r: 'resource' },
    }),
    aRule({
      id: 'aws-test-three',
      review: 'has(config.?a.b)',
      pass: 'config.a.startsWith("x") || config.a > 1 || config.a[0] == "y"',
    }),
  ])
  const document = fc.oneof(
    fc
      .object({ withBigInt: false, maxDepth: 4 })
      .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue),
    fc.record({
      config: fc.record(
        {
          a: fc.jsonValue(),
          list: fc.oneof(fc.jsonValue(), fc.array(fc.record({ b: fc.jsonValue(), c: fc.jsonValue() }))),
          other: fc.jsonValue(),
          closed: fc.jsonValue(),
          __proto__: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      supplementary: fc.jsonValue(),
    }),
    fc.record({ config: fc.jsonValue() }),
  )

  test('gets a verdict that is JSON, never an exception; the same one each time; and is not changed', () => {
    fc.assert(
      fc.property(document, (value) => {
        const before = JSON.stringify(value)
        for (const rule of rules) {
          const resource = aResource((isJsonObject(value) ? value : { config: value }) as JsonObject)
          const verdict = evaluateResource(rule, resource, now)
          const text = canonicalJson(verdict as unknown as JsonValue)
          expect(canonicalJson(evaluateResource(rule, resource, now) as unknown as JsonValue)).toBe(text)
          expect(verdict.reason === null).toBe(verdict.status !== 'not-evaluated')
        }
        expect(JSON.stringify(value)).toBe(before)
      }),
      { numRuns: 500 },
    )
  })

  test('however deep', () => {
    let deep: JsonValue = 1
    for (let level = 0; level < 5000; level++) deep = level % 2 === 0 ? { a: deep } : [deep]
    expect(
      rules.map(
        (rule) => evaluateResource(rule, aResource({ config: { a: deep, list: [deep] } }), now).status,
      ),
    ).toEqual(['not-evaluated', 'not-applicable', 'not-evaluated'])
  })
})

describe('the index', () => {
  test('finds rules by type, Azure without regard to case', () => {
    const index = indexRules(
      compileRules([
        aRule(),
        aRule({ id: 'azure-test-x', provider: 'azure', types: ['Microsoft.Storage/storageAccounts'] }),
        aRule({ id: 'aws-test-acc', scope: 'account', pass: 'true', observed: {} }),
      ]),
    )
    expect(index.forType('aws', 'AWS::S3::Bucket').map(({ rule }) => rule.id)).toEqual(['aws-test-bucket'])
    expect(index.forType('aws', 'aws::s3::bucket')).toEqual([])
    expect(index.forType('azure', 'microsoft.storage/storageaccounts').map(({ rule }) => rule.id)).toEqual([
      'azure-test-x',
    ])
    expect(index.accountRulesForType('aws', 'AWS::S3::Bucket').map(({ rule }) => rule.id)).toEqual([
      'aws-test-acc',
    ])
  })
})
