import type { Finding, FindingEvent, RemediationRow } from '../../../shared/model/finding.ts'
import type { Controls } from '../../../shared/model/rule.ts'

/** `SOC 2 CC6.6 · ISO 27001 A.8.20 · 800-53 SC-7 · CSF PR.IR-01`: the rule's controls in one cell. */
export function controlsText(controls: Controls): string {
  return [
    `SOC 2 ${controls.soc2.join(', ')}`,
    `ISO 27001:2022 ${controls['iso27001-2022'].join(', ')}`,
    `NIST 800-53 ${controls['nist-800-53-r5'].join(', ')}`,
    `NIST CSF ${controls['nist-csf-2.0'].join(', ')}`,
  ].join('; ')
}

/**
 * One row of the remediation log, from a finding and its events since it was last opened.
 * The action carries its date; a finding nobody acted on says so.
 */
export function remediationRow(
  finding: Finding,
  events: readonly FindingEvent[],
  controls: Controls,
): RemediationRow {
  const opened = events.findLastIndex((event) => event.kind === 'opened' || event.kind === 'reopened')
  const current = events.slice(Math.max(opened, 0))
  const marked = current.findLast((event) => event.kind === 'remediation-marked')
  const closed = current.findLast(
    (event) => event.kind === 'verified-closed' || event.kind === 'resource-removed',
  )
  const actedAt =
    typeof marked?.payload['actedAt'] === 'string' ? marked.payload['actedAt'] : (marked?.at ?? null)
  const action = typeof marked?.payload['action'] === 'string' ? marked.payload['action'] : null
  return {
    resource: finding.subject,
    misconfiguration: finding.ruleTitle,
    frameworkControl: controlsText(controls),
    remediationAction: describeAction(finding, action, actedAt, closed),
    finding: finding.id,
    severity: finding.severity,
    owner: finding.owner,
    detectedAt: finding.openedAt,
    dueAt: finding.dueAt,
    actionAt: actedAt,
    verifiedAt: closed?.at ?? null,
    verifyingScan: closed?.scan ?? null,
    breached: finding.breached,
    status: finding.status,
  }
}

const day = (at: string) => at.slice(0, 10)

function describeAction(
  finding: Finding,
  action: string | null,
  actedAt: string | null,
  closed: FindingEvent | undefined,
): string {
  if (closed?.kind === 'resource-removed')
    return `${action ?? 'Resource removed'} (${day(actedAt ?? closed.at)}; seen gone ${day(closed.at)})`
  if (closed)
    return `${action ?? 'Corrected at the provider, no action recorded'} (${day(actedAt ?? closed.at)}; verified by scan ${day(closed.at)})`
  if (action && actedAt) return `${action} (${day(actedAt)}; not yet verified)`
  if (finding.exceptionUntil) return `Risk accepted until ${day(finding.exceptionUntil)}`
  return `None yet (due ${day(finding.dueAt)})`
}
