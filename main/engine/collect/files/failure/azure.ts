import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import type { CallFailure } from '../../../../../shared/model/source.ts'
import { text } from '../sink.ts'
import { tidy, type Failure } from './failure.ts'

/** Azure CLI: `(AuthorizationFailed) The client …`, with or without `ERROR:` before it. */
const cliError = /^(?:ERROR: ?)?\((\w+)\)[ \t]*/gm

export function azureFailuresInText(content: string): Failure[] {
  const found = [...content.matchAll(cliError)]
  return found.map((match, at) => {
    const rest = content.slice(match.index + match[0].length, found[at + 1]?.index)
    // The CLI repeats code and message below.
    return azureFailure(match[1] ?? '', tidy(rest.split(/\r?\n(?:Code|Message): /)[0] ?? rest))
  })
}

/** ARM errors: `{ error: { code, message } }` with a code in words (ARM common API guidelines). */
export function azureFailureInJson(value: JsonObject): Failure | null {
  const error = value['error']
  if (!isJsonObject(error)) return null
  const code = text(error, 'code')
  if (code === null || !/^[A-Za-z_]+$/.test(code)) return null
  return azureFailure(code, tidy(text(error, 'message') ?? code))
}

function azureFailure(code: string, message: string): Failure {
  const subscription =
    /\/subscriptions\/([0-9a-fA-F-]{36})/.exec(message)?.[1] ??
    /subscription '?([0-9a-fA-F-]{36})/.exec(message)?.[1]
  const action = /action '([^']+)'/.exec(message)?.[1]
  const type = action === undefined ? null : /^(.+\/.+)\/\w+$/.exec(action)?.[1]
  return {
    provider: 'azure',
    reason: reasonOf(code),
    account: subscription?.toLowerCase() ?? '*',
    region: '*',
    types: type === null || type === undefined ? '*' : [type],
    operation: action ?? '*',
    message: `${code}: ${message}`,
  }
}

function reasonOf(code: string): CallFailure['reason'] {
  if (/TooManyRequests|Throttl|RateLimit|RateExceeded/i.test(code)) return 'throttled'
  if (/Authorization|Authentication|Forbidden|AccessDenied|Unauthorized/i.test(code)) return 'denied'
  return 'failed'
}
