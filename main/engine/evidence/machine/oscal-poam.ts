import type { Exception, Finding, FindingEvent } from '../../../../shared/model/finding.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { isExcepted, isOverdue } from '../payload/summary.ts'
import { judgedAt } from '../payload/gather.ts'
import { line } from './ids.ts'
import { stream } from './json-stream.ts'
import { metadata, observationId, prop, type OscalContext } from './oscal-common.ts'
import { evidenceFiles } from './oscal-plan.ts'

/**
 * The plan of action and milestones: an item, a risk with its deadline and log, and an observation for every finding of the period,
 * closed ones included with their status.
 */
export function planOfAction(oscal: OscalContext): object | null {
  const { context, id } = oscal
  const { period, engagement } = context
  const rules = new Map([...context.reader.rules()].map(({ rule }) => [rule.id, rule]))
  const exceptions = new Map<number, Exception>()
  for (const one of context.reader.exceptions(period))
    if (one.status === 'approved') exceptions.set(one.finding, one)
  const each = (make: (finding: Finding) => object) =>
    stream(function* () {
      for (const finding of context.reader.findings(period)) yield make(finding)
    })
  for (const _ of context.reader.findings(period)) {
    void _
    return {
      'plan-of-action-and-milestones': {
        uuid: id('poam', period.start, period.end, context.revision, context.at),
        metadata: metadata(oscal, 'Plan of action and milestones'),
        'system-id': { 'identifier-type': 'urn:countersign:engagement', id: line(engagement.id) },
        observations: each((finding) => observation(oscal, finding)),
        risks: each((finding) => risk(oscal, finding, rules.get(finding.rule), exceptions.get(finding.id))),
        'poam-items': each((finding) => item(oscal, finding)),
        ...evidenceFiles(oscal),
      },
    }
  }
  // OSCAL asks for at least one item: a period without findings has no such document.
  return null
}

const riskId = ({ id }: OscalContext, finding: Finding): string =>
  id('risk', finding.rule, finding.provider, finding.subject, finding.id)

const where = (finding: Finding): string =>
  finding.subjectName === '' ? finding.subject : finding.subjectName

function item(oscal: OscalContext, finding: Finding): object {
  const { id } = oscal
  return {
    uuid: id('poam-item', finding.id),
    title: line(`${finding.ruleTitle}: ${where(finding)}`),
    description: `Rule ${finding.rule} on ${finding.subject}.`,
    props: [prop('finding', finding.id), prop('status', finding.status), prop('severity', finding.severity)],
    'related-observations': [{ 'observation-uuid': findingObservationId(oscal, finding) }],
    'related-risks': [{ 'risk-uuid': riskId(oscal, finding) }],
  }
}

/** One subject may have had several findings of one rule over time; each has an observation of its own here. */
const findingObservationId = ({ id }: OscalContext, finding: Finding): string =>
  id('finding-observation', observationId(id, finding.rule, finding.provider, finding.subject), finding.id)

function observation(oscal: OscalContext, finding: Finding): object {
  return {
    uuid: findingObservationId(oscal, finding),
    title: line(`${finding.ruleTitle}: ${where(finding)}`),
    description: `First seen failing at ${finding.openedAt}.`,
    props: [
      prop('rule', finding.rule),
      prop('resource', finding.subject),
      prop('resource-type', finding.type === '' ? 'none' : finding.type),
      prop('provider', finding.provider),
      prop('account', finding.account === '' ? 'none' : finding.account),
    ],
    methods: ['TEST'],
    types: ['finding'],
    collected: finding.openedAt,
  }
}

function risk(
  oscal: OscalContext,
  finding: Finding,
  rule: Rule | undefined,
  exception: Exception | undefined,
): object {
  const { context, id } = oscal
  const at = judgedAt(context)
  const events = [...context.reader.findingEvents(finding.id, context.period)]
  return {
    uuid: riskId(oscal, finding),
    title: line(finding.ruleTitle),
    description: rule?.rationale ?? finding.ruleTitle,
    statement: rule?.expected ?? finding.ruleTitle,
    status: riskStatus(finding, at),
    props: [
      prop('severity', finding.severity),
      prop('owner', finding.owner ?? 'none'),
      prop('breached', finding.breached ? 'yes' : 'no'),
      prop('overdue', isOverdue(finding, at) ? 'yes' : 'no'),
    ],
    deadline: finding.dueAt,
    ...(exception === undefined || exception.compensatingControl.trim() === ''
      ? {}
      : {
          'mitigating-factors': [
            { uuid: id('mitigation', exception.id), description: exception.compensatingControl },
          ],
        }),
    remediations: [
      {
        uuid: id('remediation', finding.id),
        lifecycle: finding.status === 'open' ? 'recommendation' : 'completed',
        title: line(rule?.title ?? finding.ruleTitle),
        description: rule?.remediation ?? finding.ruleTitle,
      },
    ],
    ...(events.length === 0
      ? {}
      : { 'risk-log': { entries: events.map((event) => logEntry(oscal, event)) } }),
    'related-observations': [{ 'observation-uuid': findingObservationId(oscal, finding) }],
  }
}

function riskStatus(finding: Finding, at: string): string {
  if (finding.status === 'closed') return 'closed'
  if (isExcepted(finding, at)) return 'deviation-approved'
  return finding.status === 'remediated' ? 'remediating' : 'open'
}

function logEntry({ id }: OscalContext, event: FindingEvent): object {
  return {
    uuid: id('finding-event', event.id),
    title: line(event.kind),
    start: event.at,
    props: [
      prop('actor', event.actor),
      ...(event.ledgerSeq === null ? [] : [prop('ledger-entry', event.ledgerSeq)]),
    ],
  }
}
