import type { Scan } from '../../../../shared/model/scan.ts'
import type { RuleText } from '../reader.ts'
import { accountCell, idCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, safeName, writeFile, type WrittenFile } from './files.ts'
import { statusWords } from './gather.ts'

/**
 * `06-populations/`: one file per rule with everything the rule applies to, however many requirements read it;
 * `index.csv` says which files make up each control's population, `rules.csv` is the sheet behind each file
 * (definition, source, parameters, times, counts), `reconciliation.csv` compares counts that must agree, `scope.json` draws the boundary.
 */
export async function* writePopulations(context: PayloadContext): AsyncGenerator<number> {
  const files = new Map<string, WrittenFile>()
  const sheets: Row[] = []
  for (const rule of context.reader.rules()) {
    const file = yield* writeRulePopulation(context, rule)
    files.set(rule.rule.id, file)
    sheets.push(sheetRow(context, rule, file))
  }
  yield* writeCsv(
    context,
    'data/06-populations/rules.csv',
    [
      'Rule',
      'Title',
      'File',
      'Items',
      'SHA-256 of the file',
      'Provider',
      'Scope',
      'Types read',
      'Applies when',
      'Passes when',
      'Rule SHA-256',
      'Scan',
      'State as of',
      'Extraction began',
      'Extraction sealed',
      'Prepared with',
    ],
    sheets,
  )
  yield* writeCsv(
    context,
    'data/06-populations/index.csv',
    ['Framework', 'Requirement', 'Title', 'Standing', 'Rule', 'File', 'Items'],
    index(context, files),
  )
  yield* writeCsv(
    context,
    'data/06-populations/reconciliation.csv',
    ['Scan', 'As of', 'Comparison', 'Left', 'Right', 'Difference', 'Explanation'],
    reconciliation(context),
  )
  await writeScope(context)
}

async function* writeRulePopulation(
  context: PayloadContext,
  { rule }: RuleText,
): AsyncGenerator<number, WrittenFile> {
  const { reader, closing } = context
  function* rows(): Iterable<Row> {
    if (closing === null) return
    for (const one of reader.ruleOutcomes(closing.id, rule.id)) {
      yield [
        idCell(one.provider, one.subject),
        one.name,
        one.type,
        accountCell(one.provider, one.account),
        one.region,
        statusWords[one.status],
        one.reason,
        one.documentSha256,
        one.capturedAt,
      ]
    }
  }
  return yield* writeCsv(
    context,
    `data/06-populations/rules/${safeName(rule.id)}.csv`,
    ['Subject', 'Name', 'Type', 'Account', 'Region', 'Outcome', 'Reason', 'Document SHA-256', 'Captured at'],
    rows(),
  )
}

function sheetRow(context: PayloadContext, { rule, sha256 }: RuleText, file: WrittenFile): Row {
  const { closing } = context
  const tool = context.reader.tool()
  return [
    rule.id,
    rule.title,
    file.path.slice('data/06-populations/'.length),
    file.rows,
    file.sha256,
    rule.provider,
    rule.scope,
    rule.types.join(' '),
    rule.applies,
    rule.pass,
    sha256,
    closing?.id ?? null,
    closing?.asOf ?? null,
    closing?.startedAt ?? null,
    closing?.sealedAt ?? null,
    `${tool.name} ${tool.version}`,
  ]
}

function* index(context: PayloadContext, files: ReadonlyMap<string, WrittenFile>): Iterable<Row> {
  const { reader, closing } = context
  if (closing === null) return
  for (const framework of reader.frameworkTotals(closing.id)) {
    for (const one of reader.requirementTotals(closing.id, framework.framework)) {
      let told = false
      for (const rule of reader.requirementRules(framework.framework, one.requirement)) {
        const file = files.get(rule)
        if (file === undefined)
          throw new Error(
            `${framework.framework} ${one.requirement} names a rule that did not judge the scan: ${rule}`,
          )
        told = true
        yield [
          framework.framework,
          one.requirement,
          one.title,
          one.standing,
          rule,
          file.path.slice('data/06-populations/'.length),
          file.rows,
        ]
      }
      // A requirement without rules has no population here, and says so by its standing.
      if (!told) yield [framework.framework, one.requirement, one.title, one.standing, null, null, 0]
    }
  }
}

/** Counts that must agree, per scan; a difference is shown with what explains it. */
function* reconciliation(context: PayloadContext): Iterable<Row> {
  let before: Scan | null = context.reader.scanBefore(context.period)
  for (const scan of context.scans) {
    const of = [scan.id, scan.asOf] as const
    const compare = (what: string, left: number, right: number, why: string): Row => [
      ...of,
      what,
      left,
      right,
      left - right,
      left === right ? 'agree' : why,
    ]
    let files = 0
    let items = 0
    let problems = 0
    let duplicates = 0
    for (const file of context.reader.sourceFiles(scan.id)) {
      files++
      items += file.items
      problems += file.problems
      duplicates += file.duplicates
    }
    yield compare(
      'files listed in sources.csv / files of the sealed scan',
      files,
      scan.files,
      'a file was given twice with the same content',
    )
    yield compare(
      'items of all files / items of the sealed scan',
      items,
      scan.items,
      'see duplicates and problems of the files',
    )
    yield compare(
      'problems of all files / problems of the sealed scan',
      problems,
      scan.problems,
      'see problems.csv',
    )
    yield compare(
      'usable, first-seen items of all files / resources present',
      items - duplicates,
      scan.present,
      'parts of one resource (configuration, policy) are merged; deletions and unread resources carry no document',
    )
    if (before !== null) {
      yield compare(
        'resources before + added − removed / resources now (present and unread)',
        before.present + before.unread + scan.added - scan.removed,
        scan.present + scan.unread,
        'see coverage.csv: resources hidden by a hole',
      )
    }
    before = scan
  }
  if (context.closing !== null) {
    const closing = context.closing
    let documents = 0
    for (const _ of context.reader.documents(closing.id)) {
      void _
      documents++
    }
    yield [
      closing.id,
      closing.asOf,
      'documents in 09-raw / resources present',
      documents,
      closing.present,
      documents - closing.present,
      documents === closing.present ? 'agree' : 'resources of a hole keep their last document out of 09-raw',
    ]
  }
}

async function writeScope(context: PayloadContext): Promise<void> {
  const accounts = new Map<
    string,
    { provider: string; account: string; regions: Set<string>; files: number }
  >()
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      for (const account of file.accounts) {
        const key = `${file.provider}:${account}`
        const one = accounts.get(key) ?? {
          provider: file.provider,
          account,
          regions: new Set<string>(),
          files: 0,
        }
        one.files++
        for (const region of file.regions) one.regions.add(region)
        accounts.set(key, one)
      }
    }
  }
  const sorted = [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))
  const scope = {
    engagement: context.engagement.id,
    period: { start: context.period.start, end: context.period.end, timeZone: context.engagement.timeZone },
    frameworks: context.engagement.frameworks,
    accounts: sorted.map(([, one]) => ({
      provider: one.provider,
      account: one.account,
      regions: [...one.regions].sort(),
      files: one.files,
    })),
    excluded: [...context.reader.notApplicableEntries()].map((entry) => ({
      provider: entry.provider,
      misconfiguration: entry.misconfiguration,
      title: entry.title,
      reason: entry.reason,
    })),
  }
  context.record(await writeFile(context.root, 'data/06-populations/scope.json', `${canonicalJson(scope)}\n`))
}
