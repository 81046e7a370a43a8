import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Output } from '../../../shared/contract/contract.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { frameworkSchema } from '../../../shared/model/framework.ts'
import {
  sampleRisks,
  sampleTableSchema,
  stratifications,
  type SampleTable,
} from '../../../shared/model/sampling.ts'
import type { Attach } from '../attach.ts'
import { wordsOf } from '../filters.ts'
import { numberOf } from '../instants.ts'
import { count, safe, say, table, when } from '../print.ts'

interface CommitOptions {
  framework?: string
  requirement?: string
  stratify?: string
  redraw?: string
  reason?: string
}
interface DrawOptions {
  seed: string
  seedBy: string
  size?: string
  risk?: string
  rationale?: string
}

export function addSampleCommands(program: Command, attach: Attach): void {
  const sample = program
    .command('sample')
    .description('attribute samples: commit a population, draw with the auditor’s seed, replace, list')
  addCommit(sample, attach)
  addDraw(sample, attach)
  addReplace(sample, attach)
  addTable(sample, attach)
  attach<[]>(
    sample.command('list', { isDefault: true }).description('committed populations and what was drawn'),
    async (session) => {
      await session.open('read')
      const samples = await session.call('sample.list', {})
      if (session.json) return say(JSON.stringify(samples))
      say(
        ...table(
          [
            { title: 'id', right: true },
            { title: 'population' },
            { title: 'size', right: true },
            { title: 'committed' },
            { title: 'drawn' },
            { title: 'seed', max: 30 },
            { title: 'n', right: true },
            { title: 'strata' },
            { title: 'in place of', right: true },
          ],
          samples.map((row) => [
            String(row.id),
            row.population,
            count(row.populationSize),
            when(row.committedAt),
            when(row.drawnAt),
            safe(row.seed ?? ''),
            row.size === null ? '' : count(row.items.length),
            row.stratifiedBy === null ? '' : `${row.strata.length} by ${row.stratifiedBy}`,
            row.redrawOf === null ? '' : String(row.redrawOf),
          ]),
        ),
      )
    },
  )
}

function addCommit(sample: Command, attach: Attach): void {
  attach<[string, CommitOptions]>(
    sample
      .command('commit <rule>')
      .description('put the hash of a rule’s population into the ledger, before any seed is known')
      .option('--framework <id>', 'what the sample serves')
      .option('--requirement <id>', 'what the sample serves')
      .option('--stratify <by>', `cut the population first: ${stratifications.join(', ')}`)
      .option('--redraw <sample>', 'the drawn sample of the same population that this one takes the place of')
      .option('--reason <text>', 'why it is drawn again'),
    async (session, rule, options) => {
      const [stratifiedBy] =
        options.stratify === undefined ? [] : wordsOf(options.stratify, stratifications, '--stratify')
      await session.open('write')
      const made = await session.call('sample.commit', {
        rule,
        actor: session.actor,
        ...(options.framework === undefined ? {} : { framework: frameworkOf(options.framework) }),
        ...(options.requirement === undefined ? {} : { requirement: options.requirement }),
        ...(stratifiedBy === undefined ? {} : { stratifiedBy }),
        ...redrawOf(options),
      })
      if (session.json) return say(JSON.stringify(made))
      say(
        `Sample ${made.id}: population of ${count(made.populationSize)}, sha256 ${made.populationSha256}`,
        ...made.strata.map(({ stratum, population }) => `  ${safe(stratum)}: ${count(population)}`),
      )
    },
  )
}

function frameworkOf(text: string) {
  const parsed = frameworkSchema.safeParse(text)
  if (!parsed.success)
    throw new CountersignError('invalid_input', {
      field: '--framework',
      detail: `${text} is not a framework`,
    })
  return parsed.data
}

function redrawOf({ redraw, reason }: CommitOptions) {
  if (redraw === undefined) return {}
  if (reason === undefined)
    throw new CountersignError('invalid_input', { field: '--reason', detail: 'a second draw needs one' })
  return { redraw: { of: numberOf(redraw, '--redraw'), reason } }
}

function addDraw(sample: Command, attach: Attach): void {
  attach<[string, DrawOptions]>(
    sample
      .command('draw <sample>')
      .description('order by sha256(seed|item) and take the first n; once per population')
      .requiredOption('--seed <text>', 'from the auditor, after the population was committed')
      .requiredOption('--seed-by <name>', 'who gave it')
      .option('--size <n>', 'how many; without it the firm’s table says (see `sample table`)')
      .option('--risk <risk>', `column of the table: ${sampleRisks.join(', ')}; moderate unless named`)
      .option('--rationale <text>', 'why this size'),
    async (session, id, options) => {
      const [risk] = options.risk === undefined ? [] : wordsOf(options.risk, sampleRisks, '--risk')
      await session.open('write')
      const drawn = await session.call('sample.draw', {
        sample: numberOf(id, 'sample'),
        seed: options.seed,
        seedBy: options.seedBy,
        ...(options.size === undefined ? {} : { size: numberOf(options.size, '--size') }),
        ...(risk === undefined ? {} : { risk }),
        ...(options.rationale === undefined ? {} : { rationale: options.rationale }),
        actor: session.actor,
      })
      if (session.json) say(JSON.stringify(drawn))
      else sayItems(drawn)
    },
  )
}

function addReplace(sample: Command, attach: Attach): void {
  attach<[string, string, { reason: string }]>(
    sample
      .command('replace <sample> <rank>')
      .description('put the next item of the order in the place of one that cannot be tested')
      .requiredOption('--reason <text>', 'why it cannot be tested'),
    async (session, id, rank, { reason }) => {
      await session.open('write')
      const drawn = await session.call('sample.replace', {
        sample: numberOf(id, 'sample'),
        rank: numberOf(rank, 'rank'),
        reason,
        actor: session.actor,
      })
      if (session.json) say(JSON.stringify(drawn))
      else sayItems(drawn)
    },
  )
}

function sayItems({ items, rationale }: Output<'sample.draw'>): void {
  if (rationale !== '') say(safe(rationale))
  say(
    ...table(
      [
        { title: 'rank', right: true },
        { title: 'item' },
        { title: 'stratum' },
        { title: 'sha256(seed|item)' },
        { title: 'in place of' },
      ],
      items.map((item) => [
        String(item.rank),
        safe(item.item),
        safe(item.stratum),
        item.hash,
        safe(item.replaces ?? ''),
      ]),
    ),
  )
}

function addTable(sample: Command, attach: Attach): void {
  attach<[{ set?: string; default?: boolean }]>(
    sample
      .command('table')
      .description('the firm’s sample sizes by population and risk; no standard prescribes them')
      .option(
        '--set <file>',
        'a JSON file: [{"upTo": 250, "low": 20, "moderate": 30, "high": 40}, …, {"upTo": null, …}]',
      )
      .option('--default', 'go back to the table that came with the program'),
    async (session, options) => {
      const changing = options.set !== undefined || options.default === true
      await session.open(changing ? 'write' : 'read')
      const bands = changing
        ? await session.call('sample.setTable', {
            table: options.set === undefined ? null : tableOf(options.set),
            actor: session.actor,
          })
        : await session.call('sample.table', {})
      if (session.json) return say(JSON.stringify(bands))
      say(
        ...table(
          [
            { title: 'population up to', right: true },
            ...sampleRisks.map((title) => ({ title, right: true as const })),
          ],
          bands.map((band) => [
            band.upTo === null ? 'any' : count(band.upTo),
            ...sampleRisks.map((risk) => String(band[risk])),
          ]),
        ),
      )
    },
  )
}

function tableOf(path: string): SampleTable {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CountersignError('file_not_found', { path }, { cause: error })
  }
  const refuse = (detail: string): never => {
    throw new CountersignError('invalid_input', { field: '--set', detail })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refuse(`${path} is not JSON`)
  }
  const parsed = sampleTableSchema.safeParse(value)
  return parsed.success ? parsed.data : refuse(parsed.error.issues[0]?.message ?? 'it is not a table')
}
