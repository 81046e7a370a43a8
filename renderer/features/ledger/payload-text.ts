import { isJsonObject, type JsonValue } from '../../../shared/model/json.ts'

/** `ledgerHash` → `ledger hash`. */
export function nameWords(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
}

function valueWords(value: JsonValue): string {
  if (Array.isArray(value))
    return value.length > 0 && value.length <= 3 && value.every((item) => typeof item === 'string')
      ? value.join(', ')
      : String(value.length)
  if (isJsonObject(value)) return '…'
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 8)}…`
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

/** A payload in one line: `version 2 · scan 7 · resources 1588`; what is empty is left out, lists are counted. */
export function payloadText(payload: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(payload)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${nameWords(name)} ${valueWords(value)}`)
    .join(' · ')
}
