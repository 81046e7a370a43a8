import { expect, test } from 'vitest'
import {
  applyLocalRules,
  compileRules,
  evaluateAccount,
  evaluateResource,
  lintPack,
  parseRulePack,
  runCases,
} from '../../../main/engine/evaluate/index.ts'
import { noLocalRules, type LocalRules, type RuleOverride } from '../../../shared/model/rule.ts'
import { aPack, aResource, now, packFiles, toNormal } from './a-pack.ts'

const said = { reason: 'By contract.', by: 'Ana', at: '2026-07-01T00:00:00.000Z' }
const id = 'aws-test-bucket'
const withDays = (text: string) =>
  text.replace(
    'pass: config.closed == true',
    'parameters: { days: { title: Days kept, default: 30, min: 1, max: 90 } }\npass: config.closed == true && 30.0 >= params.days',
  )
const pack = aPack({ 'aws/aws-test-bucket/rule.yaml': withDays })
const local = (override: Partial<RuleOverride>, rule = id): LocalRules => ({
  folders: [],
  overrides: { [rule]: { ...override, ...said } },
})
const judge = (settings: LocalRules) => {
  const { rules, ruleErrors } = applyLocalRules(pack, settings)
  return evaluateResource(compileRules(rules, ruleErrors)[0]!, aResource({ config: { closed: true } }), now)
}

test('an engagement without folders and overrides has the pack itself', () => {
  expect(applyLocalRules(pack, noLocalRules)).toBe(pack)
})

test('severity and parameters are in force, the written rule stays as it is', () => {
  const changed = applyLocalRules(pack, local({ severity: 'low', parameters: { days: 60 } }))
  expect(changed.rules[0]).toMatchObject({
    severity: 'low',
    override: { by: 'Ana', reason: 'By contract.', parameters: { days: 60 } },
  })
  expect(pack.rules[0]).toMatchObject({ severity: 'high' })
  expect(pack.rules[0]?.override).toBeUndefined()
  expect(judge(noLocalRules).status).toBe('pass')
  expect(judge(local({ parameters: { days: 60 } })).status).toBe('fail')
  expect(lintPack(changed, { toNormal })).toEqual([])
})

test('every override and every file of a folder is in the identity, which says that it is local', () => {
  const own = { path: '+1/aws/aws-test-own/rule.yaml', text: 'x' }
  const folders = [{ path: '/somewhere', ...said }]
  const identities = [
    pack,
    applyLocalRules(pack, local({ severity: 'low' })),
    applyLocalRules(pack, local({ severity: 'critical' })),
    applyLocalRules(parseRulePack([...pack.files, own]), { folders, overrides: {} }),
    applyLocalRules(parseRulePack([...pack.files, { ...own, text: 'y' }]), { folders, overrides: {} }),
  ].map(({ identity }) => identity)
  expect(new Set(identities.map(({ sha256 }) => sha256)).size).toBe(5)
  expect(identities.map(({ version }) => version)).toEqual(['1.2.3', ...Array<string>(4).fill('1.2.3+local')])
  expect(applyLocalRules(pack, local({ severity: 'low' })).identity).toEqual(identities[1])
})

test('a rule that is switched off gives no verdict, with the reason', () => {
  expect(judge(local({ disabled: true }))).toMatchObject({
    status: 'not-evaluated',
    reason: 'rule-disabled',
    detail: 'By contract.',
  })
  const account = aPack({
    'aws/aws-test-bucket/rule.yaml': (text) =>
      text
        .replace('scope: resource', 'scope: account')
        .replace('needs: [config.closed]\n', '')
        .replace('observed: { closed: config.closed }\n', '')
        .replace('pass: config.closed == true', 'pass: account.resources["AWS::S3::Bucket"].size() == 0'),
  })
  const [rule] = compileRules(applyLocalRules(account, local({ disabled: true })).rules)
  expect(evaluateAccount(rule!, { id: '1', provider: 'aws', resources: {} }, now)).toMatchObject({
    reason: 'rule-disabled',
  })
})

test('an override that does not fit is told, and its rule does not judge', () => {
  const problems = (settings: LocalRules) =>
    lintPack(applyLocalRules(pack, settings), { toNormal }).map(({ where, code, message }) => [
      where,
      code,
      message,
    ])
  expect(problems(local({ severity: 'low' }, 'aws-none-such'))).toEqual([
    ['overrides#aws-none-such', 'override-dangling', 'there is no rule aws-none-such'],
  ])
  expect(problems(local({ parameters: { days: 91 } }))).toEqual([
    [`overrides#${id}`, 'override-invalid', 'parameter days is above 90'],
  ])
  expect(problems(local({ parameters: { weeks: 1 } }))).toEqual([
    [`overrides#${id}`, 'override-invalid', 'the rule has no parameter weeks'],
  ])
  expect(problems(local({ parameters: { days: ['x'] } }))[0]?.[2]).toBe(
    'parameter days is a list, but the parameter is a number',
  )
  expect(judge(local({ parameters: { days: 91 } }))).toMatchObject({
    reason: 'rule-error',
    detail: 'override: parameter days is above 90',
  })
})

test('a rule of a further folder stands beside the pack’s, and never takes the place of one of them', () => {
  const text = packFiles().find(({ path }) => path.endsWith('/rule.yaml'))?.text ?? ''
  const shadow = {
    path: '+1/aws/aws-test-bucket/rule.yaml',
    text: text.replace('severity: high', 'severity: low'),
  }
  const own = {
    path: '+1/aws/aws-test-own/rule.yaml',
    text: text.replace(`id: ${id}`, 'id: aws-test-own').replace(/benchmarks:.*\n/, ''),
  }
  const two = parseRulePack([
    { path: '+1/pack.yaml', text: 'title: Own\nversion: 9.9.9\n' },
    shadow,
    own,
    ...packFiles(),
  ])
  expect(two.identity.version).toBe('1.2.3')
  expect(two.rules.map((rule) => [rule.id, rule.severity])).toEqual([
    [id, 'high'],
    ['aws-test-own', 'high'],
  ])
  expect(two.problems).toEqual([
    {
      where: shadow.path,
      code: 'duplicate-id',
      message: `${id} is already in aws/aws-test-bucket/rule.yaml`,
    },
  ])
})

test('a broken rule of a folder of one’s own is told, does not judge, and stops no other', () => {
  const broken = {
    path: '+1/aws/aws-test-own/rule.yaml',
    text: (packFiles().find(({ path }) => path.endsWith('/rule.yaml'))?.text ?? '')
      .replace(`id: ${id}`, 'id: aws-test-own')
      .replace(/benchmarks:.*\n/, '')
      .replace('pass: config.closed == true', 'pass: config.closed =='),
  }
  const two = parseRulePack([...packFiles(), broken])
  expect(lintPack(two, { toNormal })).toContainEqual(
    expect.objectContaining({ where: `${broken.path}#pass`, code: 'cel-syntax' }),
  )
  const verdicts = compileRules(two.rules, two.ruleErrors).map((rule) =>
    evaluateResource(rule, aResource({ config: { closed: true } }), now),
  )
  expect(verdicts).toMatchObject([
    { status: 'pass' },
    { status: 'not-evaluated', reason: 'rule-error', detail: expect.stringMatching(/^pass: /) },
  ])
  expect(runCases(two, toNormal).results.every(({ differences }) => differences.length === 0)).toBe(true)
})
