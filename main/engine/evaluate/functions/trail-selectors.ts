import { isJsonObject, type JsonObject } from '../../../../shared/model/json.ts'
import { asList, asMap, asStrings, asText } from './value.ts'

/**
 * What a trail records, from the answer of cloudtrail:GetEventSelectors (`EventSelectors`, or `AdvancedEventSelectors`).
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export type Access = 'read' | 'write'

/** Services whose events must not be left out: those named (`kms.amazonaws.com`), or every one. */
export type Sources = readonly string[] | 'every'

/** True when the trail records management events that read and that write, of all services but perhaps some that are not asked for. */
export function recordsManagement(config: JsonObject, sources: Sources): boolean {
  const kinds = new Set<Access>()
  for (const selector of maps(config['EventSelectors'])) {
    if (selector['IncludeManagementEvents'] !== true) continue
    if (touches(asStrings(selector['ExcludeManagementEventSources']), sources)) continue
    for (const kind of basicAccess(selector)) kinds.add(kind)
  }
  for (const selector of maps(config['AdvancedEventSelectors'])) {
    const fields = fieldsOf(selector)
    if (!equals(fields.get('eventCategory'), 'Management')) continue
    const narrow = [...fields].some(
      ([name, field]) =>
        !['eventCategory', 'readOnly'].includes(name) &&
        !(name === 'eventSource' && leavesOut(field, sources)),
    )
    if (!narrow) for (const kind of advancedAccess(fields.get('readOnly'))) kinds.add(kind)
  }
  return kinds.size === 2
}

/** True when the trail records every object-level event of the kind in the bucket. */
export function recordsBucket(
  config: JsonObject,
  bucket: string,
  partition: string,
  access: Access,
): boolean {
  const objects = `arn:${partition}:s3:::${bucket}/`
  const basic = maps(config['EventSelectors']).some(
    (selector) =>
      basicAccess(selector).includes(access) &&
      maps(selector['DataResources']).some(
        ({ Type, Values }) =>
          Type === 'AWS::S3::Object' &&
          // `arn:aws:s3` is every bucket, as is `arn:aws:s3:::`; a bucket is written with its closing slash.
          asStrings(Values).some((value) =>
            [`arn:${partition}:s3`, `arn:${partition}:s3:::`, objects].includes(value),
          ),
      ),
  )
  return (
    basic ||
    maps(config['AdvancedEventSelectors']).some((selector) => {
      const fields = fieldsOf(selector)
      if (!equals(fields.get('eventCategory'), 'Data')) return false
      if (!equals(fields.get('resources.type'), 'AWS::S3::Object')) return false
      if (!advancedAccess(fields.get('readOnly')).includes(access)) return false
      return [...fields].every(
        ([name, field]) =>
          ['eventCategory', 'resources.type', 'readOnly'].includes(name) ||
          (name === 'resources.ARN' && holdsAll(field, objects)),
      )
    })
  )
}

/** True when every ARN that begins so passes the field selector. */
function holdsAll(field: JsonObject, beginning: string): boolean {
  return operators(field).every(([operator, values]) => {
    switch (operator) {
      case 'StartsWith':
        return values.some((value) => beginning.startsWith(value))
      case 'NotStartsWith':
        return values.every((value) => !beginning.startsWith(value) && !value.startsWith(beginning))
      case 'NotEquals':
        return values.every((value) => !value.startsWith(beginning))
      default:
        return false
    }
  })
}

/** True when the field selector only leaves services out, and none that is asked for. */
function leavesOut(field: JsonObject, sources: Sources): boolean {
  return operators(field).every(([operator, values]) => operator === 'NotEquals' && !touches(values, sources))
}

/** ReadWriteType is All when it is not given, as the API reference says. */
function basicAccess(selector: JsonObject): readonly Access[] {
  switch (selector['ReadWriteType'] ?? 'All') {
    case 'All':
      return ['read', 'write']
    case 'ReadOnly':
      return ['read']
    case 'WriteOnly':
      return ['write']
    default:
      return []
  }
}

function advancedAccess(field: JsonObject | undefined): readonly Access[] {
  if (field === undefined) return ['read', 'write']
  const [only, more] = operators(field)
  if (only === undefined || more !== undefined || only[0] !== 'Equals') return []
  return only[1].flatMap((value): Access[] =>
    value === 'true' ? ['read'] : value === 'false' ? ['write'] : [],
  )
}

function fieldsOf(selector: JsonObject): Map<string, JsonObject> {
  return new Map(maps(selector['FieldSelectors']).map((field) => [asText(field['Field'], 'Field'), field]))
}

function operators(field: JsonObject): (readonly [string, string[]])[] {
  return Object.entries(field)
    .filter(([name]) => name !== 'Field')
    .map(([name, values]) => [name, asStrings(values)] as const)
    .filter(([, values]) => values.length > 0)
}

function equals(field: JsonObject | undefined, value: string): boolean {
  if (field === undefined) return false
  const [only, more] = operators(field)
  return only?.[0] === 'Equals' && more === undefined && only[1].includes(value)
}

function touches(excluded: readonly string[], sources: Sources): boolean {
  return sources === 'every' ? excluded.length > 0 : excluded.some((one) => sources.includes(one))
}

function maps(value: unknown): JsonObject[] {
  return asList(value)
    .map((one) => asMap(one, 'selector'))
    .filter(isJsonObject)
}
