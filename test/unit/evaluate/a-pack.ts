import { parseRulePack, type PackFile, type RulePack } from '../../../main/engine/evaluate/index.ts'
import type { EvaluationResource } from '../../../shared/model/resource.ts'
import type { JsonObject } from '../../../shared/model/json.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import type { ToNormal } from '../../../main/engine/evaluate/index.ts'

/** A valid rule, to be bent by a test. */
export function aRule(over: Partial<Rule> = {}): Rule {
  return {
    id: 'aws-test-bucket',
    title: 'Test buckets are closed',
    provider: 'aws',
    scope: 'resource',
    types: ['AWS::S3::Bucket'],
    requires: [],
    severity: 'high',
    category: 'data-protection',
    benchmarks: [],
    controls: {
      soc2: ['CC6.1'],
      'iso27001-2022': ['A.8.3'],
      'nist-csf-2.0': ['PR.AA-05'],
      'nist-800-53-r5': ['AC-3'],
    },
    needs: [],
    applies: 'true',
    pass: 'config.closed == true',
    observed: { closed: 'config.closed' },
    expected: 'Closed.',
    rationale: 'Open buckets leak.',
    remediation: 'Close it.',
    source: 'https://example.com/bucket',
    ...over,
  }
}

export function aResource(document: JsonObject, over: Partial<EvaluationResource> = {}): EvaluationResource {
  return {
    id: 1,
    provider: 'aws',
    resourceId: 'arn:aws:s3:::one',
    type: 'AWS::S3::Bucket',
    account: '111122223333',
    region: 'eu-west-1',
    name: 'one',
    sha256: '0'.repeat(64),
    document,
    ...over,
  }
}

export const now = { now: '2026-07-06T09:00:00.000Z' }

const ruleYaml = `id: aws-test-bucket
title: Test buckets are closed
provider: aws
scope: resource
types: [AWS::S3::Bucket]
severity: high
category: data-protection
misconfiguration: 4
benchmarks: [{ id: cis-aws, version: 7.0.0, recommendation: '2.10', level: 1, assessment: automated }]
controls: { soc2: [CC6.1], iso27001-2022: [A.8.3], nist-csf-2.0: [PR.AA-05], nist-800-53-r5: [AC-3] }
needs: [config.closed]
pass: config.closed == true
observed: { closed: config.closed }
expected: Closed.
rationale: Open buckets leak.
remediation: Close it.
source: https://example.com/bucket
`

const aCase = (name: string, expect: string, config: JsonObject): string =>
  JSON.stringify({
    name,
    expect,
    resources: [
      {
        type: 'AWS::S3::Bucket',
        resourceId: 'arn:aws:s3:::one',
        account: '111122223333',
        region: 'eu-west-1',
        name: 'one',
        document: { config },
      },
    ],
  })

const catalogue = (framework: string, ids: readonly string[], more = ''): string =>
  [
    `framework: ${framework}`,
    `title: ${framework} in small`,
    'edition: of tests',
    'source: https://example.com/',
    `count: ${ids.length}`,
    'groups:',
    '  - id: G',
    '    title: Group',
    '    requirements:',
    ...ids.map((id) => `      ${id}: Title of ${id}`),
    more,
    '',
  ].join('\n')

/** A small pack without a flaw, but for the misconfigurations it leaves out: three rule-less clouds would need thirty rules. */
const soundFiles: Readonly<Record<string, string>> = {
  'pack.yaml': 'title: Test rules\nversion: 1.2.3\n',
  'aws/aws-test-bucket/rule.yaml': ruleYaml,
  'aws/aws-test-bucket/cases/pass.json': aCase('closed bucket', 'pass', { closed: true }),
  'aws/aws-test-bucket/cases/fail.json': aCase('open bucket', 'fail', { closed: false }),
  'aws/aws-test-bucket/cases/missing.json': aCase('bucket without the setting', 'not-evaluated', {}),
  'frameworks/soc2.yaml': catalogue(
    'soc2',
    ['CC6.1', 'CC6.2'],
    'standings:\n  - { standing: attestation, reason: People answer., role: Owner, validDays: 90, for: { CC6.2: [Tickets, A review] } }',
  ),
  'frameworks/iso27001-2022.yaml': catalogue('iso27001-2022', ['A.8.3']),
  'frameworks/nist-csf-2.0.yaml': catalogue(
    'nist-csf-2.0',
    ['PR', 'PR.AA', 'PR.AA-05', 'PR.AA-06'],
    'rollUp: true\nstandings:\n  - { standing: inherited, reason: Not ours., from: Cloud provider, role: Owner, validDays: 365, evidence: [Report], for: [PR.AA-06] }',
  ),
  'frameworks/nist-800-53-r5.yaml': catalogue(
    'nist-800-53-r5',
    ['AC-1', 'AC-2', 'AC-2(1)', 'AC-3'],
    `standings:
  - { standing: attestation, reason: A policy., role: Owner, validDays: 365, for: { AC-1: [The policy] } }
  - { standing: out-of-scope, reason: Not here., for: [AC-2] }
baselines:
  - { framework: fedramp-low, title: Low, count: 1, members: [AC-1] }
  - { framework: fedramp-moderate, title: Moderate, count: 2, members: [AC-1, AC-3] }
  - { framework: fedramp-high, title: High, count: 3, members: [AC-1, AC-2, AC-3] }`,
  ),
  ...Object.fromEntries(
    ['aws', 'azure', 'gcp'].map((provider) => [
      `benchmarks/cis-${provider}-7.0.0.yaml`,
      `id: cis-${provider}
version: 7.0.0
title: Benchmark in small
provider: ${provider}
source: https://example.com/
count: 2
sections:
  - id: '2'
    title: Section
    recommendations:
      - ['2.1', 2, manual, manual, First]
      - ['2.10', 1, automated, ${provider === 'aws' ? 'config' : 'manual'}, Tenth]
attestations:
  - { recommendation: '2.1', reason: A judgement., role: Owner, validDays: 90, evidence: [A list] }
${provider === 'aws' ? '' : "  - { recommendation: '2.10', reason: Another., role: Owner, validDays: 90, evidence: [A list] }\n"}`,
    ]),
  ),
  ...Object.fromEntries(
    ['aws', 'azure', 'gcp'].map((provider) => [
      `${provider}/not-applicable.yaml`,
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        .map(
          (number) =>
            `- { provider: ${provider}, misconfiguration: ${number}, title: None here, reason: Not in tests. }\n`,
        )
        .join(''),
    ]),
  ),
}

/** The files of the sound pack, changed: text replaces, null removes, a function rewrites. */
export function packFiles(
  changes: Readonly<Record<string, string | null | ((text: string) => string)>> = {},
): PackFile[] {
  const files = new Map(Object.entries(soundFiles))
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path)
    else files.set(path, typeof change === 'string' ? change : change(files.get(path) ?? ''))
  }
  return [...files].map(([path, text]) => ({ path, text }))
}

export function aPack(changes: Parameters<typeof packFiles>[0] = {}): RulePack {
  return parseRulePack(packFiles(changes))
}

/** Test cases carry documents already in the normal form; an item is taken as such a document. */
export const toNormal: ToNormal = (provider, json, facet) => {
  if (typeof json.id !== 'string') throw new Error('no id')
  return {
    provider,
    resourceId: json.id,
    type: typeof json.type === 'string' ? json.type : '',
    account: '111122223333',
    region: 'global',
    name: json.id,
    facet: facet ?? 'resource',
    state: 'present',
    capturedAt: null,
    document: json,
    redacted: [],
  }
}
