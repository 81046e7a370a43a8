import type { PayloadContext } from '../../payload/context.ts'
import { facts, paragraph, subheading } from '../blocks.ts'
import { overrideText } from '../../payload/rule-words.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type TableRow } from '../table.ts'
import { severityCell } from './findings.ts'

/** What judged, by which rules, and what the rules cannot say. */
export const methodSection: Section = {
  title: 'Rules and method',
  parts: [
    { key: 'rules', title: 'Every rule' },
    { key: 'local', title: 'What this engagement sets otherwise' },
    { key: 'absent', title: 'What a cloud does not have' },
  ],
  async *draw({ pen, context, summary, mark }) {
    facts(pen, [
      [
        'Tool',
        `${summary.tool.name} ${summary.tool.version}, build ${summary.tool.build}, ${summary.tool.runtime}`,
      ],
      ['Rule pack', `${summary.rulePack.version}, ${summary.rulePack.rules} rules`],
      ['Rule pack SHA-256', summary.rulePack.sha256],
      ['Rules as evaluated', 'data/12-method/rules, byte for byte'],
    ])
    paragraph(
      pen,
      'A rule is an expression over a provider’s own document. It says pass or fail only of what it has read: a document that is missing, denied, throttled or malformed, a field that is absent, and an expression that fails all give “not evaluated” with that reason. The same documents and rules give the same outcomes again.',
    )
    mark('rules')
    subheading(pen, 'Every rule')
    yield* drawTable(
      pen,
      [
        { title: 'Severity', width: 42, points: true },
        { title: 'Rule', width: 6 },
        { title: 'Expected', width: 6 },
        { title: 'Controls', width: 6, style: styles.cellMuted },
      ],
      ruleRows(context),
      { empty: 'The rule pack holds no rule.' },
    )
    mark('local')
    subheading(pen, 'What this engagement sets otherwise')
    const local = context.reader.localRules()
    paragraph(
      pen,
      'Rules of the engagement’s own and changes to the pack’s, each with its reason and in the ledger. They are part of the rule pack’s hash above. A rule that is switched off gives “not evaluated” for every subject, which stays counted.',
    )
    yield* drawTable(
      pen,
      [
        { title: 'Rule', width: 3, style: styles.cellMono },
        { title: 'Set otherwise', width: 3 },
        { title: 'Reason', width: 4 },
        { title: 'By', width: 2 },
      ],
      local.overrides.map((one) => [
        one.rule,
        overrideText(one),
        one.reason,
        `${one.by}\n${one.at.slice(0, 10)}`,
      ]),
      { empty: 'No rule of the pack is set otherwise.' },
    )
    yield* drawTable(
      pen,
      [
        { title: 'Own rule folder', width: 3, style: styles.cellStrong },
        { title: 'Rules', width: 3, style: styles.cellMono },
        { title: 'Reason', width: 4 },
        { title: 'By', width: 2 },
      ],
      local.folders.map((one) => [
        `${one.name}\n${one.sha256}`,
        one.rules.join('\n'),
        one.reason,
        `${one.by}\n${one.at.slice(0, 10)}`,
      ]),
      { empty: 'No folder of own rules was loaded.' },
    )
    mark('absent')
    subheading(pen, 'What a cloud does not have')
    yield* drawTable(
      pen,
      [
        { title: 'Cloud', width: 44, points: true, style: styles.cellStrong },
        { title: 'Misconfiguration', width: 2 },
        { title: 'Why it does not apply', width: 3 },
        { title: 'Nearest rules', width: 2, style: styles.cellMono },
      ],
      [...context.reader.notApplicableEntries()].map((one) => [
        one.provider,
        `${one.misconfiguration}. ${one.title}`,
        one.reason,
        one.nearest.join('\n'),
      ]),
      { empty: 'Every misconfiguration of the pack exists on every cloud in it.' },
    )
  },
}

function* ruleRows(context: PayloadContext): Iterable<TableRow> {
  for (const { rule, sha256 } of context.reader.rules()) {
    const controls = [
      ['SOC 2', rule.controls.soc2],
      ['ISO 27001', rule.controls['iso27001-2022']],
      ['CSF', rule.controls['nist-csf-2.0']],
      ['800-53', rule.controls['nist-800-53-r5']],
    ] as const
    yield [
      severityCell(rule.severity),
      [
        { text: rule.title, style: styles.cell },
        { text: rule.id, style: styles.cellMono },
        { text: sha256, style: styles.cellMono },
      ],
      rule.expected,
      controls.map(([title, ids]) => `${title}: ${ids.join(', ')}`).join('\n'),
    ]
  }
}
