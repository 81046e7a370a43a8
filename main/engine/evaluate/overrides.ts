import { createHash } from 'node:crypto'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { LocalRules, Rule, RuleOverride } from '../../../shared/model/rule.ts'
import type { RulePack } from './load.ts'
import type { PackProblem } from './pack/problem.ts'
import { parameterFault } from './parameters.ts'

/**
 * The pack as an engagement has it in force.
 * In: the pack with the engagement's folders loaded, and what the engagement sets otherwise.
 * Out: the same pack where nothing is; else one whose rules carry their overrides, whose identity covers them (`+local`), and whose
 * problems name overrides that do not fit. A rule whose override does not fit must not judge: its resources are not evaluated.
 */
export function applyLocalRules(pack: RulePack, { folders, overrides }: LocalRules): RulePack {
  const entries = Object.entries(overrides)
  if (folders.length === 0 && entries.length === 0) return pack
  const problems: PackProblem[] = [...pack.problems]
  const ruleErrors = new Map(pack.ruleErrors)
  const ids = new Set(pack.rules.map(({ id }) => id))
  for (const [id] of entries) {
    if (!ids.has(id))
      problems.push({
        where: `overrides#${id}`,
        code: 'override-dangling',
        message: `there is no rule ${id}`,
      })
  }
  const rules = pack.rules.map((rule): Rule => {
    const override = overrides[rule.id]
    if (override === undefined) return rule
    const fault = overrideFault(rule, override)
    if (fault !== null) {
      problems.push({ where: `overrides#${rule.id}`, code: 'override-invalid', message: fault })
      if (!ruleErrors.has(rule.id)) ruleErrors.set(rule.id, `override: ${fault}`)
    }
    return { ...rule, severity: override.severity ?? rule.severity, override }
  })
  return {
    ...pack,
    identity: {
      ...pack.identity,
      version: `${pack.identity.version}+local`,
      sha256: localHash(pack.identity.sha256, overrides),
    },
    rules,
    ruleErrors,
    problems,
  }
}

/** What of an override does not fit the rule, in words; null when all does. */
export function overrideFault(rule: Rule, override: Pick<RuleOverride, 'parameters'>): string | null {
  for (const [name, value] of Object.entries(override.parameters ?? {})) {
    const parameter = Object.hasOwn(rule.parameters ?? {}, name) ? rule.parameters?.[name] : undefined
    if (parameter === undefined) return `the rule has no parameter ${name}`
    const fault = parameterFault(parameter, value)
    if (fault !== null) return `parameter ${name} ${fault}`
  }
  return null
}

/** SHA-256 of `hash of all files NUL RFC 8785 form of the overrides`; files of the engagement's folders are in the first. */
function localHash(files: string, overrides: LocalRules['overrides']): string {
  return createHash('sha256')
    .update(`${files}\0${canonicalJson(overrides as unknown as JsonValue)}`)
    .digest('hex')
}
