import type { Command } from 'commander'
import { count, heading, say, severityWord, table } from '../print.ts'
import type { Attach } from '../attach.ts'

export function addRuleCommands(program: Command, attach: Attach): void {
  const rules = program.command('rules').description('the rule pack: list, show, lint, crosswalk')
  attach<[]>(rules.command('list', { isDefault: true }).description('all rules'), async (session) => {
    const rows = await session.call('rule.list', {})
    if (session.json) return say(JSON.stringify(rows))
    say(
      ...table(
        [{ title: 'rule' }, { title: 'severity' }, { title: 'scope' }, { title: 'title' }],
        rows.map((row) => [row.id, severityWord[row.severity], row.scope, row.title]),
      ),
      `${count(rows.length)} rules`,
    )
  })
  attach<[string]>(
    rules.command('show <rule>').description('a rule as it is written'),
    async (session, rule) => {
      const shown = await session.call('rule.get', { rule })
      say(session.json ? JSON.stringify(shown) : shown.yaml.trimEnd())
    },
  )
  attach<[]>(
    rules.command('lint').description('check the whole pack and run every rule’s cases'),
    async (session) => {
      const result = await session.call('rule.lint', {})
      if (session.json) say(JSON.stringify(result))
      else {
        say(...result.problems.map(({ where, code, message }) => `${where}: ${code}: ${message}`))
        say(
          `${heading(count(result.rules))} rules, ${count(result.cases)} cases, ${count(result.problems.length)} problem(s)`,
        )
      }
      return result.problems.length === 0 ? 0 : 9
    },
  )
  attach<[{ control?: string }]>(
    rules
      .command('crosswalk')
      .description('rules and the controls they map to')
      .option('--control <id>', 'only rules that map to this control'),
    async (session, options) => {
      const rows = (await session.call('rule.crosswalk', {})).filter(
        ({ controls }) => !options.control || Object.values(controls).flat().includes(options.control),
      )
      if (session.json) return say(JSON.stringify(rows))
      say(
        ...table(
          [
            { title: 'rule' },
            { title: 'SOC 2' },
            { title: 'ISO 27001:2022' },
            { title: 'NIST CSF 2.0' },
            { title: 'NIST 800-53 r5' },
          ],
          rows.map(({ rule, controls }) => [
            rule,
            controls.soc2.join(' '),
            controls['iso27001-2022'].join(' '),
            controls['nist-csf-2.0'].join(' '),
            controls['nist-800-53-r5'].join(' '),
          ]),
        ),
      )
    },
  )
}
