import { severities, type Severity } from '../../../shared/model/rule.ts'
import type { Sla } from '../../../shared/model/finding.ts'
import { spanOf } from '../../../shared/text/format.ts'

/** Hours as typed, by severity. */
export type SlaText = Readonly<Record<Severity, string>>

export function textOf(sla: Sla): SlaText {
  return {
    critical: String(sla.critical),
    high: String(sla.high),
    medium: String(sla.medium),
    low: String(sla.low),
  }
}

/** Hours of a typed text: a positive number, a comma or a point between its parts; null for anything else. */
export function hoursIn(text: string): number | null {
  const hours = /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN
  return Number.isFinite(hours) && hours > 0 && hours <= 100_000 ? hours : null
}

/** The promise as typed; null when one of the four is no number of hours. */
export function slaIn(text: SlaText): Sla | null {
  const hours = severities.map((severity) => hoursIn(text[severity]))
  const [critical, high, medium, low] = hours
  return critical && high && medium && low ? { critical, high, medium, low } : null
}

/** What is odd about hours that are a number: a graver severity given longer than a lesser one. */
export function orderProblem(sla: Sla): string | null {
  const at = severities.findIndex((severity, index) => {
    const next = severities[index + 1]
    return next !== undefined && sla[severity] > sla[next]
  })
  const [grave, lesser] = [severities[at], severities[at + 1]]
  return grave && lesser ? `A ${grave} finding would have longer than a ${lesser} one.` : null
}

/** Hours as people say them: `2 days`. */
export function hoursText(text: string): string {
  const hours = hoursIn(text)
  return hours === null ? '' : spanOf(hours * 3_600_000)
}
