import type { ParameterValue, Rule, RuleOverride } from '../../../../shared/model/rule.ts'

/** What an override sets, in words: `severity low; due after 24 h; retentionDays = 90`. */
export function overrideText(
  override: Pick<RuleOverride, 'severity' | 'slaHours' | 'disabled' | 'parameters'>,
): string {
  const { severity, slaHours, disabled, parameters } = override
  return [
    ...(disabled === true ? ['switched off'] : []),
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(slaHours === undefined ? [] : [`due after ${slaHours} h`]),
    ...Object.entries(parameters ?? {}).map(([name, value]) => `${name} = ${valueText(value)}`),
  ].join('; ')
}

/** A rule's parameters with the values it judged by. */
export function parameterText(rule: Rule): string {
  return Object.entries(rule.parameters ?? {})
    .map(
      ([name, parameter]) => `${name} = ${valueText(rule.override?.parameters?.[name] ?? parameter.default)}`,
    )
    .join('; ')
}

const valueText = (value: ParameterValue): string =>
  Array.isArray(value) ? (value.length === 0 ? 'none' : value.join(' ')) : String(value)
