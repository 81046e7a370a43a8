import type { Command } from 'commander'
import { numberOf } from '../instants.ts'
import { count, safe, say, table, when } from '../print.ts'
import type { Attach } from '../attach.ts'

interface DrawOptions {
  seed: string
  seedBy: string
  size: string
}

export function addSampleCommands(program: Command, attach: Attach): void {
  const sample = program
    .command('sample')
    .description('attribute samples: commit a population, draw with the auditor’s seed, list')
  attach<[string]>(
    sample
      .command('commit <rule>')
      .description('put the hash of a rule’s population into the ledger, before any seed is known'),
    async (session, rule) => {
      await session.open('write')
      const made = await session.call('sample.commit', { rule, actor: session.actor })
      say(
        session.json
          ? JSON.stringify(made)
          : `Sample ${made.id}: population of ${count(made.populationSize)}, sha256 ${made.populationSha256}`,
      )
    },
  )
  attach<[string, DrawOptions]>(
    sample
      .command('draw <sample>')
      .description('order by sha256(seed|item) and take the first n; once per population')
      .requiredOption('--seed <text>', 'from the auditor, after the population was committed')
      .requiredOption('--seed-by <name>', 'who gave it')
      .requiredOption('--size <n>', 'how many'),
    async (session, id, options) => {
      await session.open('write')
      const drawn = await session.call('sample.draw', {
        sample: numberOf(id, 'sample'),
        seed: options.seed,
        seedBy: options.seedBy,
        size: numberOf(options.size, '--size'),
        actor: session.actor,
      })
      if (session.json) return say(JSON.stringify(drawn))
      say(
        ...table(
          [{ title: 'rank', right: true }, { title: 'item' }, { title: 'sha256(seed|item)' }],
          drawn.items.map((item) => [String(item.rank), safe(item.item), item.hash]),
        ),
      )
    },
  )
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
          ],
          samples.map((row) => [
            String(row.id),
            row.population,
            count(row.populationSize),
            when(row.committedAt),
            when(row.drawnAt),
            safe(row.seed ?? ''),
            row.size === null ? '' : count(row.items.length),
          ]),
        ),
      )
    },
  )
}
