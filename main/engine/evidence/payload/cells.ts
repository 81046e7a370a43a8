import type { JsonValue } from '../../../../shared/model/json.ts'
import type { Provider } from '../../../../shared/model/provider.ts'
import { canonicalJson } from './files.ts'

/** An account that no spreadsheet takes for a number: `aws:012345678901`. */
export const accountCell = (provider: Provider, account: string): string =>
  account === '' ? '' : `${provider}:${account}`

/** A provider id as given; bare digits (an account judged as a whole) get the provider as prefix. */
export const idCell = (provider: Provider, id: string): string =>
  /^\d+$/.test(id) ? `${provider}:${id}` : id

/** An id whose provider the row does not say; bare digits are an account's. */
export const looseIdCell = (id: string): string => (/^\d+$/.test(id) ? `account:${id}` : id)

/** A share in [0, 1] with four decimals, so it reads back as a number; empty when there is none. */
export const shareCell = (share: number | null): string => (share === null ? '' : share.toFixed(4))

/** Any JSON value in one cell: text as it is, the rest as RFC 8785 JSON. */
export function jsonCell(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : canonicalJson(value)
}
