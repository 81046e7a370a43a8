import type { Command } from 'commander'
import type { Input, Output } from '../../../shared/contract/contract.ts'
import { frameworks } from '../../../shared/model/framework.ts'
import { categories } from '../../../shared/model/rule.ts'
import { count, heading, safe, say, severityWord, statusWord, table } from '../print.ts'
import type { Attach } from '../attach.ts'
import { providersOf, severitiesOf, wordsOf } from '../filters.ts'
import { overrideWords, parameterLines } from './rule-words.ts'

export interface FilterOptions {
  provider?: string
  severity?: string
  category?: string
  benchmark?: string
  recommendation?: string
  framework?: string
  control?: string
  text?: string
  overridden?: boolean
}

/** Adds the options that choose rules. */
export function withRuleFilter(command: Command): Command {
  return command
    .option('--provider <list>', 'aws, azure, gcp')
    .option('--severity <list>', 'critical, high, medium, low')
    .option('--category <list>', categories.join(', '))
    .option('--benchmark <id>', 'of a benchmark, e.g. cis-aws')
    .option('--recommendation <number>', 'of a recommendation, e.g. 2.10')
    .option('--framework <name>', frameworks.join(', '))
    .option('--control <id>', 'of a requirement, e.g. CC6.1 or AC-3')
    .option('--text <words>', 'part of id, title or type')
    .option('--overridden', 'only rules that the engagement sets otherwise')
}

export function ruleFilterOf(options: FilterOptions): NonNullable<Input<'rule.list'>['filter']> {
  const { provider, severity, category, framework } = options
  const { benchmark, recommendation, control, text, overridden } = options
  return {
    ...(provider === undefined ? {} : { provider: providersOf(provider) }),
    ...(severity === undefined ? {} : { severity: severitiesOf(severity) }),
    ...(category === undefined ? {} : { category: wordsOf(category, categories, '--category') }),
    ...(framework === undefined ? {} : { framework: wordsOf(framework, frameworks, '--framework')[0] }),
    benchmark,
    recommendation,
    control,
    text,
    overridden,
  }
}

/** The rule pack: `countersign rules …`. Answers with the group, for the commands of other files. */
export function addRuleCommands(program: Command, attach: Attach): Command {
  const rules = program
    .command('rules')
    .description('the rule pack: list, show, lint, test, crosswalk, coverage, own folders and overrides')
  attach<[FilterOptions]>(
    withRuleFilter(rules.command('list', { isDefault: true }).description('rules, all or some')),
    async (session, options) => {
      await session.openIfAny()
      const rows = await session.call('rule.list', { filter: ruleFilterOf(options) })
      if (session.json) return say(JSON.stringify(rows))
      say(
        ...table(
          [{ title: 'rule' }, { title: 'severity' }, { title: 'scope' }, { title: 'title' }, { title: '' }],
          rows.map((row) => [
            row.id,
            severityWord[row.severity],
            row.scope,
            safe(row.title),
            [
              ...(row.own ? ['own'] : []),
              ...(row.override ? [`set: ${overrideWords(row.override)}`] : []),
            ].join('; '),
          ]),
        ),
        `${count(rows.length)} rules`,
      )
    },
  )
  attach<[string]>(
    rules
      .command('show <rule>')
      .description('a rule as it is written, and what the engagement sets otherwise'),
    async (session, rule) => {
      await session.openIfAny()
      const shown = await session.call('rule.get', { rule })
      if (session.json) return say(JSON.stringify(shown))
      say(shown.yaml.trimEnd())
      say(...marks(shown))
    },
  )
  attach<[]>(
    rules.command('lint').description('check the whole pack and run every rule’s cases'),
    async (session) => {
      await session.openIfAny()
      const result = await session.call('rule.lint', {})
      if (session.json) say(JSON.stringify(result))
      else {
        say(...result.problems.map(({ where, code, message }) => safe(`${where}: ${code}: ${message}`)))
        say(
          `${heading(count(result.rules))} rules, ${count(result.cases)} cases, ${count(result.problems.length)} problem(s)`,
        )
      }
      return result.problems.length === 0 ? 0 : 9
    },
  )
  attach<[string[], { verbose?: boolean }]>(
    rules
      .command('test [rules...]')
      .description('run the cases of rules by id or beginning of an id; of all when none is named')
      .option('--verbose', 'list the cases that hold too'),
    async (session, names, options) => {
      await session.openIfAny()
      const tested = await session.call('rule.test', { rules: names, all: options.verbose === true })
      if (session.json) say(JSON.stringify(tested))
      else sayTested(tested)
      return tested.failed === 0 && tested.problems.length === 0 ? 0 : 9
    },
  )
  return rules
}

/** Lines below a rule's text, as YAML comments so that the whole stays YAML. */
function marks({ rule, own, error }: Output<'rule.get'>): string[] {
  const { override } = rule
  return [
    ...(own ? ['# From a folder of the engagement’s own.'] : []),
    ...(error === null ? [] : [`# Cannot judge: ${error}`]),
    ...parameterLines(rule).map((line) => `# ${line}`),
    ...(override === undefined
      ? []
      : [
          `# Set otherwise: ${overrideWords(override)}`,
          `# by ${override.by} on ${override.at.slice(0, 10)}: ${override.reason}`,
        ]),
  ].map(safe)
}

function sayTested({ rules, cases, failed, expected, results, problems }: Output<'rule.test'>): void {
  for (const one of results) {
    const mark = one.differences.length === 0 ? '✓' : '✗'
    say(safe(`${mark} ${one.rule}  ${one.name}  (${one.path})`))
    say(...one.differences.map((difference) => safe(`    ${difference}`)))
  }
  say(...problems.map(({ where, code, message }) => safe(`✗ ${where}: ${code}: ${message}`)))
  const kinds = [
    [expected.pass, 'pass'],
    [expected.fail, 'fail'],
    [expected.needsReview, 'needs-review'],
    [expected.notApplicable, 'not-applicable'],
    [expected.notEvaluated, 'not-evaluated'],
  ] as const
  say(
    `${heading(count(cases))} cases of ${count(rules)} rules (${kinds.map(([number, status]) => `${count(number)} ${statusWord[status]}`).join(', ')})`,
    failed === 0 ? 'all hold' : `${count(failed)} differ`,
  )
}
