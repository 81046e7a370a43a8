import type { LedgerAction } from '../../../../shared/model/ledger.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, safeName, writeFile } from './files.ts'
import { payloadWords } from './provenance.ts'
import { overrideText, parameterText } from './rule-words.ts'

/** `12-method/`: the rules as they were evaluated, the catalogues, what made the package, and which rule serves which control. */
export async function* writeMethod(context: PayloadContext): AsyncGenerator<number> {
  const { reader } = context
  let done = 0
  for (const { rule, yaml } of reader.rules()) {
    context.record(await writeFile(context.root, `data/12-method/rules/${safeName(rule.id)}.yaml`, yaml))
    context.checkCancelled()
    yield ++done
  }
  yield* writeCsv(
    context,
    'data/12-method/rules.csv',
    [
      'Rule',
      'Title',
      'Provider',
      'Scope',
      'Severity',
      'Category',
      'Misconfiguration',
      'Expected',
      'Rationale',
      'Remediation',
      'Benchmarks',
      'Source',
      'SHA-256 of the rule',
      'Parameters',
      'Set otherwise',
    ],
    ruleRows(context),
  )
  const local = reader.localRules()
  context.record(
    await writeFile(context.root, 'data/12-method/local-rules.json', `${canonicalJson(local)}\n`),
  )
  yield* writeCsv(
    context,
    'data/12-method/overrides.csv',
    ['Rule', 'Set otherwise', 'Reason', 'By', 'At'],
    local.overrides.map((one) => [one.rule, overrideText(one), one.reason, one.by, one.at]),
  )
  yield* writeCsv(
    context,
    'data/12-method/rule-changes.csv',
    ['At', 'Who', 'What changed', 'Facts', 'Rule pack', 'Rule pack SHA-256', 'Ledger entry'],
    ruleChanges(context),
  )
  yield* writeCsv(
    context,
    'data/12-method/crosswalk.csv',
    ['Rule', 'Framework', 'Control', 'Control in the article', 'Doubt'],
    crosswalk(context),
  )
  yield* writeCsv(
    context,
    'data/12-method/not-applicable.csv',
    ['Provider', 'Misconfiguration', 'Title', 'Reason', 'Nearest rules'],
    [...reader.notApplicableEntries()].map((one) => [
      one.provider,
      one.misconfiguration,
      one.title,
      one.reason,
      one.nearest.join(' '),
    ]),
  )
  for (const catalogue of reader.catalogues()) {
    context.record(
      await writeFile(context.root, `data/12-method/catalogues/${safeName(catalogue.name)}`, catalogue.text),
    )
  }
  const tool = {
    tool: reader.tool(),
    rulePack: reader.pack(),
    catalogues: [...reader.catalogues()].map(({ name, sha256 }) => ({ name, sha256 })),
    clock:
      'Times are the workstation’s own clock in UTC, not checked against a time server; capture times are the provider’s.',
  }
  context.record(await writeFile(context.root, 'data/12-method/tool.json', `${canonicalJson(tool)}\n`))
}

const changeWords: Readonly<Partial<Record<LedgerAction, string>>> = {
  'rule-folder-added': 'folder of own rules added',
  'rule-folder-removed': 'folder of own rules removed',
  'rule-overridden': 'rule set otherwise',
  'rule-restored': 'rule set back',
  'settings-changed': 'settings changed',
}

/** What changed in how evidence was judged until the period's end: local rules and settings, and the pack each judgement used where it was another than before. */
function* ruleChanges({ reader, period }: PayloadContext): Iterable<Row> {
  let pack = ''
  for (const { seq, at, actor, action, payload } of reader.ledger()) {
    const inPeriod = at >= period.start && at < period.end
    const words = changeWords[action]
    if (words !== undefined && inPeriod) yield [at, actor, words, payloadWords(payload), null, null, seq]
    const used = payload['rulePack']
    if (action !== 'evaluation-sealed' || typeof used !== 'object' || used === null || Array.isArray(used))
      continue
    const sha256 = textOf(used['sha256'])
    if (sha256 !== pack && at < period.end)
      yield [
        at,
        actor,
        pack === '' ? 'rules first used' : 'other rules used from here on',
        `scan ${textOf(payload['scan'])}`,
        textOf(used['version']),
        sha256,
        seq,
      ]
    pack = sha256
  }
}

function* ruleRows(context: PayloadContext): Iterable<Row> {
  for (const { rule, sha256 } of context.reader.rules()) {
    const benchmarks = rule.benchmarks
      .map((one) => `${one.id} ${one.version} ${one.recommendation} (level ${one.level}, ${one.assessment})`)
      .join('; ')
    yield [
      rule.id,
      rule.title,
      rule.provider,
      rule.scope,
      rule.severity,
      rule.category,
      rule.misconfiguration ?? null,
      rule.expected,
      rule.rationale,
      rule.remediation,
      benchmarks,
      rule.source,
      sha256,
      parameterText(rule),
      rule.override === undefined ? '' : overrideText(rule.override),
    ]
  }
}

function* crosswalk(context: PayloadContext): Iterable<Row> {
  for (const { rule } of context.reader.rules()) {
    for (const [framework, controls] of Object.entries(rule.controls)) {
      for (const control of controls)
        yield [rule.id, framework, control, articleControl(rule, framework), rule.article?.doubt ?? null]
    }
  }
}

/** The control that the article on the ten misconfigurations names, where it names one. */
function articleControl(rule: Rule, framework: string): string | null {
  if (rule.article === undefined) return null
  if (framework === 'soc2') return rule.article.soc2
  if (framework === 'iso27001-2022') return rule.article['iso27001-2022']
  if (framework === 'nist-800-53-r5') return rule.article['nist-800-53-r5']
  return null
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
