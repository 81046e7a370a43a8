import { countOutcome, noTotals, type Totals } from '../../../../shared/model/outcome.ts'
import type { Rule } from '../../../../shared/model/rule.ts'
import type { RuleText } from '../reader.ts'
import { accountCell, idCell } from './cells.ts'
import { writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { extractionsOf } from './extractions.ts'
import { safeName, type WrittenFile } from './files.ts'
import { statusWords } from './gather.ts'
import { inZone, notStated, readProvenance, type Provenance } from './provenance.ts'
import { readInventory, writeReconciliation, type Inventory } from './reconciliation.ts'
import { writeScope } from './scope-file.ts'

/**
 * `06-populations/`: one file per rule with everything the rule applies to, however many requirements read it;
 * `index.csv` says which files make up each control's population, `rules.csv` is the sheet behind each file
 * (definition, source, parameters, times, who, with what, counts and what they were compared with), `reconciliation.csv` compares
 * counts that must agree, `scope.json` draws the boundary. Where each extraction came from is in `10-collection/api-calls.csv`.
 */
export async function* writePopulations(context: PayloadContext): AsyncGenerator<number> {
  const files = new Map<string, WrittenFile>()
  const sheets: Row[] = []
  const facts: SheetFacts = {
    provenance: readProvenance(context),
    inventory: readInventory(context),
    extractions: extractionsOf(context),
  }
  for (const rule of context.reader.rules()) {
    const { file, totals } = yield* writeRulePopulation(context, rule)
    files.set(rule.rule.id, file)
    sheets.push(sheetRow(context, rule, file, totals, facts))
  }
  yield* writeCsv(context, 'data/06-populations/rules.csv', sheetColumns, sheets)
  yield* writeCsv(
    context,
    'data/06-populations/index.csv',
    ['Framework', 'Requirement', 'Title', 'Standing', 'Rule', 'File', 'Items'],
    index(context, files),
  )
  yield* writeReconciliation(context, facts.inventory)
  await writeScope(context)
}

interface SheetFacts {
  readonly provenance: Provenance
  readonly inventory: Inventory
  readonly extractions: ReturnType<typeof extractionsOf>
}

const sheetColumns = [
  'Rule',
  'Title',
  'File',
  'Items',
  'SHA-256 of the file',
  'Provider',
  'Scope',
  'Types read',
  'Definition',
  'Applies when',
  'Passes when',
  'Rule SHA-256',
  'Pass',
  'Fail',
  'Needs review',
  'Not applicable',
  'Not evaluated',
  'Compared with',
  'Independent count',
  'Difference',
  'Explanation',
  'Scan',
  'State as of',
  'State as of, in the engagement’s zone',
  'Extraction began',
  'Extraction sealed',
  'Extractions',
  'Calls recorded',
  'Query and parameters',
  'Principal of the extraction',
  'Prepared by',
  'Judged by',
  'Judged at',
  'Ledger entry of the judgement',
  'Prepared with',
  'Build',
  'Rule pack',
  'Rule pack SHA-256',
] as const

async function* writeRulePopulation(
  context: PayloadContext,
  { rule }: RuleText,
): AsyncGenerator<number, { file: WrittenFile; totals: Totals }> {
  const { reader, closing } = context
  let totals = noTotals
  function* rows(): Iterable<Row> {
    if (closing === null) return
    for (const one of reader.ruleOutcomes(closing.id, rule.id)) {
      totals = countOutcome(totals, one.status)
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
  const file = yield* writeCsv(
    context,
    `data/06-populations/rules/${safeName(rule.id)}.csv`,
    ['Subject', 'Name', 'Type', 'Account', 'Region', 'Outcome', 'Reason', 'Document SHA-256', 'Captured at'],
    rows(),
  )
  return { file, totals }
}

function sheetRow(
  context: PayloadContext,
  { rule, sha256 }: RuleText,
  file: WrittenFile,
  totals: Totals,
  { provenance, inventory, extractions }: SheetFacts,
): Row {
  const { closing, engagement } = context
  const tool = context.reader.tool()
  const pack = context.reader.pack()
  const independent = independentCount(rule, totals, inventory)
  const mine = extractions(rule.provider)
  return [
    rule.id,
    rule.title,
    file.path.slice('data/06-populations/'.length),
    file.rows,
    file.sha256,
    rule.provider,
    rule.scope,
    rule.types.join(' '),
    definition(rule),
    rule.applies,
    rule.pass,
    sha256,
    totals.pass,
    totals.fail,
    totals.needsReview,
    totals.notApplicable,
    totals.notEvaluated,
    independent.with,
    independent.count,
    totals.population - independent.count,
    independent.why,
    closing?.id ?? null,
    closing?.asOf ?? null,
    inZone(closing?.asOf ?? null, engagement.timeZone),
    closing?.startedAt ?? null,
    closing?.sealedAt ?? null,
    mine.join(' '),
    mine.length,
    closing?.kind === 'live' ? 'see 10-collection/api-calls.csv' : notStated,
    closing?.kind === 'live' ? 'see 10-collection/api-calls.csv' : notStated,
    closing === null ? '' : provenance.sealedBy(closing.ledgerSeq),
    provenance.judged?.by ?? '',
    provenance.judged?.at ?? null,
    provenance.judged?.seq ?? null,
    `${tool.name} ${tool.version}`,
    tool.build,
    pack.version,
    pack.sha256,
  ]
}

/** Which items make up a rule's population, in words. */
function definition(rule: Rule): string {
  if (rule.scope === 'account')
    return `Every ${rule.provider} account in scope, judged as a whole over its ${rule.types.join(', ')}; nothing is left out.`
  return `Every ${rule.types.join(', ')} in scope at the closing scan, read or not; one that the rule does not apply to is listed as not applicable, nothing is left out.`
}

/** A count that was not made by judging: resources of the rule's types, or accounts, in the inventory of the closing scan. */
function independentCount(
  rule: Rule,
  totals: Totals,
  inventory: Inventory,
): { with: string; count: number; why: string } {
  const account = rule.scope === 'account'
  const count = account ? inventory.accounts(rule.provider) : inventory.ofTypes(rule.provider, rule.types)
  return {
    with: account
      ? 'accounts with resources at the closing scan'
      : 'resources of these types at the closing scan, present and unread',
    count,
    why:
      count === totals.population
        ? 'agree'
        : account
          ? 'an account is judged also where nothing is known of it, and only where the rule’s types can exist'
          : 'resources that are not judged since the last evaluation are listed by the next one',
  }
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
