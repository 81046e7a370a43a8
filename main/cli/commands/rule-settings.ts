import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Attach } from '../attach.ts'
import { severitiesOf } from '../filters.ts'
import { numberOf } from '../instants.ts'
import { count, safe, say, table } from '../print.ts'
import type { Session } from '../session.ts'
import { overrideWords } from './rule-words.ts'

interface Reason {
  reason: string
}
interface OverrideOptions extends Reason {
  severity?: string
  slaHours?: string
  disable?: boolean
  set?: string[]
}

const why: [string, string] = ['--reason <text>', 'why; recorded in the ledger']

/** `rules folders`, `rules override`, `rules restore`, `rules overrides`: kept in the engagement. */
export function addRuleSettingCommands(rules: Command, attach: Attach): void {
  const folders = rules.command('folders').description('the engagement’s own rule folders: list, add, remove')
  attach<[]>(
    folders.command('list', { isDefault: true }).description('folders that are loaded beside the pack'),
    async (session) => {
      await session.open('read')
      saySettings(session, await session.call('rule.settings', {}))
    },
  )
  attach<[string, Reason]>(
    folders
      .command('add <folder>')
      .description('load rules of your own beside the pack')
      .requiredOption(...why),
    async (session, folder, { reason }) => {
      await session.open('write')
      const { actor } = session
      saySettings(session, await session.call('rule.addFolder', { path: resolve(folder), reason, actor }))
    },
  )
  attach<[string, Reason]>(
    folders
      .command('remove <folder>')
      .description('no longer load a folder')
      .requiredOption(...why),
    async (session, folder, { reason }) => {
      await session.open('write')
      const { actor } = session
      saySettings(session, await session.call('rule.removeFolder', { path: resolve(folder), reason, actor }))
    },
  )
  attach<[]>(
    rules.command('overrides').description('what the engagement sets otherwise, with who and why'),
    async (session) => {
      await session.open('read')
      saySettings(session, await session.call('rule.settings', {}))
    },
  )
  attach<[string, OverrideOptions]>(
    rules
      .command('override <rule>')
      .description('set a rule otherwise in this engagement; replaces what was set before')
      .option('--severity <level>', 'critical, high, medium or low')
      .option('--sla-hours <n>', 'hours until a finding is due')
      .option('--disable', 'no verdict: its subjects are not evaluated, and stay counted')
      .option('--set <name=value...>', 'a parameter; a list with commas: trusted=111122223333,444455556666')
      .requiredOption(...why),
    async (session, rule, options) => {
      await session.open('write')
      const shown = await session.call('rule.get', { rule })
      const settings = await session.call('rule.override', {
        rule,
        reason: options.reason,
        actor: session.actor,
        ...(options.severity === undefined ? {} : { severity: severitiesOf(options.severity)[0] }),
        ...(options.slaHours === undefined ? {} : { slaHours: numberOf(options.slaHours, '--sla-hours') }),
        ...(options.disable ? { disabled: true as const } : {}),
        parameters: parametersOf(options.set ?? [], shown.rule.parameters ?? {}),
      })
      saySettings(session, settings)
    },
  )
  attach<[string, Reason]>(
    rules
      .command('restore <rule>')
      .description('a rule as it is written again')
      .requiredOption(...why),
    async (session, rule, { reason }) => {
      await session.open('write')
      saySettings(session, await session.call('rule.restore', { rule, reason, actor: session.actor }))
    },
  )
}

type Parameters = NonNullable<Output<'rule.get'>['rule']['parameters']>

/** `days=90` by what the parameter is: a number, or a list split at commas. */
function parametersOf(words: readonly string[], known: Parameters): Record<string, number | string[]> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1)
        throw new CountersignError('invalid_input', { field: '--set', detail: `${word} is not name=value` })
      const [name, text] = [word.slice(0, at), word.slice(at + 1)]
      if (!Array.isArray(known[name]?.default)) return [name, measureOf(text, name)]
      return [
        name,
        text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      ]
    }),
  )
}

/** A parameter's number; it may have a fraction. */
function measureOf(text: string, name: string): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new CountersignError('invalid_input', { field: `--set ${name}`, detail: `${text} is not a number` })
  return Number(text)
}

function saySettings(session: Session, settings: Output<'rule.settings'>): void {
  if (session.json) return say(JSON.stringify(settings))
  const { folders, overrides, rulePack } = settings
  if (folders.length > 0)
    say(
      ...table(
        [
          { title: 'own folder' },
          { title: 'rules', right: true },
          { title: 'since' },
          { title: 'by' },
          { title: 'reason', max: 60 },
        ],
        folders.map(({ path, rules, at, by, reason }) =>
          [path, count(rules.length), at.slice(0, 10), by, reason].map(safe),
        ),
      ),
    )
  if (overrides.length > 0)
    say(
      ...table(
        [
          { title: 'rule' },
          { title: 'set otherwise' },
          { title: 'since' },
          { title: 'by' },
          { title: 'reason', max: 60 },
        ],
        overrides.map((one) =>
          [one.rule, overrideWords(one), one.at.slice(0, 10), one.by, one.reason].map(safe),
        ),
      ),
    )
  if (folders.length + overrides.length === 0) say('The engagement uses the rule pack as it is.')
  if (rulePack === null) say('A folder is missing: nothing can be judged until it is back or taken out.')
  else say(`rule pack ${rulePack.version}, ${count(rulePack.rules)} rules, SHA-256 ${rulePack.sha256}`)
}
