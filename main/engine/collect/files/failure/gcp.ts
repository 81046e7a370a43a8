import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import type { CallFailure } from '../../../../../shared/model/source.ts'
import { text } from '../sink.ts'
import { tidy, type Failure } from './failure.ts'

/** gcloud: `ERROR: (gcloud.asset.list) PERMISSION_DENIED: …`, or `[account] does not have permission …`. */
const cliError = /^ERROR: \((gcloud[\w.-]*)\)[ \t]*/gm

export function gcpFailuresInText(content: string): Failure[] {
  const found = [...content.matchAll(cliError)]
  return found.map((match, at) => {
    const message = tidy(content.slice(match.index + match[0].length, found[at + 1]?.index))
    const status = /\b([A-Z]+(?:_[A-Z]+)+|UNAUTHENTICATED|INTERNAL|UNAVAILABLE)\b/.exec(message)?.[1]
    const denied = /does not have permission|permission denied/i.test(message)
    return gcpFailure(status ?? (denied ? 'PERMISSION_DENIED' : 'UNKNOWN'), match[1] ?? '*', message, null)
  })
}

/** Google API errors: `{ error: { code: 403, status: 'PERMISSION_DENIED', message, details } }` (AIP-193). */
export function gcpFailureInJson(value: JsonObject): Failure | null {
  const error = value['error']
  if (!isJsonObject(error) || typeof error['code'] !== 'number') return null
  const status = text(error, 'status')
  if (status === null || !/^[A-Z_]+$/.test(status)) return null
  return gcpFailure(status, '*', tidy(text(error, 'message') ?? status), consumerIn(error))
}

function gcpFailure(status: string, operation: string, message: string, consumer: string | null): Failure {
  const permission = /'([a-z]+\.[A-Za-z]+\.[A-Za-z]+)'|\[([a-z]+\.[A-Za-z]+\.[A-Za-z]+)\]/.exec(message)
  const project =
    /projects\/([a-z0-9-]+)/.exec(message)?.[1] ??
    /projects? (?:instance )?\[([a-z0-9-]+)\]/.exec(message)?.[1]
  const wider = /(organizations|folders)\/(\d+)/.exec(message)
  return {
    provider: 'gcp',
    reason: reasonOf(status),
    account: project ?? (wider === null ? (consumer ?? '*') : `${wider[1]}/${wider[2]}`),
    region: '*',
    types: '*',
    operation: permission?.[1] ?? permission?.[2] ?? operation,
    message: `${status}: ${message}`,
  }
}

/** `details[].metadata.consumer` of an ErrorInfo: the project that was billed for the call. */
function consumerIn(error: JsonObject): string | null {
  const details = Array.isArray(error['details']) ? error['details'] : []
  for (const detail of details) {
    const metadata = isJsonObject(detail) ? detail['metadata'] : null
    const consumer = isJsonObject(metadata) ? text(metadata, 'consumer') : null
    if (consumer !== null && consumer.startsWith('projects/')) return consumer.slice('projects/'.length)
  }
  return null
}

function reasonOf(status: string): CallFailure['reason'] {
  if (status === 'RESOURCE_EXHAUSTED' || status === 'RATE_LIMIT_EXCEEDED') return 'throttled'
  return status === 'PERMISSION_DENIED' || status === 'UNAUTHENTICATED' ? 'denied' : 'failed'
}
