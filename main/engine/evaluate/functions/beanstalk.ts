import { isJsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asText, member } from './value.ts'

/**
 * The value of an Elastic Beanstalk option, empty text when the environment does not set it. Reads both published shapes: Config's map
 * of namespaces to names to `{ value }`, and the list of `{ Namespace, OptionName, Value }` of the API and CloudFormation.
 * Throws on anything else, so that an unknown shape is never read as unset.
 */
export function beanstalkOption(settings: unknown, namespace: unknown, name: unknown): string {
  const space = asText(namespace, 'namespace')
  const option = asText(name, 'option name')
  if (Array.isArray(settings)) {
    const found = settings
      .filter(isJsonObject)
      .find(
        (one) =>
          member(one, 'Namespace', 'namespace') === space &&
          member(one, 'OptionName', 'optionName') === option,
      )
    return textOf(found === undefined ? undefined : member(found, 'Value', 'value'))
  }
  if (!isJsonObject(settings)) throw new TypeError('option settings are neither a list nor a map')
  const options = Object.hasOwn(settings, space) ? settings[space] : undefined
  if (!isJsonObject(options)) return ''
  const value = Object.hasOwn(options, option) ? options[option] : undefined
  return textOf(isJsonObject(value) ? member(value, 'value', 'Value') : value)
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  throw new TypeError('the value of an option is no text')
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'beanstalkOption(dyn, string, string): string',
    call: beanstalkOption,
    doc: 'Value of an Elastic Beanstalk option by namespace and name, in either published shape; empty text when it is not set.',
  },
]
