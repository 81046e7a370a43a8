import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText, member } from './value.ts'

/**
 * Names of the activity log alerts that tell somebody of every event of a whole subscription where the field has the value, e.g.
 * `operationName` = `Microsoft.Network/networkSecurityGroups/write` or `category` = `ServiceHealth`. Such an alert is enabled, has the
 * subscription among its scopes, has an action group, and no condition that narrows further. The category and a status that only
 * drops the notice of the start (`Succeeded`) do not narrow.
 * Source: https://learn.microsoft.com/rest/api/monitor/activity-log-alerts
 */
export function azureAlertsOn(alerts: unknown, field: unknown, value: unknown): string[] {
  if (!Array.isArray(alerts)) throw new TypeError('alerts are not a list')
  const [name, wanted] = [asText(field, 'field').toLowerCase(), asText(value, 'value').toLowerCase()]
  return alerts
    .map((alert) => asMap(alert, 'alert'))
    .filter((alert) => reports(asMap(alert['config'], 'alert'), name, wanted))
    .map((alert) => asText(alert['name'], 'name'))
}

function reports(alert: JsonObject, field: string, value: string): boolean {
  if (alert['enabled'] !== true) return false
  const scopes = asList(alert['scopes'])
  if (!scopes.some((scope) => typeof scope === 'string' && /^\/subscriptions\/[^/]+\/?$/.test(scope)))
    return false
  if (asList(member(asMap(alert['actions'], 'actions'), 'actionGroups')).length === 0) return false
  const conditions = asList(asMap(alert['condition'], 'condition')['allOf'])
  return (
    conditions.some((condition) => holds(condition, field, value)) &&
    conditions.every(
      (condition) =>
        holds(condition, field, value) ||
        holds(condition, 'category', 'administrative') ||
        holds(condition, 'category', 'security') ||
        holds(condition, 'category', 'policy') ||
        holds(condition, 'status', 'succeeded'),
    )
  )
}

/** A condition is `field equals value`, `field containsAny values`, or `anyOf` such; it holds for the value when any way does. */
function holds(condition: unknown, field: string, value: string): boolean {
  if (!isJsonObject(condition)) return false
  const anyOf = asList(condition['anyOf'])
  if (anyOf.length > 0) return anyOf.some((one) => holds(one, field, value))
  if (typeof condition['field'] !== 'string' || condition['field'].toLowerCase() !== field) return false
  const values = [condition['equals'], ...asList(condition['containsAny'])]
  return values.some((one) => typeof one === 'string' && one.toLowerCase() === value)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'azureAlertsOn(dyn, string, string): list',
    call: azureAlertsOn,
    doc: 'Names of the activity log alerts that notify of every event of the whole subscription where the field has the value.',
  },
]
