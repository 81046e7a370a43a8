import { describe, expect, test } from 'vitest'
import { runCases } from '../../../main/engine/evaluate/index.ts'
import { aPack, toNormal } from './a-pack.ts'

const folder = 'aws/aws-test-bucket/cases'
const rule = 'aws/aws-test-bucket/rule.yaml'
const aCase = (fields: object) =>
  JSON.stringify({ name: 'the case', expect: 'pass', resources: [], ...fields })
const bucket = (config: object, id = 'arn:aws:s3:::one') => ({
  type: 'AWS::S3::Bucket',
  resourceId: id,
  account: '1',
  region: 'x',
  name: 'one',
  document: { config },
})
const run = (fields: object, changes: Parameters<typeof aPack>[0] = {}) => {
  const { results } = runCases(aPack({ ...changes, [`${folder}/it.json`]: aCase(fields) }), toNormal)
  return results.find((result) => result.case.path === `${folder}/it.json`)
}

test("a sound pack's cases hold", () => {
  const { results, problems } = runCases(aPack(), toNormal)
  expect(problems).toEqual([])
  expect(results.map((result) => [result.case.path, result.verdict.status, result.differences])).toEqual([
    [`${folder}/fail.json`, 'fail', []],
    [`${folder}/missing.json`, 'not-evaluated', []],
    [`${folder}/pass.json`, 'pass', []],
  ])
})

describe('a case that does not hold says how', () => {
  test.each([
    ['outcome', { expect: 'fail', resources: [bucket({ closed: true })] }, 'expected fail, got pass'],
    [
      'why not',
      { resources: [bucket({})] },
      'expected pass, got not-evaluated (missing-data: config.closed)',
    ],
    [
      'reason',
      { expect: 'not-evaluated', reason: 'rule-error', resources: [bucket({})] },
      'expected reason rule-error, got missing-data: config.closed',
    ],
    [
      'observed',
      { observed: { closed: 'x' }, resources: [bucket({ closed: true })] },
      'observed closed: expected "x", got true',
    ],
    ['no resource', {}, 'cannot be run: a resource case needs a resource'],
    ['no such subject', { subject: 'arn:x', resources: [bucket({})] }, 'cannot be run: no resource arn:x'],
    [
      'another type',
      { resources: [{ ...bucket({}), type: 'AWS::EC2::VPC' }] },
      'cannot be run: the rule does not judge AWS::EC2::VPC',
    ],
    ['an item nobody can read', { resources: [{ provider: 'aws', item: {} }] }, 'cannot be run: no id'],
  ])('%s', (_name, fields, difference) => {
    expect(run(fields)?.differences).toEqual([difference])
  })

  test('a rule error does not stand in for missing data', () => {
    const broken = {
      [rule]: (text: string) =>
        text
          .replace('needs: [config.closed]\n', '')
          .replace('config.closed == true', 'config.closed + 1 == 2'),
    }
    const fields = { expect: 'not-evaluated', resources: [bucket({ closed: true })] }
    expect(run(fields, broken)?.differences).toEqual([
      expect.stringContaining('a rule error counts only where the case names it'),
    ])
    expect(run({ ...fields, reason: 'rule-error' }, broken)?.differences).toEqual([])
  })
})

test('items go through normalisation, facets of one asset are merged', () => {
  const both = [
    { provider: 'aws', item: { id: 'a', type: 'AWS::S3::Bucket', config: { closed: true }, policy: null } },
    {
      provider: 'aws',
      item: { id: 'A', type: 'AWS::S3::Bucket', config: null, policy: 'x' },
      facet: 'iam-policy',
    },
  ]
  const seesPolicy = {
    [rule]: (text: string) =>
      text.replace('pass: config.closed == true', 'pass: config.closed && resource.policy == "x"'),
  }
  expect(run({ resources: both }, seesPolicy)?.differences).toEqual([])
  expect(run({ resources: both.slice(0, 1), expect: 'fail' }, seesPolicy)?.differences).toEqual([])
})

test('the subject can be named', () => {
  expect(
    run({
      resources: [bucket({ closed: false }), bucket({ closed: true }, 'arn:aws:s3:::two')],
      subject: 'arn:aws:s3:::two',
    })?.differences,
  ).toEqual([])
})

test('account cases have read and unread types', () => {
  const account = {
    [rule]: (text: string) =>
      text
        .replace('scope: resource', 'scope: account')
        .replace('needs: [config.closed]', 'requires: [AWS::S3::Bucket]')
        .replace(
          'pass: config.closed == true',
          `pass: 'account.resources["AWS::S3::Bucket"].all(b, b.config.closed)'`,
        )
        .replace(
          'observed: { closed: config.closed }',
          `observed: { buckets: 'size(account.resources["AWS::S3::Bucket"])' }`,
        ),
  }
  expect(
    run(
      { resources: [bucket({ closed: true }), bucket({ closed: true }, 'two')], observed: { buckets: 2 } },
      account,
    )?.differences,
  ).toEqual([])
  expect(
    run({ expect: 'not-evaluated', reason: 'missing-data', subject: '1' }, account)?.differences,
  ).toEqual([])
  expect(run({ read: ['AWS::S3::Bucket'], observed: { buckets: 0 } }, account)?.differences).toEqual([])
  expect(
    run(
      {
        expect: 'not-evaluated',
        reason: 'denied',
        unread: { 'AWS::S3::Bucket': 'denied' },
        resources: [bucket({ closed: true })],
      },
      account,
    )?.differences,
  ).toEqual([])
})

test('the instant is fixed unless the case names one', () => {
  const clock = {
    [rule]: (text: string) =>
      text.replace('pass: config.closed == true', `pass: 'now.startsWith("2026-07-06")'`),
  }
  expect(run({ resources: [bucket({ closed: true })] }, clock)?.differences).toEqual([])
  expect(
    run({ resources: [bucket({ closed: true })], now: '2027-01-01T00:00:00.000Z', expect: 'fail' }, clock)
      ?.differences,
  ).toEqual([])
})

describe('cases told as changes to a document', () => {
  const document = JSON.stringify({
    id: 'arn:aws:s3:::one',
    type: 'AWS::S3::Bucket',
    config: { closed: true, more: { a: 1, b: 2 } },
  })
  const at = 'aws/aws-test-bucket/cases.yaml'
  const results = (yaml: string, changes: Parameters<typeof aPack>[0] = {}) => {
    const all = runCases(
      aPack({ 'aws/documents/AWS.S3.Bucket.json': document, ...changes, [at]: yaml }),
      toNormal,
    )
    return { ...all, results: all.results.filter((result) => result.case.path === at) }
  }

  test('merge into it, and take away by null', () => {
    const { results: own, problems } = results(`
- name: as it is
  expect: pass
- name: open
  expect: fail
  change: { config: { closed: false } }
- name: not told
  expect: not-evaluated
  reason: missing-data
  change: { config: { closed: null } }
- name: a named document
  expect: pass
  resources:
    - document: AWS.S3.Bucket
      change: { config: { more: { a: null, c: [3] } } }
`)
    expect(problems).toEqual([])
    expect(own.map((one) => [one.case.name, one.differences])).toEqual([
      ['as it is', []],
      ['open', []],
      ['not told', []],
      ['a named document', []],
    ])
    const item = own[3]?.case.resources[0]
    expect(item && 'item' in item && item.item['config']).toEqual({ closed: true, more: { b: 2, c: [3] } })
  })

  test.each([
    ['no YAML', '- name: [', 'yaml-syntax', at],
    ['no such field', '- { name: x, expect: pass, chnge: {} }', 'unknown-field', `${at}#0`],
    ['no such document', '- { name: x, expect: pass, document: AWS.S3.Other }', 'case-invalid', `${at}#0`],
  ])('%s is a problem', (_name, yaml, code, where) => {
    expect(results(yaml).problems).toEqual(expect.arrayContaining([expect.objectContaining({ code, where })]))
  })

  test('a document nobody uses is a problem', () => {
    expect(results('- { name: x, expect: pass }', { 'aws/documents/AWS.Other.json': '{}' }).problems).toEqual(
      [expect.objectContaining({ code: 'stray-file', where: 'aws/documents/AWS.Other.json' })],
    )
  })
})
