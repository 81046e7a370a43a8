import type { Finding, FindingEvent, RemediationRow } from '../../../shared/model/finding.ts'
import type { Controls } from '../../../shared/model/rule.ts'
import { remediationRow } from '../review/index.ts'
import type { JudgingPack } from './job.ts'

const noControls: Controls = { soc2: [], 'iso27001-2022': [], 'nist-csf-2.0': [], 'nist-800-53-r5': [] }

/** A finding's row of the remediation log, with its rule's controls. */
export function remediationOf(
  rules: JudgingPack,
  finding: Finding,
  events: readonly FindingEvent[],
): RemediationRow {
  return remediationRow(finding, events, rules.index.byId.get(finding.rule)?.rule.controls ?? noControls)
}
