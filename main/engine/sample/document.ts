import type { JsonObject } from '../../../shared/model/json.ts'
import type { Instant, Provider } from '../../../shared/model/provider.ts'

/** A document of a type that the providers' inventories lack, as `countersign-documents` files carry it. */
export interface AccountDocument {
  readonly provider: Provider
  readonly type: string
  readonly accountId: string
  readonly region: string
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly captureTime: Instant
  readonly document: JsonObject
}
