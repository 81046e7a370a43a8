import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bindResource, evaluateBound, notEvaluated } from '../../main/engine/evaluate/index.ts'
import { verifyPackage } from '../../main/engine/evidence/verify/index.ts'
import { createIdentity, saveIdentity } from '../../main/engine/evidence/sign/index.ts'
import { evaluateLatest } from '../../main/engine/pipeline/evaluate.ts'
import { followEvaluations } from '../../main/engine/pipeline/follow.ts'
import { importFiles } from '../../main/engine/pipeline/import.ts'
import { compilePackage } from '../../main/engine/pipeline/package.ts'
import { backupWorkspace, latestScan, livingFindings, resourcesAt } from '../../main/engine/store/index.ts'
import { isJsonObject } from '../../shared/model/json.ts'
import { writeEstate } from './estate.ts'
import type { Measure } from './measure.ts'
import { fullPack } from './full-pack.ts'
import { plainPredicates } from './plain-predicates.ts'
import { timed, withBench, type Bench } from './work.ts'

const importOne = (bench: Bench, path: string) =>
  importFiles(bench.job, { paths: [path], actor: 'bench', label: '', asOf: null, acceptRefused: false })

/** The cheapest thing that can be done with an export: hash its bytes and parse each of its items. */
function floor(path: string): number {
  const start = performance.now()
  const bytes = readFileSync(path)
  createHash('sha256').update(bytes).digest()
  const parsed = JSON.parse(bytes.toString('utf8')) as { configurationItems: unknown[] }
  if (parsed.configurationItems.length === 0) throw new Error('nothing parsed')
  return performance.now() - start
}

const importing: Measure = (size) =>
  withBench(async (bench) => {
    const path = join(bench.dir, 'estate.json')
    const bytes = await writeEstate(path, size)
    const { ms } = await timed(() => importOne(bench, path))
    // The floor runs in a process of its own: parsing the whole at once would count as the import's memory.
    const alone = spawnSync(process.execPath, [process.argv[1] ?? '', '--floor', path], { encoding: 'utf8' })
    const floorMs = Number(alone.stdout)
    return [
      { what: 'import', value: bytes / 1e6 / (ms / 1e3), unit: 'MB/s' },
      {
        what: 'import to JSON.parse + SHA-256 of the same bytes',
        value: ms / floorMs,
        unit: 'times',
        goal: '≤ 4 at 100,000',
      },
      { what: 'bytes stored per byte read', value: statSync(bench.workspace).size / bytes, unit: 'times' },
    ]
  })

const evaluating: Measure = (size) =>
  withBench(async (bench) => {
    const path = join(bench.dir, 'estate.json')
    await writeEstate(path, size)
    await importOne(bench, path)
    const scan = latestScan(bench.job.ws)
    if (!scan) throw new Error('no scan')
    const first = await timed(() => evaluateLatest(bench.job, { actor: 'bench', full: false }))
    const second = await timed(() => evaluateLatest(bench.job, { actor: 'bench', full: false }))
    const evaluated = first.result?.evaluated ?? 0
    const rules = plainPredicates.map(({ rule, type, pass }) => ({
      compiled: bench.job.rules.index.byId.get(rule),
      type,
      pass,
    }))
    let engineMs = 0
    let plainMs = 0
    let pairs = 0
    for (const resource of resourcesAt(bench.job.ws, { scan: scan.id })) {
      const mine = rules.filter(({ type }) => type === resource.type)
      const config = isJsonObject(resource.document['config']) ? resource.document['config'] : {}
      const supplementary = isJsonObject(resource.document['supplementary'])
        ? resource.document['supplementary']
        : {}
      const start = performance.now()
      const bound = bindResource(resource, { now: scan.asOf })
      const verdicts = mine.map(({ compiled }) =>
        compiled ? evaluateBound(compiled, bound) : notEvaluated('rule-error', 'missing'),
      )
      const between = performance.now()
      const plain = mine.map(({ pass }) => pass(config, supplementary))
      plainMs += performance.now() - between
      engineMs += between - start
      pairs += mine.length
      verdicts.forEach((verdict, index) => {
        if ((verdict.status === 'pass') !== plain[index])
          throw new Error(
            `${mine[index]?.compiled?.rule.id ?? ''} and its plain function disagree on ${resource.resourceId}: ${verdict.status} ${verdict.detail}`,
          )
      })
    }
    return [
      {
        what: 'evaluate, with reading and storing',
        value: evaluated / (first.ms / 1e3),
        unit: 'evaluations/s',
      },
      { what: 'evaluate alone', value: pairs / (engineMs / 1e3), unit: 'evaluations/s' },
      { what: 'rules to the same predicates as plain functions', value: engineMs / plainMs, unit: 'times' },
      {
        what: 'second evaluation of an unchanged snapshot',
        value: (second.ms / first.ms) * 100,
        unit: '% of the first',
        goal: '≤ 5',
      },
    ]
  })

const storing: Measure = (size) =>
  withBench(async (bench) => {
    const versions = new Uint16Array(size)
    const path = join(bench.dir, 'estate.json')
    let one = 0
    for (let day = 0; day < 91; day += 1) {
      const at = new Date(Date.UTC(2026, 6, 1 + day)).toISOString()
      for (let n = 0; day > 0 && n < size * 0.005; n += 1) {
        const index = Math.floor((day * 7919 + n * 104729) % size)
        versions[index] = (versions[index] ?? 0) + 1
      }
      await writeEstate(path, size, (index) => versions[index] ?? 0, at)
      bench.set(new Date(Date.parse(at) + 3_600_000).toISOString())
      await importOne(bench, path)
      if (day === 0) one = workspaceBytes(bench)
    }
    return [
      {
        what: '91 daily captures, 0.5 % changed a day, to one capture',
        value: workspaceBytes(bench) / one,
        unit: 'times',
        goal: '≤ 1.6',
      },
    ]
  })

function workspaceBytes(bench: Bench): number {
  const copy = join(bench.dir, `size-${process.hrtime.bigint()}.db`)
  // A copy without free pages and write-ahead log: what the data itself takes.
  backupWorkspace(bench.job.ws, copy)
  return statSync(copy).size
}

/** Where the time of a job goes: until the next is told, it is the last told stage's. */
function stageClock() {
  const spent = new Map<string, number>()
  let since = performance.now()
  let current = 'begin'
  const told = (stage: string) => {
    const now = performance.now()
    spent.set(current, (spent.get(current) ?? 0) + (now - since) / 1e3)
    since = now
    current = stage
  }
  return {
    told,
    seconds() {
      told('end')
      return spent
    },
  }
}

const packaging: Measure = (size) =>
  withBench(async (bench) => {
    const path = join(bench.dir, 'estate.json')
    await writeEstate(path, size)
    await importOne(bench, path)
    await evaluateLatest(bench.job, { actor: 'bench', full: false })
    await followEvaluations(bench.job)
    const identity = await createIdentity({
      name: 'Bench',
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2036-01-01T00:00:00.000Z',
      serial: new Uint8Array(16).fill(3),
    })
    await saveIdentity(bench.engine.keysDir, identity, 'bench-passphrase')
    const findings = livingFindings(bench.job.ws).length
    const stages = stageClock()
    const made = await timed(() =>
      compilePackage(
        { ...bench.job, progress: ({ stage, note }) => stages.told(stage === 'sign' ? 'sign' : note) },
        {
          outDir: join(bench.dir, 'out'),
          actor: 'bench',
          preparer: { fingerprint: identity.facts.fingerprint, passphrase: 'bench-passphrase' },
        },
        {
          tool: bench.engine.tool,
          keysDir: bench.engine.keysDir,
          random: bench.engine.options.random,
          openReader: () => bench.engine.openReader(bench.workspace),
        },
      ),
    )
    const { bag, bytes } = made.result
    const plain = await timed(() =>
      spawnSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: bag }),
    )
    const verify = await timed(() => verifyPackage(bag, { now: '2026-07-02T00:00:00.000Z' }))
    if (verify.result.overall !== 'verified') throw new Error('the package does not verify')
    const perStage = stages.seconds()
    const reportSeconds = perStage.get('report') ?? 0
    const sealSeconds = perStage.get('sign') ?? 0
    return [
      { what: 'findings in the package', value: findings, unit: '' },
      { what: 'compile a package', value: made.ms / 1e3, unit: 's', goal: '≤ 300 at 250,000 findings' },
      {
        what: 'of it, tables (CSV and machine formats)',
        value: made.ms / 1e3 - reportSeconds - sealSeconds,
        unit: 's',
        goal: 'CSV ≤ 60 at 250,000 findings',
      },
      ...[...perStage].map(([stage, value]) => ({ what: `  ${stage}`, value, unit: 's' })),
      { what: 'package', value: bytes / 1e6, unit: 'MB' },
      { what: 'verify', value: verify.ms / 1e3, unit: 's' },
      {
        what: 'verify to sha256sum of the same files',
        value: verify.ms / plain.ms,
        unit: 'times',
        goal: '≤ 1.5',
      },
    ]
  })

export const measures: Readonly<Record<string, Measure>> = {
  import: importing,
  evaluate: evaluating,
  pack: fullPack,
  store: storing,
  package: packaging,
}
export { floor }
