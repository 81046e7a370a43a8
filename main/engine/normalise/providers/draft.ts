import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts'

/** A normal form before it is cleaned: identity as it will be stored, and the parts still to be walked, by top-level key. */
export interface Draft {
  readonly head: JsonObject
  readonly parts: Readonly<Record<string, JsonValue>>
}
