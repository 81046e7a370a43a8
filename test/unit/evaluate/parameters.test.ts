import { expect, test } from 'vitest'
import { compileRules, evaluateResource, lintPack, runCases } from '../../../main/engine/evaluate/index.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import { aPack, aResource, aRule, now, toNormal } from './a-pack.ts'

const retention: Partial<Rule> = {
  parameters: {
    days: { title: 'Days kept', default: 30, min: 1, max: 90 },
    trusted: { title: 'Accounts trusted', default: ['111122223333'] },
  },
  pass: 'config.days >= params.days && config.owner in params.trusted',
  observed: { days: 'config.days', asked: 'params.days', trusted: 'params.trusted' },
}
const judge = (rule: Partial<Rule>, days: number) =>
  evaluateResource(
    compileRules([aRule(rule)])[0]!,
    aResource({ config: { days, owner: '111122223333' } }),
    now,
  )
const override = { reason: 'A longer period by contract.', by: 'Ana', at: '2026-07-01T00:00:00.000Z' }

test('a parameter has its default, and shows in what was observed', () => {
  expect(judge(retention, 30)).toMatchObject({
    status: 'pass',
    observed: { days: 30, asked: 30, trusted: ['111122223333'] },
  })
  expect(judge(retention, 29).status).toBe('fail')
})

test('an override sets it otherwise, and only what it names', () => {
  const stricter = { ...retention, override: { ...override, parameters: { days: 60 } } }
  expect(judge(stricter, 59)).toMatchObject({ status: 'fail', observed: { asked: 60 } })
  expect(judge(stricter, 60).status).toBe('pass')
  expect(judge({ ...retention, override: { ...override, parameters: { trusted: [] } } }, 60).status).toBe(
    'fail',
  )
})

test('an override changes the rule’s hash, so that outcomes are made anew', () => {
  const [plain, changed] = compileRules([
    aRule(retention),
    aRule({ ...retention, override: { ...override, parameters: { days: 60 } } }),
  ])
  expect(changed?.hash).not.toBe(plain?.hash)
})

test('a misspelt parameter is the rule’s error, not missing data', () => {
  expect(judge({ ...retention, pass: 'config.days >= params.day' }, 30)).toMatchObject({
    status: 'not-evaluated',
    reason: 'rule-error',
    detail: 'pass: the rule has no parameter day',
  })
})

test('rules with different values over one document do not mix', () => {
  const helper = (pattern: string) => ({
    parameters: { words: { title: 'Words looked for', default: [pattern] } },
    pass: 'params.words.exists(word, re(config.name, word))',
  })
  const [a, b] = compileRules([aRule(helper('^a')), aRule({ ...helper('^b'), id: 'aws-test-two' })])
  const resource = aResource({ config: { name: 'abc' } })
  expect([a, b, a].map((rule) => evaluateResource(rule!, resource, now).status)).toEqual([
    'pass',
    'fail',
    'pass',
  ])
})

test('parameters are read from rule.yaml, numbers with fractions and lists of ids among them', () => {
  const pack = aPack({
    'aws/aws-test-bucket/rule.yaml': (text) =>
      text.replace(
        'pass: config.closed == true',
        `parameters:
  least: { title: Least share, default: 0.5, min: 0, max: 1 }
  accounts: { title: Accounts trusted, default: ['111122223333'] }
pass: config.closed == true && 1.0 >= params.least && size(params.accounts) == 1`,
      ),
  })
  expect(lintPack(pack, { toNormal })).toEqual([])
  expect(pack.rules[0]?.parameters).toEqual({
    least: { title: 'Least share', default: 0.5, min: 0, max: 1 },
    accounts: { title: 'Accounts trusted', default: ['111122223333'] },
  })
  expect(
    runCases(pack, toNormal)
      .results.map(({ verdict }) => verdict.status)
      .sort(),
  ).toEqual(['fail', 'not-evaluated', 'pass'])
})
