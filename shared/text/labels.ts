import type { DriftEvent } from '../model/drift.ts'
import type { Exception, FindingEventKind, FindingStatus } from '../model/finding.ts'
import type { Framework, Standing } from '../model/framework.ts'
import type { OutcomeStatus } from '../model/outcome.ts'
import type { Provider } from '../model/provider.ts'
import type { QueueReason, ReviewWeek } from '../model/review.ts'
import type { Category, Severity } from '../model/rule.ts'
import type { FileFormat, UnreadReason } from '../model/source.ts'

/** The words people read for the codes of the model, one place for all screens. */
export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

export const findingStatusWords: Readonly<Record<FindingStatus, string>> = {
  open: 'Open',
  remediated: 'Fix unproven',
  closed: 'Closed',
}

export const outcomeWords: Readonly<Record<OutcomeStatus, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  'needs-review': 'Needs review',
  'not-applicable': 'Not applicable',
  'not-evaluated': 'Not evaluated',
}

export const providerWords: Readonly<Record<Provider, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
}

export const frameworkWords: Readonly<Record<Framework, string>> = {
  soc2: 'SOC 2',
  'iso27001-2022': 'ISO 27001:2022',
  'nist-csf-2.0': 'NIST CSF 2.0',
  'nist-800-53-r5': 'NIST 800-53 r5',
  'fedramp-low': 'FedRAMP Low',
  'fedramp-moderate': 'FedRAMP Moderate',
  'fedramp-high': 'FedRAMP High',
}

export const standingWords: Readonly<Record<Standing, string>> = {
  rules: 'Judged by rules',
  attestation: 'Attested by a person',
  inherited: 'Inherited from the provider',
  'out-of-scope': 'Out of scope',
  uncovered: 'Not covered',
}

export const categoryWords: Readonly<Record<Category, string>> = {
  identity: 'Identity',
  network: 'Network',
  'data-protection': 'Data protection',
  logging: 'Logging',
  hardening: 'Hardening',
}

export const eventWords: Readonly<Record<FindingEventKind, string>> = {
  opened: 'Opened',
  reopened: 'Opened again',
  assigned: 'Assigned',
  noted: 'Note',
  'remediation-marked': 'Marked as remediated',
  'remediation-disproved': 'A later scan still fails',
  'verified-closed': 'Closed: a scan proved it',
  'resource-removed': 'Closed: the resource is gone',
  unread: 'Could not be read',
  'read-again': 'Read again',
  'due-changed': 'Due date changed',
  breached: 'Due date passed',
  'exception-requested': 'Exception requested',
  'exception-approved': 'Exception approved',
  'exception-rejected': 'Exception rejected',
  'exception-revoked': 'Exception revoked',
  'exception-expired': 'Exception expired',
  reviewed: 'Reviewed',
}

export const exceptionWords: Readonly<Record<Exception['status'], string>> = {
  requested: 'Waiting for a decision',
  approved: 'Approved',
  rejected: 'Rejected',
  revoked: 'Revoked',
  expired: 'Expired',
}

export const driftKindWords: Readonly<Record<DriftEvent['kind'], string>> = {
  changed: 'Changed',
  added: 'Added',
  removed: 'Removed',
}

export const driftClosedWords: Readonly<Record<NonNullable<DriftEvent['closedBy']>, string>> = {
  returned: 'returned to the baseline',
  'changed-again': 'changed again',
  'baseline-moved': 'the baseline moved',
  'resource-removed': 'the resource was removed',
}

export const queueReasonWords: Readonly<Record<QueueReason, string>> = {
  new: 'New',
  reopened: 'Opened again',
  overdue: 'Overdue',
  'due-soon': 'Due soon',
  drifted: 'Drifted',
  'exception-expiring': 'Exception expiring',
  'exception-expired': 'Exception expired',
  'remediation-disproved': 'Fix disproved',
}

export const weekWords: Readonly<Record<ReviewWeek['standing'], string>> = {
  sealed: 'Sealed',
  open: 'In progress',
  missed: 'Missed',
  future: 'To come',
}

export const formatWords: Readonly<Record<FileFormat, string>> = {
  'aws-config-snapshot': 'AWS Config snapshot',
  'aws-config-history': 'AWS Config history',
  'aws-config-batch-get': 'AWS Config batch-get',
  'aws-config-select': 'AWS Config query',
  'aws-config-list': 'AWS Config list (names only)',
  'aws-config-item': 'AWS Config item',
  'azure-resource-graph': 'Azure Resource Graph',
  'azure-arm': 'Azure Resource Manager',
  'gcp-asset-ndjson': 'Cloud Asset export (NDJSON)',
  'gcp-asset-list': 'Cloud Asset list',
  'gcp-asset-search': 'Cloud Asset search',
  'countersign-documents': 'Countersign documents',
  'provider-error': "Provider's refusal",
}

export const unreadWords: Readonly<Record<UnreadReason, string>> = {
  denied: 'Access denied',
  throttled: 'Throttled',
  failed: 'Call failed',
  malformed: 'Malformed',
  'not-in-scan': 'Not in the scan',
}

export const problemWords: Readonly<Record<string, string>> = {
  'not-json': 'Not valid JSON',
  'not-an-object': 'Not an object',
  'missing-field': 'A field is missing',
  'wrong-type': 'A field has the wrong type',
  'no-document': 'No document',
  'too-large': 'Too large',
  'too-deep': 'Nested too deeply',
  duplicate: 'Duplicate',
  'from-the-future': 'Captured in the future',
}

/** Label for a code without an entry: `config-recorder` → `Config recorder`. */
export function plainWords(code: string): string {
  const words = code.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
