import { describe, expect, test } from 'vitest'
import { lintPack } from '../../../main/engine/evaluate/index.ts'
import { problemCodes } from '../../../main/engine/evaluate/pack/problem.ts'
import { aPack, packFiles, toNormal } from './a-pack.ts'
import { coverageBreaks, swap, type Break } from './breaks.ts'

const rule = 'aws/aws-test-bucket/rule.yaml'
const folder = 'aws/aws-test-bucket/cases'

test('a sound pack has no problems', () => {
  expect(lintPack(aPack(), { toNormal })).toEqual([])
})

/** Each break of the sound pack, and the problem it must bring at that place. */
const breaks: readonly Break[] = [
  [
    'YAML that does not parse',
    { [rule]: swap('title:', 'title: [') },
    'yaml-syntax',
    /^aws\/aws-test-bucket\/rule\.yaml:\d+$/,
  ],
  [
    'a key given twice',
    { [rule]: swap('provider: aws', 'provider: aws\nprovider: gcp') },
    'yaml-syntax',
    `${rule}:4`,
  ],
  [
    'an alias',
    { [rule]: swap('types: [AWS::S3::Bucket]', 'types: &t [AWS::S3::Bucket]\nrequires: *t') },
    'yaml-syntax',
    `${rule}:6`,
    /aliases/,
  ],
  ['a field that does not exist', { [rule]: swap('needs:', 'need:') }, 'unknown-field', rule, /need/],
  [
    'a field of a benchmark that does not exist',
    { [rule]: swap('level: 1', 'levl: 1') },
    'unknown-field',
    `${rule}#benchmarks.0`,
  ],
  [
    'a severity that does not exist',
    { [rule]: swap('severity: high', 'severity: huge') },
    'invalid-field',
    `${rule}#severity`,
  ],
  [
    'a type no AWS API has',
    { [rule]: swap('AWS::S3::Bucket', 's3-bucket') },
    'invalid-field',
    `${rule}#types`,
  ],
  [
    'an unquoted id that looks like a number',
    { [rule]: swap("'2.10'", '2.10') },
    'number-like-id',
    `${rule}:9`,
    /2\.10/,
  ],
  [
    'such an id in a benchmark',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap("'2.10'", '2.10') },
    'number-like-id',
    'benchmarks/cis-aws-7.0.0.yaml:12',
  ],
  [
    'a file nothing reads',
    { 'aws/aws-test-bucket/notes.txt': 'x' },
    'stray-file',
    'aws/aws-test-bucket/notes.txt',
  ],
  [
    'cases without their rule',
    { 'aws/aws-other/cases/pass.json': '{}' },
    'orphan-case',
    'aws/aws-other/cases/pass.json',
  ],
  [
    'two rules of one id',
    { '+1/aws/aws-test-bucket/rule.yaml': packFiles().find(({ path }) => path === rule)?.text ?? '' },
    'duplicate-id',
    `+1/${rule}`,
    /already in aws/,
  ],
  [
    'a rule in another rule’s folder',
    {
      'gcp/aws-test-two/rule.yaml': (packFiles().find(({ path }) => path === rule)?.text ?? '').replace(
        'id: aws-test-bucket',
        'id: aws-test-two',
      ),
    },
    'wrong-folder',
    'gcp/aws-test-two/rule.yaml',
  ],
  ['a pack without version', { 'pack.yaml': 'title: x\n' }, 'pack-invalid', 'pack.yaml'],

  [
    'an expression that does not parse',
    { [rule]: swap('pass: config.closed == true', 'pass: config.closed ==') },
    'cel-syntax',
    `${rule}#pass`,
  ],
  [
    'an unknown variable',
    { [rule]: swap('pass: config.closed', 'pass: confg.closed') },
    'cel-check',
    `${rule}#pass`,
    /confg/,
  ],
  [
    'an unknown function',
    { [rule]: swap('pass: config.closed == true', 'pass: isShut(config)') },
    'cel-check',
    `${rule}#pass`,
  ],
  [
    'an observed expression that is wrong',
    { [rule]: swap('{ closed: config.closed }', "{ closed: 'nosuch(config)' }") },
    'cel-check',
    `${rule}#observed.closed`,
  ],
  ['a wrong applies', { [rule]: swap('pass:', 'applies: nosuch()\npass:') }, 'cel-check', `${rule}#applies`],
  [
    'matches',
    { [rule]: swap('pass: config.closed == true', "pass: resource.name.matches('a+')") },
    'cel-matches',
    `${rule}#pass`,
  ],
  [
    'a predicate that is no truth value',
    { [rule]: swap('pass: config.closed == true', 'pass: size(config)') },
    'cel-not-boolean',
    `${rule}#pass`,
  ],
  [
    'a need that is no path',
    { [rule]: swap('needs: [config.closed]', 'needs: [config.closed, config..x]') },
    'need-invalid',
    `${rule}#needs`,
  ],
  [
    'a need of something rules do not see',
    { [rule]: swap('needs: [config.closed]', 'needs: [config.closed, document.x]') },
    'need-invalid',
    `${rule}#needs`,
  ],
  [
    'a resource rule that requires types',
    { [rule]: swap('needs:', 'requires: [AWS::S3::Bucket]\nneeds:') },
    'scope-mismatch',
    `${rule}#requires`,
  ],
  [
    'an account rule that reads a type it does not list',
    {
      [rule]: accountRule(
        'size(account.resources["AWS::EC2::VPC"]) == size(account.resources["AWS::S3::Bucket"])',
      ),
    },
    'undeclared-type',
    `${rule}#pass`,
    /VPC/,
  ],
  [
    'an account rule that never reads its type',
    { [rule]: accountRule('account.id == "1"') },
    'undeclared-type',
    `${rule}#types`,
    /never read/,
  ],

  [
    'no control in a framework',
    { [rule]: swap('soc2: [CC6.1]', 'soc2: []') },
    'control-unmapped',
    `${rule}#controls.soc2`,
  ],
  [
    'a control that does not exist',
    { [rule]: swap('soc2: [CC6.1]', 'soc2: [CC6.11]') },
    'control-unknown',
    `${rule}#controls.soc2`,
  ],
  [
    'a heading as a control',
    { [rule]: swap('PR.AA-05', 'PR.AA') },
    'control-unknown',
    `${rule}#controls.nist-csf-2.0`,
    /heading/,
  ],
  [
    'a control twice',
    { [rule]: swap('soc2: [CC6.1]', 'soc2: [CC6.1, CC6.1]') },
    'duplicate-id',
    `${rule}#controls.soc2`,
  ],
  [
    'an article control that does not exist',
    {
      [rule]: swap(
        'needs:',
        'article: { soc2: CC6.9, nist-800-53-r5: AC-3, iso27001-2022: A.8.3, doubt: none }\nneeds:',
      ),
    },
    'control-unknown',
    `${rule}#article.soc2`,
  ],
  [
    'an article mapping not shared without a doubt',
    {
      [rule]: swap('needs:', 'article: { soc2: CC6.2, nist-800-53-r5: AC-3, iso27001-2022: A.8.3 }\nneeds:'),
    },
    'article-mismatch',
    `${rule}#article.soc2`,
  ],
  [
    'a benchmark version that does not exist',
    { [rule]: swap('version: 7.0.0', 'version: 6.0.0') },
    'benchmark-unknown',
    `${rule}#benchmarks.0`,
  ],
  [
    'another cloud’s benchmark',
    { [rule]: swap('id: cis-aws', 'id: cis-gcp') },
    'recommendation-mismatch',
    `${rule}#benchmarks.0`,
  ],
  [
    'a recommendation that does not exist',
    { [rule]: swap("'2.10'", "'2.11'") },
    'recommendation-unknown',
    `${rule}#benchmarks.0`,
  ],
  [
    'another level than the benchmark’s',
    { [rule]: swap('level: 1', 'level: 2') },
    'recommendation-mismatch',
    `${rule}#benchmarks.0`,
    /level 1/,
  ],
  [
    'another assessment than the benchmark’s',
    { [rule]: swap('assessment: automated', 'assessment: manual') },
    'recommendation-mismatch',
    `${rule}#benchmarks.0`,
  ],
  [
    'a nearest rule that does not exist',
    {
      'gcp/not-applicable.yaml': swap('reason: Not in tests.', 'reason: Not in tests., nearest: [gcp-none]'),
    },
    'rule-dangling',
    /^gcp/,
  ],

  [
    'a catalogue of another shape',
    { 'frameworks/soc2.yaml': swap('groups:', 'group:') },
    'unknown-field',
    'frameworks/soc2.yaml',
  ],
  [
    'a catalogue without its groups',
    { 'frameworks/soc2.yaml': swap('groups:', 'group:') },
    'catalogue-invalid',
    'frameworks/soc2.yaml#groups',
  ],
  ['a missing catalogue', { 'frameworks/soc2.yaml': null }, 'catalogue-missing', 'frameworks/soc2.yaml'],
  [
    'a cloud without a benchmark',
    { 'benchmarks/cis-gcp-7.0.0.yaml': null },
    'catalogue-missing',
    'benchmarks',
  ],
  [
    'a requirement too few',
    { 'frameworks/soc2.yaml': swap('count: 2', 'count: 3') },
    'catalogue-count',
    'frameworks/soc2.yaml#count',
  ],
  [
    'a recommendation too few',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap('count: 2', 'count: 70') },
    'catalogue-count',
    'benchmarks/cis-aws-7.0.0.yaml#count',
  ],
  [
    'a baseline’s member too few',
    { 'frameworks/nist-800-53-r5.yaml': swap('count: 3, members', 'count: 4, members') },
    'catalogue-count',
    'frameworks/nist-800-53-r5.yaml#baselines.fedramp-high',
  ],
  [
    'a baseline’s member that does not exist',
    { 'frameworks/nist-800-53-r5.yaml': swap('members: [AC-1, AC-3]', 'members: [AC-1, AC-9]') },
    'catalogue-dangling',
    'frameworks/nist-800-53-r5.yaml#baselines.fedramp-moderate',
  ],
  [
    'a standing for nothing',
    { 'frameworks/nist-800-53-r5.yaml': swap('for: [AC-2]', 'for: [AC-7]') },
    'catalogue-dangling',
    'frameworks/nist-800-53-r5.yaml#standings',
  ],
  [
    'two standings for one requirement',
    { 'frameworks/nist-800-53-r5.yaml': swap('for: [AC-2]', 'for: [AC-1]') },
    'duplicate-id',
    'frameworks/nist-800-53-r5.yaml#standings',
  ],
  [
    'a recommendation twice',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap("['2.1', 2", "['2.10', 2") },
    'duplicate-id',
    'benchmarks/cis-aws-7.0.0.yaml',
  ],
  [
    'a recommendation in another section',
    { 'benchmarks/cis-aws-7.0.0.yaml': swap("['2.1', 2", "['3.1', 2") },
    'catalogue-dangling',
    'benchmarks/cis-aws-7.0.0.yaml',
  ],

  ['no passing case', { [`${folder}/pass.json`]: null }, 'case-missing', rule, /pass/],
  ['no failing case', { [`${folder}/fail.json`]: null }, 'case-missing', rule, /fail/],
  ['no case without a verdict', { [`${folder}/missing.json`]: null }, 'case-missing', rule, /not-evaluated/],
  [
    'applies without a case it does not apply to',
    { [rule]: swap('pass:', 'applies: config.closed\npass:') },
    'case-missing',
    rule,
    /not-applicable/,
  ],
  [
    'review without a case for it',
    { [rule]: swap('pass:', 'review: config.closed\npass:') },
    'case-missing',
    rule,
    /needs-review/,
  ],
  [
    'a case that is not JSON',
    { [`${folder}/pass.json`]: swap('{', '') },
    'json-syntax',
    `${folder}/pass.json`,
  ],
  [
    'a case with an unknown outcome',
    { [`${folder}/pass.json`]: swap('"pass"', '"passed"') },
    'case-invalid',
    `${folder}/pass.json#expect`,
  ],
  [
    'a case with an unknown field',
    { [`${folder}/pass.json`]: swap('"name":', '"note":"","name":') },
    'unknown-field',
    `${folder}/pass.json`,
  ],
  [
    'two cases of one name',
    { [`${folder}/pass.json`]: swap('closed bucket', 'open bucket') },
    'duplicate-id',
    rule,
    /open bucket/,
  ],
  [
    'a path that its provider does not publish',
    {
      'shapes/aws.json': JSON.stringify({
        'AWS::S3::Bucket': { source: 'x', fields: { configuration: { shut: 's' } } },
      }),
    },
    'path-unknown',
    `${rule}#pass`,
    /config\.closed/,
  ],
  [
    'a need that no case has',
    { [rule]: swap('needs: [config.closed]', 'needs: [config.closed, config.shut]') },
    'need-never-seen',
    `${rule}#needs`,
    /config\.shut/,
  ],
  [
    'an item that cannot be normalised',
    {
      [`${folder}/more.json`]: JSON.stringify({
        name: 'more',
        expect: 'pass',
        resources: [{ provider: 'aws', item: {} }],
      }),
    },
    'case-unsupported-item',
    `${folder}/more.json`,
    /no id/,
  ],
  [
    'a parameter that is read and not declared',
    { [rule]: swap('pass: config.closed == true', 'pass: config.days >= params.days') },
    'parameter-unknown',
    `${rule}#pass`,
    /days/,
  ],
  [
    'all parameters read at once',
    { [rule]: swap('pass: config.closed == true', 'pass: size(params) > 0') },
    'parameter-unknown',
    `${rule}#pass`,
    /by name/,
  ],
  [
    'a parameter nothing reads',
    { [rule]: swap('pass:', 'parameters: { days: { title: Days, default: 30 } }\npass:') },
    'parameter-unused',
    `${rule}#parameters.days`,
  ],
  [
    'a default out of its own bounds',
    { [rule]: swap('pass:', 'parameters: { days: { title: Days, default: 30, min: 90 } }\npass:') },
    'parameter-invalid',
    `${rule}#parameters.days`,
    /below 90/,
  ],
  ...coverageBreaks,
  [
    'a misconfiguration without an answer on a cloud',
    { 'azure/not-applicable.yaml': swap(/- \{ provider: azure, misconfiguration: 7,.*\n/, '') },
    'misconfiguration-uncovered',
    'azure',
    /7/,
  ],
]

function accountRule(pass: string) {
  return (text: string) =>
    text
      .replace('scope: resource', 'scope: account')
      .replace('needs: [config.closed]\n', '')
      .replace('observed: { closed: config.closed }\n', '')
      .replace('pass: config.closed == true', `pass: '${pass}'`)
}

describe('a broken pack is told of', () => {
  test.each(breaks)('%s', (_name, changes, code, where, message) => {
    const problems = lintPack(aPack(changes), { toNormal })
    const found = problems.filter(
      (problem) =>
        problem.code === code &&
        (typeof where === 'string' ? problem.where === where : where.test(problem.where)),
    )
    expect(found, JSON.stringify(problems, null, 1)).not.toEqual([])
    if (message !== undefined)
      expect(
        found.some((problem) => message.test(problem.message)),
        JSON.stringify(found),
      ).toBe(true)
  })

  test('by every code there is', () => {
    const broken = new Set<string>(breaks.map(([, , code]) => code))
    // What running the cases finds is shown where they are run; overrides come with an engagement (overrides.test.ts).
    const elsewhere = new Set<string>(['case-difference', 'override-dangling', 'override-invalid'])
    expect(problemCodes.filter((code) => !elsewhere.has(code) && !broken.has(code))).toEqual([])
  })
})
