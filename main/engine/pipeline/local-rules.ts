import { basename, isAbsolute, resolve } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Sla } from '../../../shared/model/finding.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import {
  localRulesSchema,
  noLocalRules,
  type LocalRules,
  type RuleOverride,
} from '../../../shared/model/rule.ts'
import { loadRulePack, overrideFault, packHash, type RulePack } from '../evaluate/index.ts'
import type { LocalRulesRecord } from '../evidence/reader.ts'
import { appendLedger, inTransaction, readSetting, writeSetting, type Workspace } from '../store/index.ts'
import type { JudgingPack } from './job.ts'

const key = 'rules.local'

/** What the engagement adds to the rule pack and sets otherwise. */
export function readLocalRules(ws: Workspace): LocalRules {
  const stored = readSetting(ws, key)
  return stored === undefined ? noLocalRules : localRulesSchema.parse(stored)
}

interface Decision {
  readonly actor: string
  readonly at: string
  readonly reason: string
}

/**
 * Adds a folder of the user's own rules. It takes part in judging from the next evaluation on.
 * Throws `invalid_input` for a relative or known path, `rule_folder_missing` when it cannot be read.
 */
export function addRuleFolder(
  ws: Workspace,
  rulesDir: string,
  { path: given, actor: by, at, reason }: Decision & { readonly path: string },
): void {
  if (!isAbsolute(given))
    throw new CountersignError('invalid_input', { field: 'path', detail: 'must be an absolute path' })
  const path = resolve(given)
  const local = readLocalRules(ws)
  const paths = local.folders.map((folder) => folder.path)
  if ([...paths, resolve(rulesDir)].includes(path))
    throw new CountersignError('invalid_input', { field: 'path', detail: 'is loaded already' })
  loadRulePack(rulesDir, [...paths, path])
  save(ws, { ...local, folders: [...local.folders, { path, reason, by, at }] }, () =>
    appendLedger(ws, { at, actor: by, action: 'rule-folder-added', payload: { path, reason } }),
  )
}

/** Takes a folder out again; it need not exist any more. Throws `not_found` for one that was not added. */
export function removeRuleFolder(
  ws: Workspace,
  { path: given, actor, at, reason }: Decision & { readonly path: string },
): void {
  const path = resolve(given)
  const local = readLocalRules(ws)
  const folders = local.folders.filter((folder) => folder.path !== path)
  if (folders.length === local.folders.length)
    throw new CountersignError('not_found', { what: 'rule folder', id: path })
  save(ws, { ...local, folders }, () =>
    appendLedger(ws, { at, actor, action: 'rule-folder-removed', payload: { path, reason } }),
  )
}

/** What an override sets, all of it: what is left out is as the rule has it. */
export interface OverrideTerms {
  readonly severity?: RuleOverride['severity'] | undefined
  readonly slaHours?: number | undefined
  readonly disabled?: true | undefined
  readonly parameters?: RuleOverride['parameters'] | undefined
}

/**
 * Sets a rule otherwise, in place of what was set before.
 * Throws `rule_unknown`; `invalid_input` when nothing is set or a parameter does not fit.
 */
export function overrideRule(
  ws: Workspace,
  pack: RulePack,
  {
    rule: id,
    terms,
    actor: by,
    at,
    reason,
  }: Decision & { readonly rule: string; readonly terms: OverrideTerms },
): void {
  const rule = pack.rules.find((one) => one.id === id)
  if (rule === undefined) throw new CountersignError('rule_unknown', { rule: id })
  const set = Object.fromEntries(
    Object.entries(terms).filter(
      ([, value]) => value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  ) as Pick<RuleOverride, 'severity' | 'slaHours' | 'disabled' | 'parameters'>
  if (Object.keys(set).length === 0)
    throw new CountersignError('invalid_input', { field: 'override', detail: 'sets nothing' })
  const fault = overrideFault(rule, set)
  if (fault !== null) throw new CountersignError('invalid_input', { field: 'parameters', detail: fault })
  const local = readLocalRules(ws)
  const override: RuleOverride = { ...set, reason, by, at }
  save(ws, { ...local, overrides: { ...local.overrides, [id]: override } }, () =>
    appendLedger(ws, {
      at,
      actor: by,
      action: 'rule-overridden',
      payload: {
        rule: id,
        set: set as JsonValue,
        reason,
        before: (local.overrides[id] ?? null) as JsonValue,
      },
    }),
  )
}

/** Makes a rule as it is written again. Throws `not_found` when nothing was set otherwise. */
export function restoreRule(
  ws: Workspace,
  { rule: id, actor, at, reason }: Decision & { readonly rule: string },
): void {
  const local = readLocalRules(ws)
  const { [id]: before, ...overrides } = local.overrides
  if (before === undefined) throw new CountersignError('not_found', { what: 'override of', id })
  save(ws, { ...local, overrides }, () =>
    appendLedger(ws, {
      at,
      actor,
      action: 'rule-restored',
      payload: { rule: id, reason, before: before as JsonValue },
    }),
  )
}

/** The setting and its ledger entry come into being together. */
function save(ws: Workspace, local: LocalRules, record: () => void): void {
  inTransaction(ws, () => {
    writeSetting(ws, key, localRulesSchema.parse(local) as JsonValue)
    record()
  })
}

/** Hours a finding of the rule may stay open: the rule's own where the engagement sets them, else the severity's. */
export function slaOf({ index }: JudgingPack, rule: string, sla: Sla): Sla {
  const hours = index.byId.get(rule)?.rule.override?.slaHours
  return hours === undefined ? sla : { critical: hours, high: hours, medium: hours, low: hours }
}

/** The engagement's own part of the rules as the evidence package shows it. */
export function localRulesRecord({ pack, local }: JudgingPack): LocalRulesRecord {
  return {
    folders: local.folders.map(({ path, reason, by, at }, index) => {
      const prefix = `+${index + 1}/`
      const files = pack.files.flatMap((file) =>
        file.path.startsWith(prefix) ? [{ path: file.path.slice(prefix.length), text: file.text }] : [],
      )
      const rules = pack.rules
        .filter(({ id }) => pack.rulePaths.get(id)?.startsWith(prefix))
        .map(({ id }) => id)
      return { name: basename(path), reason, by, at, rules, sha256: packHash(files) }
    }),
    overrides: Object.entries(local.overrides)
      .map(([rule, override]) => ({ rule, ...override }))
      .sort((a, b) => (a.rule < b.rule ? -1 : 1)),
  }
}
