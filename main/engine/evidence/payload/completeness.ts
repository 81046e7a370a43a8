import type { Instant, Provider } from '../../../../shared/model/provider.ts'
import type { PayloadContext } from './context.ts'
import { captureCalendar } from './calendar.ts'

/** One thing the package lacks. `count` is resources, items or outcomes concerned, by kind. */
export interface Hole {
  readonly kind:
    | 'no-scan'
    | 'missed-capture'
    | 'unread'
    | 'call-failure'
    | 'refused-file'
    | 'unusable-items'
    | 'other-rules'
    | 'no-verdict'
  readonly scan: number | null
  readonly at: Instant | null
  readonly provider: Provider | null
  readonly account: string
  readonly region: string
  readonly reason: string
  /** Operation, file or rule concerned. */
  readonly what: string
  readonly detail: string
  readonly count: number
}

export interface Completeness {
  /**
   * COMPLETE: every due capture was made, every scan of the period read all it asked for, every file was taken and every item of
   * it usable, and every rule, as it is in the package, gave a verdict on every subject at the closing scan. Anything else is
   * PARTIAL, and is listed.
   */
  readonly verdict: 'COMPLETE' | 'PARTIAL'
  readonly holes: readonly Hole[]
}

/** No-verdict outcomes of the closing scan, counted by rule and reason by whoever walks the outcomes. */
export type NoVerdicts = ReadonlyMap<
  string,
  { provider: Provider; rule: string; reason: string; count: number }
>

const none = {
  scan: null,
  at: null,
  provider: null,
  account: '',
  region: '',
  reason: '',
  what: '',
  detail: '',
  count: 0,
} as const

/** The package's completeness verdict with every hole behind it, by scan. */
export function assessCompleteness(context: PayloadContext, noVerdicts: NoVerdicts): Completeness {
  const holes: Hole[] = []
  if (context.scans.length === 0)
    holes.push({
      ...none,
      kind: 'no-scan',
      reason: 'not-in-scan',
      detail: 'No sealed scan lies in the period.',
    })
  for (const slot of captureCalendar(
    context.period,
    context.scans,
    context.reader.expectedCaptureDays(),
    context.at,
  )) {
    if (slot.standing === 'missed')
      holes.push({
        ...none,
        kind: 'missed-capture',
        at: slot.from,
        reason: 'not-in-scan',
        what: `${slot.from}/${slot.to}`,
        detail: 'A capture was due and none was made.',
      })
  }
  for (const scan of context.scans) {
    const of = { scan: scan.id, at: scan.asOf }
    const told = new Set<string>()
    for (const hole of context.reader.holes(scan.id)) {
      told.add(`${hole.provider}|${hole.account}|${hole.region}|${hole.reason}|${hole.operation}`)
      holes.push({
        ...of,
        kind: 'unread',
        provider: hole.provider,
        account: hole.account,
        region: hole.region,
        reason: hole.reason,
        what: hole.operation,
        detail: hole.message,
        count: hole.resources,
      })
    }
    for (const failure of context.reader.callFailures(scan.id)) {
      // A failure that hides something is told once, as the hole it left.
      if (
        told.has(
          `${failure.provider}|${failure.account}|${failure.region}|${failure.reason}|${failure.operation}`,
        )
      )
        continue
      holes.push({
        ...of,
        kind: 'call-failure',
        provider: failure.provider,
        account: failure.account,
        region: failure.region,
        reason: failure.reason,
        what: failure.operation,
        detail: failure.message,
        count: 1,
      })
    }
    for (const file of context.reader.droppedFiles(scan.id)) {
      holes.push({
        ...none,
        ...of,
        kind: 'refused-file',
        reason: 'malformed',
        what: file.path,
        detail: [file.code, file.detail].filter((part) => part !== '').join(': '),
        count: 1,
      })
    }
    for (const file of context.reader.sourceFiles(scan.id)) {
      if (file.problems > 0)
        holes.push({
          ...of,
          kind: 'unusable-items',
          provider: file.provider,
          account: file.accounts.join(' '),
          region: '',
          reason: 'malformed',
          what: file.path,
          detail: 'Listed in data/10-collection/problems.csv.',
          count: file.problems,
        })
    }
  }
  const { closing } = context
  const pack = context.reader.pack()
  if (closing !== null && closing.rulePackSha256 !== null && closing.rulePackSha256 !== pack.sha256)
    holes.push({
      ...none,
      kind: 'other-rules',
      scan: closing.id,
      at: closing.asOf,
      reason: 'rule-error',
      what: closing.rulePackSha256,
      detail: `The closing scan was judged with another rule pack than the one in data/12-method (${pack.sha256}).`,
    })
  for (const one of noVerdicts.values()) {
    holes.push({
      ...none,
      kind: 'no-verdict',
      scan: context.closing?.id ?? null,
      at: context.closing?.asOf ?? null,
      provider: one.provider,
      reason: one.reason,
      what: one.rule,
      detail: 'Outcomes of the closing scan, in outcomes.csv.',
      count: one.count,
    })
  }
  return { verdict: holes.length === 0 ? 'COMPLETE' : 'PARTIAL', holes }
}
