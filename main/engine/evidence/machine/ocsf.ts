import type { OutcomeStatus } from '../../../../shared/model/outcome.ts'
import type { Provider } from '../../../../shared/model/provider.ts'
import type { Rule, Severity } from '../../../../shared/model/rule.ts'
import type { PayloadContext } from '../payload/context.ts'
import type { EvidenceOutcome } from '../reader.ts'
import { idsOf, type IdOf } from './ids.ts'
import { observationId } from './oscal-common.ts'

/** Compliance status of OCSF: 1 pass, 2 warning, 3 fail, 99 other; the exact outcome is in `status_code`. */
const complianceStatus: Readonly<Record<OutcomeStatus, readonly [number, string]>> = {
  pass: [1, 'Pass'],
  'needs-review': [2, 'Warning'],
  fail: [3, 'Fail'],
  'not-applicable': [99, 'Not applicable'],
  'not-evaluated': [99, 'Not evaluated'],
}
const severityId: Readonly<Record<Severity, readonly [number, string]>> = {
  critical: [5, 'Critical'],
  high: [4, 'High'],
  medium: [3, 'Medium'],
  low: [2, 'Low'],
}
const providerName: Readonly<Record<Provider, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'GCP' }

/**
 * Every outcome of the closing scan as an OCSF 1.8 compliance finding (class 2003; ocsf-schema 1.8.0, events/findings), with the
 * fields that 1.6 has too. Passes are informational: their severity is that of what was found, which is nothing.
 */
export function* complianceFindings(context: PayloadContext): Generator<object> {
  const { reader, closing } = context
  if (closing === null) return
  const rules = new Map([...reader.rules()].map(({ rule }) => [rule.id, rule]))
  const id = idsOf(context.engagement.id)
  const tool = reader.tool()
  const metadata = {
    version: '1.8.0',
    profiles: ['cloud'],
    product: { name: tool.name, vendor_name: 'Countersign', version: tool.version },
    log_name: reader.pack().version,
    original_time: closing.asOf,
  }
  for (const outcome of reader.outcomes(closing.id)) {
    const rule = rules.get(outcome.rule)
    if (rule === undefined) throw new Error(`outcome of a rule that the pack does not hold: ${outcome.rule}`)
    yield finding({
      rule,
      outcome,
      id,
      metadata,
      now: closing.asOf,
      changed: outcome.fromScan === closing.id,
    })
  }
}

interface Facts {
  readonly rule: Rule
  readonly outcome: EvidenceOutcome
  readonly id: IdOf
  readonly metadata: object
  readonly now: string
  readonly changed: boolean
}

function finding({ rule, outcome, id, metadata, now, changed }: Facts): object {
  const [statusId, status] = complianceStatus[outcome.status]
  const [severity_id, severity] = outcome.status === 'fail' ? severityId[rule.severity] : [1, 'Informational']
  const uid = observationId(id, rule.id, outcome.provider, outcome.subject)
  const activity = changed
    ? { activity_id: 1, activity_name: 'Create' }
    : { activity_id: 2, activity_name: 'Update' }
  return {
    ...activity,
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2003,
    class_name: 'Compliance Finding',
    type_uid: 200_300 + activity.activity_id,
    type_name: `Compliance Finding: ${activity.activity_name}`,
    time: Date.parse(now),
    timezone_offset: 0,
    metadata: { ...metadata, uid },
    severity_id,
    severity,
    message: rule.title,
    finding_info: {
      uid,
      title: rule.title,
      desc: rule.rationale,
      types: [rule.category],
      created_time: Date.parse(outcome.fromAsOf),
      modified_time: Date.parse(now),
    },
    compliance: {
      control: rule.id,
      standards: Object.keys(rule.controls),
      requirements: Object.entries(rule.controls).flatMap(([framework, ids]) =>
        ids.map((one) => `${framework} ${one}`),
      ),
      status_id: statusId,
      status,
      status_code: outcome.status,
      ...(outcome.reason === null
        ? {}
        : { status_details: [outcome.reason, outcome.detail].filter((text) => text !== '') }),
    },
    cloud: {
      provider: providerName[outcome.provider],
      account: { uid: outcome.account },
      ...(outcome.region === '' ? {} : { region: outcome.region }),
    },
    resources: [
      {
        uid: outcome.subject,
        name: outcome.name === '' ? outcome.subject : outcome.name,
        type: outcome.type,
        ...(outcome.region === '' ? {} : { region: outcome.region }),
      },
    ],
    remediation: { desc: rule.remediation, references: [rule.source] },
    unmapped: {
      observed: outcome.observed,
      ...(outcome.documentSha256 === null ? {} : { document_sha256: outcome.documentSha256 }),
    },
  }
}
