import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import type { CallFailure } from '../../../../../shared/model/source.ts'
import { eitherText, text } from '../sink.ts'
import { tidy, type Failure } from './failure.ts'

/** AWS CLI and botocore: `An error occurred (Code) when calling the Operation operation: message`. */
const cliError =
  /An error occurred \(([A-Za-z0-9._-]+)\)(?: when calling the (\w+) operation)?[^:]{0,60}:[ \t]*/g

const configOperations =
  /^(BatchGet(Aggregate)?ResourceConfig|GetResourceConfigHistory|GetAggregateResourceConfig|Select(Aggregate)?ResourceConfig|List(Aggregate)?DiscoveredResources|GetDiscoveredResourceCounts|DeliverConfigSnapshot|Describe(Config|Delivery)\w*)$/

export function awsFailuresInText(content: string): Failure[] {
  const found = [...content.matchAll(cliError)]
  return found.map((match, at) => {
    const start = match.index + match[0].length
    const message = tidy(content.slice(start, found[at + 1]?.index))
    return awsFailure(match[1] ?? '', match[2] ?? null, message)
  })
}

/** The JSON protocols' errors (`__type`, `message`), and the `Error` of the SDK for Python. */
export function awsFailureInJson(value: JsonObject): Failure | null {
  const type = text(value, '__type')
  if (type !== null)
    return awsFailure(
      type.slice(type.lastIndexOf('#') + 1),
      null,
      tidy(eitherText(value, 'message', 'Message') ?? type),
    )
  const error = value['Error']
  const code = isJsonObject(error) ? text(error, 'Code') : null
  if (!isJsonObject(error) || code === null) return null
  return awsFailure(code, null, tidy(text(error, 'Message') ?? code))
}

function awsFailure(code: string, operation: string | null, message: string): Failure {
  const resource = /on resource: (arn:[^\s]+)/.exec(message)?.[1]?.split(':') ?? []
  const user = /(?:User|user|principal): ?(arn:[^\s]+)/.exec(message)?.[1]?.split(':') ?? []
  const action = /perform: ?([a-z0-9-]+:\w+)/.exec(message)?.[1]
  return {
    provider: 'aws',
    reason: reasonOf(code),
    account: digits(resource[4]) ?? digits(user[4]) ?? '*',
    region: resource[3] !== undefined && resource[3] !== '' && resource[3] !== '*' ? resource[3] : '*',
    types: '*',
    operation:
      action ??
      (operation === null ? '*' : configOperations.test(operation) ? `config:${operation}` : operation),
    message: `${code}: ${message}`,
  }
}

function reasonOf(code: string): CallFailure['reason'] {
  if (/Throttl|TooManyRequests|RequestLimitExceeded|RateExceeded|SlowDown/i.test(code)) return 'throttled'
  if (
    /AccessDenied|Unauthorized|NotAuthorized|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|AuthFailure|SignatureDoesNotMatch|OptInRequired/i.test(
      code,
    )
  ) {
    return 'denied'
  }
  return 'failed'
}

function digits(account: string | undefined): string | null {
  return account !== undefined && /^\d{12}$/.test(account) ? account : null
}
