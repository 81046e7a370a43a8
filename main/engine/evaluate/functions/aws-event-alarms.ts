import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { documentsOf, runningTrails } from './aws-trails.ts'
import { metricFilterCoverage, namedValues } from './metric-filter-coverage.ts'
import type { RuleFunction } from './rule-function.ts'
import { recordsManagement } from './trail-selectors.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

interface Alarm {
  readonly topics: readonly string[]
  readonly metrics: readonly string[]
}

/**
 * Whether somebody is told when events of a required pattern happen: trail of all regions → log group → metric filter → alarm → SNS
 * topic with a confirmed subscriber, all links on record and switched on.
 * In: `account.resources` with the types AWS::CloudTrail::Trail, TrailStatus and EventSelectors, AWS::Logs::MetricFilter,
 * AWS::CloudWatch::Alarm and AWS::SNS::TopicSubscriptions, and the required filter pattern. Out: a map with
 * `standing`: `covered`, `narrowed`, `unread` or `gaps` as `metricFilterCoverage` says, or `elsewhere` when the gaps may be filled by
 * filters or topics of another account; absent when a trail's status or selectors are not on record;
 * `gaps`: what nobody is told of; `filters`: names of the filters with all links.
 */
export function awsEventAlarms(resources: unknown, required: unknown): JsonObject {
  const account = asMap(resources, 'account.resources')
  const wanted = asText(required, 'required pattern')
  const sources = namedValues(wanted, '$.eventSource')
  const { running, unread } = runningTrails(account)
  const groups = running
    .filter((one) => recordsManagement(one.selectors, sources))
    .flatMap((one) => logGroup(one.trail['cloudWatchLogsLogGroupArn'], one.account))
  const keys = new Set(groups.map(({ key }) => key))
  const onTrails = documentsOf(account, 'AWS::Logs::MetricFilter')
    .map(filterOf)
    .filter(({ group }) => keys.has(group))
  const { confirmed, known } = subscribers(documentsOf(account, 'AWS::SNS::TopicSubscriptions'))
  const active = documentsOf(account, 'AWS::CloudWatch::Alarm').flatMap(alarmOf)
  const alarmed = (told: (topic: string) => boolean): Filter[] => {
    const metrics = new Set(active.flatMap((alarm) => (alarm.topics.some(told) ? alarm.metrics : [])))
    return onTrails.filter((filter) => filter.metrics.some((metric) => metrics.has(metric)))
  }
  const heard = alarmed((topic) => confirmed.has(topic))
  const coverage = metricFilterCoverage(patternsOf(heard), wanted)
  const result = {
    gaps: [...(coverage.standing === 'narrowed' ? coverage.narrowed : coverage.gaps)],
    filters: heard.map(({ name }) => name),
  }
  if (coverage.standing === 'covered') return { standing: 'covered', ...result }
  if (unread) return result
  const foreign = groups.some(({ elsewhere }) => elsewhere)
  const perhaps = alarmed((topic) => confirmed.has(topic) || !known.has(topic))
  return {
    standing:
      foreign || metricFilterCoverage(patternsOf(perhaps), wanted).standing === 'covered'
        ? 'elsewhere'
        : coverage.standing,
    ...result,
  }
}

interface Filter {
  readonly name: string
  readonly group: string
  readonly pattern: string
  readonly metrics: readonly string[]
}

function patternsOf(filters: readonly Filter[]): string[] {
  return filters.map(({ pattern }) => pattern)
}

function filterOf({ accountId, region, config }: JsonObject): Filter {
  const { filterName, filterPattern, logGroupName, metricTransformations, fieldSelectionCriteria } = asMap(
    config,
    'metric filter',
  )
  return {
    name: asText(filterName, 'filterName'),
    group: `${asText(accountId, 'accountId')} ${asText(region, 'region')} ${asText(logGroupName, 'logGroupName')}`,
    // The empty pattern, which matches everything, is left out of some answers. Criteria on accounts and regions beside the pattern are
    // not read, so such a filter counts as one that is no JSON pattern.
    pattern:
      typeof fieldSelectionCriteria === 'string' && fieldSelectionCriteria !== ''
        ? `criteria ${fieldSelectionCriteria}`
        : filterPattern === undefined
          ? ''
          : asText(filterPattern, 'filterPattern'),
    metrics: asList(metricTransformations)
      .map((one) => asMap(one, 'metric transformation'))
      .map((one) => metricKey(region, one['metricNamespace'], one['metricName'])),
  }
}

/** Alarms that act when a metric is high; none for one that is switched off, tells no topic or waits for a low value. */
function alarmOf({ region, config }: JsonObject): Alarm[] {
  const alarm = asMap(config, 'alarm')
  const topics = asStrings(alarm['alarmActions']).filter((action) => /^arn:[^:]+:sns:/.test(action))
  const operator = alarm['comparisonOperator']
  if (alarm['actionsEnabled'] !== true || topics.length === 0) return []
  if (typeof operator === 'string' && !operator.includes('GreaterThan')) return []
  const parts = asList(alarm['metrics']).flatMap((query) => {
    const stat = asMap(query, 'metric query')['metricStat']
    return isJsonObject(stat) && isJsonObject(stat['metric']) ? [stat['metric']] : []
  })
  const metrics = [alarm, ...parts]
    .filter((part) => typeof part['metricName'] === 'string')
    .map((part) => metricKey(region, part['namespace'], part['metricName']))
  return [{ topics, metrics }]
}

function metricKey(region: unknown, namespace: unknown, name: unknown): string {
  return `${asText(region, 'region')} ${asText(namespace, 'namespace')} ${asText(name, 'metric name')}`
}

/** A trail's log group as filters name it, and whether it is another account's, whose filters are not in this one's documents. */
function logGroup(arn: unknown, own: string): { key: string; elsewhere: boolean }[] {
  if (typeof arn !== 'string') return []
  const [, , service, region, account, , name] = arn.split(':')
  if (service !== 'logs' || region === undefined || account === undefined || name === undefined) return []
  return [{ key: `${account} ${region} ${name}`, elsewhere: account !== own }]
}

/** Topics with a confirmed subscriber, and all topics whose subscribers are on record. */
function subscribers(documents: readonly JsonObject[]): { confirmed: Set<string>; known: Set<string> } {
  const confirmed = new Set<string>()
  const known = new Set<string>()
  for (const { arn, config } of documents) {
    const topic = asText(arn, 'arn').replace(/\/subscriptions$/, '')
    known.add(topic)
    const list = asMap(config, 'subscriptions')['Subscriptions']
    // A subscription nobody confirmed has the word PendingConfirmation in place of its ARN.
    const subscriptions = asStrings(asList(list).map((one) => asMap(one, 'subscription')['SubscriptionArn']))
    if (subscriptions.some((subscription) => subscription.startsWith('arn:'))) confirmed.add(topic)
  }
  return { confirmed, known }
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsEventAlarms(dyn, string): dyn',
    call: awsEventAlarms,
    doc: 'From `account.resources` with trails, their statuses and event selectors, metric filters, alarms and topics’ subscriptions, and a required filter pattern: a map with `standing` (as `metricFilterCoverage`, or `elsewhere`; absent where a trail was not fully read), `gaps` and `filters`. Follows trail, log group, filter, alarm, topic and subscriber.',
  },
]
