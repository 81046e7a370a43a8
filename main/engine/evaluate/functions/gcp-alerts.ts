import type { JsonObject } from '../../../../shared/model/json.ts'
import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

/**
 * What watches a kind of log entry: names of log metrics that an alert policy watches, and of alert policies on the log itself. Only
 * enabled policies with a notification channel count. A filter speaks of the entries when it holds the mark (a resource type, a role, a
 * field) and names every method, or none. Arguments: documents of log metrics, documents of alert policies, the mark, the methods.
 * Sources: Logging API, projects.metrics; Monitoring API, projects.alertPolicies.
 */
export function gcpLogAlerts(metrics: unknown, policies: unknown, mark: unknown, methods: unknown): string[] {
  const sign = asText(mark, 'mark').toLowerCase()
  const wanted = asStrings(methods).map((method) => method.toLowerCase())
  const speaks = (filter: string): boolean => {
    const text = filter.toLowerCase()
    return text.includes(sign) && (!text.includes('methodname') || wanted.every((one) => names(text, one)))
  }
  const conditions = asList(policies)
    .map((one) => asMap(asMap(one, 'document')['config'], 'config'))
    .filter((policy) => policy['enabled'] !== false && asList(policy['notificationChannels']).length > 0)
    .flatMap((policy) =>
      asList(policy['conditions']).map((one) => ({ policy, condition: asMap(one, 'condition') })),
    )
  const watched = conditions.map(({ condition }) => watchedText(condition)).join('\n')
  const found = asList(metrics).flatMap((one) => {
    const metric = asMap(asMap(one, 'document')['config'], 'config')
    const name = asText(metric['name'], 'name')
    const live = metric['disabled'] !== true && speaks(asText(metric['filter'], 'filter'))
    return live && mentions(watched, name) ? [name] : []
  })
  const direct = conditions.flatMap(({ policy, condition }) => {
    const matched = condition['conditionMatchedLog']
    if (matched === undefined) return []
    const filter = asText(asMap(matched, 'conditionMatchedLog')['filter'], 'filter')
    return speaks(filter) ? [asText(policy['displayName'] ?? policy['name'], 'name')] : []
  })
  return [...new Set([...found, ...direct])]
}

/** A quoted text of the filter that is the method, ends with it (`v1.compute.…`), or is a part of it that stands for several. */
function names(filter: string, method: string): boolean {
  return [...filter.matchAll(/"([^"]{8,200})"/g)].some(([, quoted = '']) => {
    const plain = quoted.replaceAll(/[\^$\\]|\.\*/g, '')
    return plain.endsWith(method) || method.includes(plain)
  })
}

/** The parts of a condition that name a metric. */
function watchedText(condition: JsonObject): string {
  const kinds: [string, string][] = [
    ['conditionThreshold', 'filter'],
    ['conditionAbsent', 'filter'],
    ['conditionMonitoringQueryLanguage', 'query'],
    ['conditionPrometheusQueryLanguage', 'query'],
  ]
  return kinds
    .flatMap(([kind, field]) =>
      condition[kind] === undefined ? [] : asStrings(asMap(condition[kind], kind)[field]),
    )
    .join('\n')
}

/** `logging.googleapis.com/user/NAME` with the name at its end, or PromQL's spelling of it. */
function mentions(text: string, name: string): boolean {
  const prefix = 'logging.googleapis.com/user/'
  for (let at = text.indexOf(prefix + name); at >= 0; at = text.indexOf(prefix + name, at + 1))
    if (!/[\w./-]/.test(text[at + prefix.length + name.length] ?? ' ')) return true
  return new RegExp(
    `logging_googleapis_com:user_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}(?![A-Za-z0-9_])`,
  ).test(text)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'gcpLogAlerts(list, list, string, list): list',
    call: gcpLogAlerts,
    doc: 'Log metrics (and log-match policies) that hold the mark and every method, or no method, and that an enabled alert policy with a notification channel watches.',
  },
]
