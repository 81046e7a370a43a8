import type { Output } from '../../../shared/contract/contract.ts'

type Listed = Output<'rule.list'>[number]
type Override = Omit<NonNullable<Listed['override']>, 'reason' | 'by' | 'at'>

/** What an override sets, in a few words. */
export function overrideWords({ severity, slaHours, disabled, parameters }: Override): string {
  return [
    ...(disabled === true ? ['switched off'] : []),
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(slaHours === undefined ? [] : [`due after ${slaHours} h`]),
    ...Object.entries(parameters ?? {}).map(([name, value]) => `${name}=${valueWords(value)}`),
  ].join(', ')
}

/** A line for each parameter: its value, its default where that differs, its bounds. */
export function parameterLines({ parameters, override }: Pick<Listed, 'parameters' | 'override'>): string[] {
  return Object.entries(parameters ?? {}).map(([name, { default: usual, min, max }]) => {
    const value = override?.parameters?.[name]
    const bounds = [
      ...(min === undefined ? [] : [`from ${min}`]),
      ...(max === undefined ? [] : [`to ${max}`]),
    ]
    return [
      `params.${name} is ${valueWords(value ?? usual)}`,
      ...(value === undefined ? [] : [`as written ${valueWords(usual)}`]),
      ...(bounds.length === 0 ? [] : [`may be ${bounds.join(' ')}`]),
    ].join(', ')
  })
}

const valueWords = (value: number | readonly string[]) =>
  typeof value === 'number' ? String(value) : value.length === 0 ? 'none' : value.join(' ')
