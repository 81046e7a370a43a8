import canonicalize from 'canonicalize'
import type { Engagement } from '../../shared/model/engagement.ts'
import type { Finding } from '../../shared/model/finding.ts'
import { defaultSla } from '../../shared/model/finding.ts'
import type { Framework } from '../../shared/model/framework.ts'
import { countOutcome, noTotals, type OutcomeStatus, type Totals } from '../../shared/model/outcome.ts'
import { severities, type Rule } from '../../shared/model/rule.ts'
import type { Scan } from '../../shared/model/scan.ts'
import type { EvidenceOutcome, EvidenceReader } from '../../main/engine/evidence/reader.ts'
import {
  accounts,
  at,
  attachment,
  catalogue,
  chain,
  chance,
  day,
  driftAt,
  exceptionsOf,
  fakePeriod,
  findingAt,
  oddNames,
  people,
  pick,
  ruleAt,
  scanAt,
  sessionsOf,
  sha,
  subjects,
} from './fake-evidence.ts'

export { fakeNow, fakePeriod } from './fake-evidence.ts'

export interface FakeSize {
  /** Resources each rule judges; about three in ten fail. */
  readonly perRule?: number
  /** No scan, no finding, no ledger: an engagement on its first day. */
  readonly empty?: boolean
  readonly sample?: boolean
  readonly missWeek?: boolean
  readonly holes?: boolean
  /** Another engagement of the same size: other outcomes. */
  readonly seed?: number
}

/** A reader over an invented engagement, the same for the same size. */
export function fakeReader(size: FakeSize = {}): EvidenceReader {
  const perRule = size.empty === true ? 0 : (size.perRule ?? 120)
  const rules = Array.from({ length: 8 }, (_, index) => ruleAt(index))
  const frameworks = Object.keys(catalogue) as Framework[]
  const engagement: Engagement = {
    id: 'ENG-2026-014',
    client: 'Acme Logistics GmbH & Co. KG (Мир Ωmega)',
    name: 'Cloud security posture, third quarter',
    periodStart: fakePeriod.start,
    periodEnd: fakePeriod.end,
    timeZone: 'Europe/Berlin',
    sample: size.sample ?? true,
    frameworks,
    sla: { ...defaultSla },
    createdAt: '2026-06-20T08:00:00.000Z',
  }
  const mondays = Array.from(
    { length: 13 },
    (_, index) => Date.parse('2026-07-06T06:00:00.000Z') + index * 7 * day,
  )
  const ledger = size.empty === true ? [] : chain(mondays)
  const scans: Scan[] =
    size.empty === true
      ? []
      : mondays.flatMap((when, index) =>
          index === 7 && size.missWeek !== false
            ? []
            : [scanAt(index + 1, when, perRule * rules.length, size.holes !== false)],
        )

  const statusOf = (rule: number, index: number): OutcomeStatus => {
    const roll = chance(...(size.seed === undefined ? [] : [size.seed]), 'status', rule, index)
    if (roll < 0.3) return 'fail'
    if (roll < 0.88) return 'pass'
    if (roll < 0.92) return 'needs-review'
    if (roll < 0.97 || size.holes === false) return 'not-applicable'
    return 'not-evaluated'
  }
  const nameOf = (index: number): string =>
    index % 7 === 3 ? pick(oddNames, Math.floor(index / 7)) : `store-${String(index).padStart(4, '0')}-prod`
  const subjectOf = (rule: Rule, index: number): string => {
    if (rule.provider === 'aws')
      return index === 5
        ? '111122223333'
        : `arn:aws:service:eu-central-1:${pick(accounts.aws, index)}:thing/${rule.id}/${String(index).padStart(5, '0')}`
    if (rule.provider === 'azure')
      return `/subscriptions/${accounts.azure[0]}/resourceGroups/rg-${index % 9}/providers/${rule.types[0]}/item${String(index).padStart(5, '0')}`
    return `//storage.googleapis.com/projects/_/buckets/acme-${rule.id}-${String(index).padStart(5, '0')}`
  }
  const documentOf = (rule: number, index: number): string =>
    canonicalize({
      config: { ok: statusOf(rule, index) === 'pass' },
      id: `${rule}-${index}`,
      tags: { note: nameOf(index) },
    }) ?? ''

  function* ruleOutcomes(rule: number): Iterable<EvidenceOutcome> {
    const text = rules[rule]
    if (text === undefined) return
    for (let index = 0; index < perRule; index++) {
      const status = statusOf(rule, index)
      yield {
        id: rule * perRule + index + 1,
        rule: text.rule.id,
        subject: subjectOf(text.rule, index),
        resource: rule * perRule + index + 1,
        provider: text.rule.provider,
        account: pick(accounts[text.rule.provider], index),
        region: 'eu-central-1',
        status,
        reason: status === 'not-evaluated' ? (index % 2 === 0 ? 'denied' : 'missing-data') : null,
        detail: status === 'not-evaluated' ? 'config.ok' : '',
        observed: { ok: status === 'pass' },
        documentSha256: sha(documentOf(rule, index)),
        fromScan: 1,
        fromAsOf: at(mondays[0] ?? 0),
        type: text.rule.types[0] ?? '',
        name: nameOf(index),
        capturedAt: at((mondays[12] ?? 0) - 3_600_000),
      }
    }
  }

  let memo: Totals[] | null = null
  const ruleTotals = (): Totals[] => {
    memo ??= rules.map((_, rule) => {
      let totals = noTotals
      for (let index = 0; index < perRule; index++) totals = countOutcome(totals, statusOf(rule, index))
      return totals
    })
    return memo
  }
  const sum = (of: readonly Totals[]): Totals =>
    of.reduce(
      (all, one) => ({
        pass: all.pass + one.pass,
        fail: all.fail + one.fail,
        needsReview: all.needsReview + one.needsReview,
        notApplicable: all.notApplicable + one.notApplicable,
        notEvaluated: all.notEvaluated + one.notEvaluated,
        population: all.population + one.population,
      }),
      noTotals,
    )
  const requirementsOf = (framework: Framework): Map<string, number[]> => {
    const map = new Map<string, number[]>()
    rules.forEach(({ rule }, index) => {
      for (const id of rule.controls[framework as keyof Rule['controls']])
        map.set(id, [...(map.get(id) ?? []), index])
    })
    return map
  }
  const frameworkTotals = () =>
    frameworks.map((framework) => ({
      framework,
      title: catalogue[framework]?.title ?? framework,
      requirements: requirementsOf(framework).size + (catalogue[framework]?.extra.length ?? 0),
      covered: requirementsOf(framework).size,
      totals: sum(ruleTotals()),
    }))

  const frame = (): string[] =>
    Array.from({ length: perRule }, (_, index) => subjectOf(rules[0]?.rule as Rule, index)).sort()

  function* findings(): Iterable<Finding> {
    const ordered = rules
      .map((text, index) => ({ text, index }))
      .sort(
        (a, b) =>
          severities.indexOf(a.text.rule.severity) - severities.indexOf(b.text.rule.severity) ||
          a.index - b.index,
      )
    for (const { text, index: rule } of ordered) {
      for (let index = 0; index < perRule; index++) {
        if (statusOf(rule, index) !== 'fail') continue
        yield findingAt(
          text.rule,
          rule * perRule + index + 1,
          subjectOf(text.rule, index),
          nameOf(index),
          pick(accounts[text.rule.provider], index),
          mondays,
        )
      }
    }
  }

  return {
    engagement: () => engagement,
    tool: () => ({ name: 'Countersign', version: '0.1.0', build: 'a1b2c3d4', runtime: 'node 24.21.0' }),
    expectedCaptureDays: () => 7,
    people: () => [
      { name: people[0], roles: ['preparer', 'owner'] },
      { name: people[1], roles: ['reviewer', 'approver'] },
      { name: people[2], roles: ['owner'] },
    ],
    signOffs: () =>
      size.empty === true
        ? []
        : mondays.slice(0, 3).map((when, index) => ({
            at: at(when + 7_200_000),
            person: people[index % 2] ?? '',
            role: 'preparer',
            object: `review session ${at(when).slice(0, 10)}`,
            sha256: sha(`session${index}`),
            ledgerSeq: index + 1,
            of: { kind: 'session' as const, id: index + 1 },
          })),
    scans: () => scans,
    scanBefore: () => null,
    sourceFiles: (scan) =>
      [0, 1].map((index) => ({
        path: `exports/2026-w${scan}/aws-config ${index}.json.gz`,
        sha256: sha(`${scan}/${index}`),
        bytes: 123_456 * (index + 1),
        format: index === 0 ? ('aws-config-snapshot' as const) : ('gcp-asset-ndjson' as const),
        compression: 'gzip' as const,
        provider: index === 0 ? ('aws' as const) : ('gcp' as const),
        accounts: [...(index === 0 ? accounts.aws : accounts.gcp)],
        regions: ['eu-central-1', 'us-east-1'],
        items: (perRule * rules.length) / 2,
        problems: scan === 3 && index === 0 && size.holes !== false ? 1 : 0,
        duplicates: 0,
        firstCapturedAt: at(Date.parse('2026-07-05T22:00:00.000Z')),
        lastCapturedAt: at(Date.parse('2026-07-06T05:00:00.000Z')),
      })),
    holes: (scan) =>
      size.holes === false || scan !== 4
        ? []
        : [
            {
              provider: 'aws',
              account: '012345678901',
              region: 'us-east-1',
              reason: 'denied',
              operation: 'config:BatchGetResourceConfig',
              message:
                'User: arn:aws:sts::012345678901:assumed-role/audit is not authorized to perform: config:BatchGetResourceConfig',
              resources: 17,
            },
          ],
    callFailures: (scan) =>
      size.holes === false || scan !== 4
        ? []
        : [
            {
              kind: 'failure',
              provider: 'aws',
              reason: 'denied',
              account: '012345678901',
              region: 'us-east-1',
              types: '*',
              operation: 'config:BatchGetResourceConfig',
              message: 'not authorized',
            },
          ],
    problems: (scan) =>
      size.holes === false || scan !== 3
        ? []
        : [
            {
              kind: 'problem',
              path: 'exports/2026-w3/aws-config 0.json.gz',
              reason: 'missing-field',
              detail: 'resourceType',
              index: 41,
              offset: 90_112,
              line: null,
              resource: null,
            },
          ],
    droppedFiles: (scan) =>
      size.holes === false || scan !== 3
        ? []
        : [{ path: 'exports/2026-w3/broken.json', code: 'file_truncated', detail: 'line 3' }],
    *presence(scan) {
      const first = scan === 1
      for (const provider of ['aws', 'azure', 'gcp'] as const)
        for (const account of accounts[provider]) {
          const types = new Map<string, number>()
          for (const { rule } of rules) {
            if (rule.provider !== provider) continue
            const mine = Array.from({ length: perRule }, (_, index) => pick(accounts[provider], index))
            const type = rule.types[0] ?? ''
            types.set(type, (types.get(type) ?? 0) + mine.filter((one) => one === account).length)
          }
          for (const [type, present] of types)
            if (present > 0)
              yield { provider, account, type, present, unread: 0, added: first ? present : 0, removed: 0 }
        }
    },
    pack: () => ({
      version: '2026.10.0',
      sha256: sha(rules.map((one) => one.sha256).join()),
      rules: rules.length,
    }),
    rules: () => rules,
    localRules: () => ({
      folders: [
        {
          name: 'own-rules',
          reason: 'House rules beside the pack.',
          by: 'Priya Raman',
          at: '2026-07-01T08:00:00.000Z',
          rules: ['aws-house-tags'],
          sha256: sha('own'),
        },
      ],
      overrides: [
        {
          rule: 'aws-fake-1',
          severity: 'low',
          slaHours: 24,
          parameters: { days: 90 },
          reason: '=Contract asks for less.',
          by: 'Priya Raman',
          at: '2026-07-01T08:00:00.000Z',
        },
      ],
    }),
    notApplicableEntries: () => [
      {
        provider: 'gcp',
        misconfiguration: 8,
        title: 'Default credentials active',
        reason: 'Cloud SQL has no default password; the service makes one only when asked.',
        nearest: ['gcp-fake-5'],
      },
    ],
    catalogues: () => [{ name: 'soc2.yaml', text: 'id: soc2\n', sha256: sha('id: soc2\n') }],
    requirementRules: (framework, requirement) =>
      (requirementsOf(framework).get(requirement) ?? []).map((index) => rules[index]?.rule.id ?? '').sort(),
    frameworkTotals,
    requirementTotals: (_scan, framework) => [
      ...[...requirementsOf(framework)].map(([requirement, of]) => ({
        framework,
        requirement,
        title: `Short title of ${requirement}, our own words for what it asks`,
        standing: 'rules' as const,
        reason: '',
        attestation: null,
        rules: of.length,
        totals: sum(of.map((index) => ruleTotals()[index] ?? noTotals)),
      })),
      ...(catalogue[framework]?.extra ?? []).map(([requirement, standing]) => ({
        framework,
        requirement,
        title: `Requirement ${requirement} that people answer for`,
        standing,
        reason: 'People answer for it.',
        attestation: {
          evidence: ['Minutes', 'Signed policy'],
          role: 'Security officer',
          validDays: 365,
          from: null,
        },
        rules: 0,
        totals: noTotals,
      })),
    ],
    trend: () =>
      scans.map((scan, index) => ({
        scan: scan.id,
        asOf: scan.asOf,
        verdict: scan.verdict,
        open: { critical: 14 - index, high: 30 - index, medium: 61 - 2 * index, low: 20 },
        overdue: index,
        frameworks: frameworkTotals().map((one, which) => ({
          ...one,
          totals: {
            ...one.totals,
            pass: Math.round(one.totals.pass * (0.7 + 0.02 * index + 0.03 * which)),
            fail: one.totals.fail,
          },
        })),
      })),
    *outcomes() {
      for (let rule = 0; rule < rules.length; rule++) yield* ruleOutcomes(rule)
    },
    ruleOutcomes: (_scan, rule) => ruleOutcomes(rules.findIndex((one) => one.rule.id === rule)),
    *documents() {
      for (const provider of ['aws', 'azure', 'gcp'] as const) {
        for (const account of accounts[provider]) {
          for (const [rule, { rule: text }] of rules.entries()) {
            if (text.provider !== provider) continue
            for (let index = 0; index < perRule; index++) {
              if (pick(accounts[provider], index) !== account) continue
              const json = documentOf(rule, index)
              yield {
                provider,
                account,
                region: 'eu-central-1',
                type: text.types[0] ?? '',
                resourceId: subjectOf(text, index),
                name: nameOf(index),
                capturedAt: null,
                json,
                sha256: sha(json),
              }
            }
          }
        }
      }
    },
    findings,
    findingPlace(id) {
      const rule = rules[Math.floor((id - 1) / perRule)]?.rule
      const index = (id - 1) % perRule
      return rule === undefined
        ? null
        : { rule: rule.id, provider: rule.provider, account: pick(accounts[rule.provider], index) }
    },
    findingEvents: (finding) => [
      {
        id: finding * 10,
        finding,
        at: at(mondays[0] ?? 0),
        actor: 'countersign',
        kind: 'opened',
        payload: { scan: 1 },
        scan: 1,
        ledgerSeq: null,
      },
    ],
    exceptions: () => (size.empty === true ? [] : exceptionsOf(mondays)),
    *remediations() {
      for (const finding of findings()) {
        if (finding.status === 'open') continue
        yield {
          resource: finding.subject,
          misconfiguration: finding.ruleTitle,
          frameworkControl: 'SOC 2 CC6.1; ISO 27001 A.8.3; NIST 800-53 AC-3',
          remediationAction: `Closed access of “${finding.subjectName}” by change CHG-${finding.id}`,
          finding: finding.id,
          severity: finding.severity,
          owner: finding.owner,
          detectedAt: finding.openedAt,
          dueAt: finding.dueAt,
          actionAt: finding.remediatedAt,
          verifiedAt: finding.closedAt,
          verifyingScan: finding.closedAt === null ? null : 9,
          breached: finding.breached,
          status: finding.status,
        }
      }
    },
    baselines: () =>
      size.empty === true
        ? []
        : [1, 2].map((version) => ({
            version,
            scan: version * 3,
            asOf: at(mondays[version * 3 - 1] ?? 0),
            approvedBy: people[1],
            approvedAt: at((mondays[version * 3 - 1] ?? 0) + day),
            rationale: 'State after the hardening sprint; agreed with operations.',
            filter: version === 1 ? '{}' : '{"provider":"aws"}',
            resources: Math.min(perRule, 40),
            sha256: sha(`baseline${version}`),
            ledgerSeq: version + 3,
          })),
    *baselineRows(version) {
      for (let index = 0; index < Math.min(perRule, 40); index++)
        yield {
          provider: 'aws',
          account: pick(accounts.aws, index),
          region: 'eu-central-1',
          type: 'AWS::S3::Bucket',
          resourceId: `arn:aws:s3:::b-${index}`,
          name: nameOf(index),
          sha256: sha(`${version}/${index}`),
        }
    },
    *driftEvents() {
      for (let index = 0; index < (size.empty === true ? 0 : 30); index++)
        yield driftAt(index, nameOf(index), mondays)
    },
    sessions: () => (size.empty === true ? [] : sessionsOf(mondays)),
    decisions: (session) =>
      [0, 1, 2].map((index) => ({
        at: at(Date.parse('2026-07-06T08:00:00.000Z') + session * 7 * day + index * 60_000),
        person: people[0],
        kind: 'finding' as const,
        ref: session * 3 + index,
        title: pick(subjects, index)[2],
        subject: subjectOf(rules[0]?.rule as Rule, index),
        severity: pick(severities, index),
        reasons: ['new', 'overdue'],
        decision: 'assign',
        note: `Ask ${people[2]}.\nSecond line of the note, which goes on for a while so that it has to wrap somewhere.`,
      })),
    weeks: () =>
      mondays.map((when, index) => {
        const standing =
          size.empty === true || index === 7
            ? ('missed' as const)
            : index === 12
              ? ('open' as const)
              : ('sealed' as const)
        return {
          week: at(when).slice(0, 10),
          session: standing === 'sealed' ? (index < 7 ? index + 1 : index) : null,
          scans: index === 7 || size.empty === true ? 0 : 1,
          standing,
        }
      }),
    samples: () =>
      size.empty === true
        ? []
        : [
            {
              id: 1,
              subject: 'aws-fake-1',
              framework: 'soc2',
              requirement: 'CC6.1',
              populationSize: perRule,
              populationSha256: sha(
                frame()
                  .map((id) => `${id}\n`)
                  .join(''),
              ),
              committedAt: at(mondays[11] ?? 0),
              committedSeq: 4,
              seed: "auditor's 2026-10",
              seedFrom: 'Petra Partner',
              size: 5,
              rationale: 'Firm table: 5 of up to 150, low risk.',
              risk: 'low',
              stratifiedBy: null,
              strata: [],
              scan: 13,
              redrawOf: null,
              redrawReason: '',
              drawnAt: at(mondays[12] ?? 0),
              drawnBy: people[0],
              ledgerSeq: 5,
            },
          ],
    *sampleItems() {
      const ranked = frame()
        .map((subject) => ({ subject, hash: sha(`auditor's 2026-10|${subject}`) }))
        .sort((a, b) => (a.hash < b.hash ? -1 : 1))
      for (const [index, item] of ranked.slice(0, 5).entries())
        yield {
          rank: index + 1,
          ...item,
          stratum: '',
          replaces: null,
          reason: '',
          replacedBy: null,
          replacedAt: null,
          ledgerSeq: null,
        }
    },
    samplePopulation: () => frame(),
    ledger: () => ledger,
    ledgerHead: () => ({ seq: ledger.length, hash: ledger.at(-1)?.hash ?? '0'.repeat(64) }),
    attachments: () =>
      size.empty === true ? [] : [attachment('Screen shot of policy (final).pdf', 'not really a pdf')],
  }
}
