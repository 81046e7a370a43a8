import type { JsonObject, JsonValue } from '../../../../shared/model/json.ts'
import type { FileFormat, CallFailure, ItemProblem, RawItem } from '../../../../shared/model/source.ts'

/** What a resource is called, as far as an item says. */
export type ResourceName = Pick<RawItem, 'provider' | 'resourceId' | 'type' | 'account' | 'region'>

export type FoundItem = Omit<RawItem, 'kind' | 'index' | 'offset'>

/** Where the readers of the single formats put what they find; place and counts are added behind it. */
export interface Sink {
  item(item: FoundItem): void
  problem(reason: ItemProblem['reason'], detail: string, resource: ResourceName | null): void
  failure(failure: Omit<CallFailure, 'kind'>): void
  /** Says what the file is; the first to say so decides, and a file of another cloud's items is not mixed in. */
  format(format: FileFormat): void
}

/** A member that is a string with something in it. */
export function text(document: JsonObject, name: string): string | null {
  const value = document[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The first of several spellings that is there. */
export function either(document: JsonObject, ...names: string[]): JsonValue | undefined {
  for (const name of names) {
    const value = document[name]
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

/** As a string, whichever spelling is used. */
export function eitherText(document: JsonObject, ...names: string[]): string | null {
  for (const name of names) {
    const value = text(document, name)
    if (value !== null) return value
  }
  return null
}
