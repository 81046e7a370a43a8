/** Rows of an invented engagement, for the readers of test/support. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { DriftEvent } from '../../shared/model/drift.ts'
import type { Exception, Finding } from '../../shared/model/finding.ts'
import { defaultSla } from '../../shared/model/finding.ts'
import type { ReviewSession } from '../../shared/model/review.ts'
import type { LedgerEntry } from '../../shared/model/ledger.ts'
import { severities, type Rule, type Severity } from '../../shared/model/rule.ts'
import type { Scan } from '../../shared/model/scan.ts'
import type { Period, RuleText } from '../../main/engine/evidence/reader.ts'

export const fakePeriod: Period = { start: '2026-07-01T00:00:00.000Z', end: '2026-10-01T00:00:00.000Z' }
export const fakeNow = '2026-10-02T08:30:00.000Z'

/** Names that break careless writers. */
export const oddNames = [
  '=HYPERLINK("http://example.invalid","open")',
  'quo"ted, with comma',
  'two\nlines',
  '\ttabbed',
  '@sum',
  '-1+1',
  '+49 30',
  '\rreturn',
  'مرحبا بالعالم',
  'שלום עולם server-1',
  'fire 🔥 smile 😀',
  '顧客データ',
  '\u202Egnp.exe',
  'Größe–naïve Ωмир',
  `long-${'abc123/'.repeat(42)}end`,
  '',
] as const

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
export const day = 86_400_000
export const at = (ms: number): string => new Date(ms).toISOString()
export const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T
/** A number in [0, 1) that depends on its words only. */
export const chance = (...words: (string | number)[]): number =>
  Number.parseInt(sha(words.join('|')).slice(0, 8), 16) / 0x1_0000_0000

export const accounts = {
  aws: ['111122223333', '012345678901'],
  azure: ['9f6a3c1e-0b52-4a6d-9a11-2f6c7d8e9f01'],
  gcp: ['acme-prod', '987654321098'],
} as const
export const people = ['Ada Preparer', 'Rui Reviewer', 'Olu Owner'] as const

export const controls = [
  {
    soc2: ['CC6.1'],
    'iso27001-2022': ['A.8.3'],
    'nist-csf-2.0': ['PR.AA-05'],
    'nist-800-53-r5': ['AC-3', 'AC-6'],
  },
  {
    soc2: ['CC6.6'],
    'iso27001-2022': ['A.8.20', 'A.8.22'],
    'nist-csf-2.0': ['PR.IR-01'],
    'nist-800-53-r5': ['SC-7'],
  },
  { soc2: ['CC6.7'], 'iso27001-2022': ['A.8.24'], 'nist-csf-2.0': ['PR.DS-01'], 'nist-800-53-r5': ['SC-28'] },
  {
    soc2: ['CC7.2'],
    'iso27001-2022': ['A.8.15'],
    'nist-csf-2.0': ['DE.CM-01'],
    'nist-800-53-r5': ['AU-2', 'AU-12'],
  },
] as const

export const subjects = [
  ['aws', 'AWS::S3::Bucket', 'Storage buckets are not public'],
  ['aws', 'AWS::EC2::SecurityGroup', 'Remote administration is not open to any address'],
  ['azure', 'Microsoft.Storage/storageAccounts', 'Storage accounts refuse public blobs'],
  ['azure', 'Microsoft.Sql/servers', 'Databases accept TLS 1.2 and later only'],
  ['gcp', 'storage.googleapis.com/Bucket', 'Buckets grant nothing to all users'],
  ['gcp', 'compute.googleapis.com/Firewall', 'Firewalls admit no administration from anywhere'],
  ['aws', 'AWS::RDS::DBInstance', 'Database storage is encrypted'],
  ['aws', 'AWS::CloudTrail::Trail', 'An audit trail covers every region'],
] as const

export function ruleAt(index: number): RuleText {
  const [provider, type, title] = pick(subjects, index)
  const rule: Rule = {
    id: `${provider}-fake-${index + 1}`,
    title,
    provider,
    scope: 'resource',
    types: [type],
    requires: [],
    severity: pick(severities, index),
    category: 'hardening',
    misconfiguration: (index % 10) + 1,
    benchmarks: [],
    controls: structuredClone(pick(controls, index)) as unknown as Rule['controls'],
    needs: [],
    applies: 'true',
    pass: 'config.ok == true',
    observed: {},
    expected: `${title}.`,
    rationale: 'Because it matters.',
    remediation: 'Turn it off.',
    source: 'https://example.invalid/shape',
  }
  const yaml = `id: ${rule.id}\ntitle: ${title}\npass: '${rule.pass}'\n`
  return { rule, yaml, sha256: sha(yaml) }
}

export const catalogue: Readonly<
  Record<string, { title: string; extra: readonly [string, 'uncovered' | 'attestation' | 'inherited'][] }>
> = {
  soc2: {
    title: 'SOC 2 (2017 TSC)',
    extra: [
      ['CC1.1', 'attestation'],
      ['CC9.2', 'uncovered'],
    ],
  },
  'iso27001-2022': {
    title: 'ISO/IEC 27001:2022',
    extra: [
      ['A.5.1', 'attestation'],
      ['A.7.4', 'inherited'],
    ],
  },
  'nist-800-53-r5': {
    title: 'NIST SP 800-53 r5',
    extra: [
      ['PE-3', 'inherited'],
      ['PM-1', 'attestation'],
      ['SR-2', 'uncovered'],
    ],
  },
}

export function attachment(name: string, text: string) {
  const bytes = Buffer.from(text)
  return {
    name,
    sha256: sha(text),
    bytes: bytes.length,
    addedAt: '2026-08-01T10:00:00.000Z',
    addedBy: people[0],
    description: 'The access policy as signed',
    async *open() {
      yield bytes
    },
  }
}

export function chain(mondays: readonly number[]): LedgerEntry[] {
  let prev = '0'.repeat(64)
  return mondays.map((when, index) => {
    const entry = {
      seq: index + 1,
      at: at(when),
      actor: people[0],
      action: 'scan-sealed' as const,
      payload: { scan: index + 1, note: pick(oddNames, index) },
      prev,
    }
    const hash = sha(canonicalize(entry) ?? '')
    prev = hash
    return { ...entry, hash }
  })
}

export function scanAt(id: number, when: number, resources: number, holes: boolean): Scan {
  return {
    id,
    asOf: at(when),
    startedAt: at(when + 60_000),
    sealedAt: at(when + 180_000),
    kind: 'import',
    label: `week ${id}`,
    verdict: holes && (id === 4 || id === 3) ? 'partial' : 'complete',
    files: 2,
    items: resources,
    problems: holes && id === 3 ? 1 : 0,
    present: resources,
    added: id === 1 ? resources : 0,
    changed: id,
    removed: 0,
    unread: holes && id === 4 ? 17 : 0,
    contentSha256: sha(`scan${id}`),
    ledgerSeq: id,
    rulePackSha256: null,
  }
}

export function findingAt(
  rule: Rule,
  id: number,
  subject: string,
  name: string,
  account: string,
  mondays: readonly number[],
): Finding {
  const opened = mondays[id % 11] ?? 0
  const roll = chance('finding', id)
  const status = roll < 0.5 ? 'open' : roll < 0.6 ? 'remediated' : 'closed'
  const due = opened + defaultSla[rule.severity as Severity] * 3_600_000
  const closed = opened + 10 * day
  return {
    id,
    rule: rule.id,
    ruleTitle: rule.title,
    severity: rule.severity,
    provider: rule.provider,
    account,
    region: 'eu-central-1',
    subject,
    subjectName: name,
    resource: id,
    type: rule.types[0] ?? '',
    status,
    owner: id % 5 === 0 ? null : people[2],
    openedAt: at(opened),
    dueAt: at(due),
    breached: status === 'closed' ? closed > due : id % 3 === 0,
    remediatedAt: status === 'open' ? null : at(opened + 8 * day),
    closedAt: status === 'closed' ? at(closed) : null,
    reopened: id % 17 === 0 ? 1 : 0,
    exceptionUntil: id % 23 === 0 ? '2026-12-31T00:00:00.000Z' : null,
    unread: false,
    notes: 0,
  }
}

export function exceptionsOf(mondays: readonly number[]): Exception[] {
  return [0, 1, 2].map((index) => ({
    id: index + 1,
    finding: index + 2,
    rule: 'aws-fake-1',
    subject: index === 0 ? '111122223333' : `arn:aws:s3:::b-${index}`,
    requestedBy: people[2],
    requestedAt: at(mondays[1] ?? 0),
    reason: '=The vendor "needs" it\nuntil the new release',
    compensatingControl: 'Traffic is logged and reviewed weekly.',
    expiresAt: at((mondays[6] ?? 0) + index * 90 * day),
    status: index === 0 ? 'expired' : 'approved',
    decidedBy: people[1],
    decidedAt: at((mondays[1] ?? 0) + day),
  }))
}

export function driftAt(index: number, name: string, mondays: readonly number[]): DriftEvent {
  const kind = pick(['changed', 'changed', 'changed', 'added', 'removed'] as const, index)
  const authorised = pick([true, false, null] as const, index)
  return {
    id: index + 1,
    resource: index + 1,
    resourceId: `arn:aws:ec2:eu-central-1:111122223333:security-group/sg-${String(index).padStart(8, '0')}`,
    provider: 'aws',
    account: '111122223333',
    type: 'AWS::EC2::SecurityGroup',
    name,
    baseline: 1,
    kind,
    path: kind === 'changed' ? 'config.ipPermissions[tcp 22].ipRanges[0.0.0.0/0]' : '',
    before: kind === 'changed' ? null : null,
    after: kind === 'changed' ? { cidrIp: '0.0.0.0/0', description: 'temporary "fix"' } : null,
    detectedScan: 5,
    detectedAt: at(mondays[4] ?? 0),
    capturedAt: at((mondays[4] ?? 0) - 1000),
    authorised,
    changeReference: authorised === true ? `CHG-${1000 + index}` : null,
    authorisedBy: authorised === null ? null : people[1],
    authorisedAt: authorised === null ? null : at(mondays[5] ?? 0),
    closedAt: index % 2 === 0 ? at(mondays[6] ?? 0) : null,
    closedBy: index % 2 === 0 ? 'returned' : null,
  }
}

/** A sealed session each Monday but the missed week and the last. */
export function sessionsOf(mondays: readonly number[]): ReviewSession[] {
  return mondays
    .filter((_, index) => index !== 7 && index !== 12)
    .map((when, index) => ({
      id: index + 1,
      week: at(when).slice(0, 10),
      startedAt: at(when + 3_600_000),
      startedBy: people[0],
      attendees: [...people],
      scan: index + 1,
      items: 3,
      decided: 3,
      sealedAt: at(when + 7_200_000),
      sealedBy: people[0],
      reviewedBy: people[1],
      summary: 'New public bucket dealt with; two exceptions looked at again.',
      ledgerSeq: index + 1,
    }))
}
