import type { Sla } from '../../../shared/model/finding.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import type { Severity } from '../../../shared/model/rule.ts'

const hour = 3_600_000

/** When a finding of this severity, open since `from`, is due. Clock time: SLAs run through weekends. */
export function dueAt(from: Instant, severity: Severity, sla: Sla): Instant {
  return new Date(Date.parse(from) + sla[severity] * hour).toISOString()
}

/** The Monday of the UTC week an instant falls in, as `YYYY-MM-DD`. */
export function weekOf(at: Instant): string {
  const date = new Date(at)
  const sinceMonday = (date.getUTCDay() + 6) % 7
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - sinceMonday))
    .toISOString()
    .slice(0, 10)
}

/** The Mondays of all weeks that [start, end) touches, oldest first. */
export function weeksOf(start: Instant, end: Instant): string[] {
  const weeks: string[] = []
  for (let at = Date.parse(`${weekOf(start)}T00:00:00.000Z`); at < Date.parse(end); at += 7 * 24 * hour) {
    weeks.push(new Date(at).toISOString().slice(0, 10))
  }
  return weeks
}
