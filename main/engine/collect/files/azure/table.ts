import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/model/json.ts'
import { text } from '../sink.ts'

/** Column names of a Resource Graph result in table format (`resultFormat: table`); null when they are none. */
export function readColumns(value: JsonValue): string[] | null {
  if (!Array.isArray(value)) return null
  const names = value.map((column) => (isJsonObject(column) ? text(column, 'name') : null))
  return names.every((name) => name !== null) ? names : null
}

/** A row as the object it would be in object format. */
export function rowToObject(columns: readonly string[], row: JsonValue): JsonObject | null {
  if (!Array.isArray(row) || row.length !== columns.length) return null
  const object: JsonObject = {}
  for (let at = 0; at < columns.length; at++) {
    // defineProperty, because a column may be called `__proto__`.
    Object.defineProperty(object, columns[at] as string, {
      value: row[at] ?? null,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return object
}
