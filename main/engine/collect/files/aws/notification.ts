import { isJsonObject, type JsonObject, type JsonValue } from '../../../../../shared/model/json.ts'
import { parseNested } from '../parse.ts'
import { text, type ResourceName, type Sink } from '../sink.ts'
import { stableId } from './arn.ts'
import { identify } from './identity.ts'
import { readConfigItem } from './item.ts'

/**
 * What AWS Config sends out on a change (Developer Guide, "Notifications that AWS Config sends"):
 * bare, in an SNS envelope (`Message`, a string or already parsed), in an EventBridge event
 * (`detail`), or in the event given to a custom rule's function (`invokingEvent`).
 */
export type Notification =
  | { readonly kind: 'items'; readonly items: readonly JsonValue[] }
  /** Over 256 KB the notification names the resource only. */
  | { readonly kind: 'oversized'; readonly summary: JsonObject }
  | {
      readonly kind: 'unreadable'
      readonly reason: 'not-json' | 'too-deep'
      readonly field: string
      readonly resource: ResourceName | null
    }

const envelopes = ['Message', 'detail', 'invokingEvent'] as const

/** @returns null when the value is no change notification. */
export function openNotification(value: JsonObject, maxDepth: number, level = 0): Notification | null {
  const item = value['configurationItem']
  if (isJsonObject(item)) return { kind: 'items', items: [item] }
  if (Array.isArray(item)) return { kind: 'items', items: item }
  const summary = value['configurationItemSummary']
  if (isJsonObject(summary)) return { kind: 'oversized', summary }
  if (level >= 3) return null
  for (const field of envelopes) {
    const inner = value[field]
    if (isJsonObject(inner)) {
      const found = openNotification(inner, maxDepth, level + 1)
      if (found !== null) return found
    }
    if (typeof inner !== 'string' || !speaksOfConfig(value, inner)) continue
    const parsed = parseNested(inner, maxDepth)
    if (typeof parsed === 'string')
      return { kind: 'unreadable', reason: parsed, field, resource: resourceInSubject(value) }
    if (!isJsonObject(parsed.value)) continue
    const found = openNotification(parsed.value, maxDepth, level + 1)
    if (found !== null) return found
  }
  return null
}

export function readNotification(notification: Notification, sink: Sink): void {
  if (notification.kind === 'unreadable')
    return sink.problem(notification.reason, notification.field, notification.resource)
  if (notification.kind === 'oversized') {
    const name = identify(notification.summary)
    if ('missing' in name) return sink.problem('missing-field', name.missing, null)
    const { name: _called, ...resource } = name
    return sink.problem(
      'no-document',
      'configurationItem (the change was too large for a notification)',
      resource,
    )
  }
  for (const item of notification.items) {
    if (isJsonObject(item)) readConfigItem(item, sink)
    else sink.problem('not-an-object', 'configurationItem', null)
  }
}

/** `[AWS Config:us-west-2] AWS::EC2::Instance i-0a76 Deleted in Account 123456789012`: the subject still names the resource. */
function resourceInSubject(envelope: JsonObject): ResourceName | null {
  const found = /^\[AWS Config:([a-z0-9-]+)\] (\S+) (\S+) \w+ in Account (\d{12})/.exec(
    text(envelope, 'Subject') ?? '',
  )
  if (found === null) return null
  const [, region = '', type = '', id = '', account = ''] = found
  return { provider: 'aws', resourceId: stableId(type, id, account, region), type, account, region }
}

/** Keeps other people's notifications and events from being called broken AWS Config ones. */
function speaksOfConfig(envelope: JsonObject, inner: string): boolean {
  return inner.includes('configurationItem') || (text(envelope, 'Subject') ?? '').startsWith('[AWS Config')
}
