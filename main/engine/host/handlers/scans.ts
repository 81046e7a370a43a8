import type { Output } from '../../../../shared/contract/contract.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { storeFilter } from '../../pipeline/baselines.ts'
import { evaluateLatest } from '../../pipeline/evaluate.ts'
import { followEvaluations } from '../../pipeline/follow.ts'
import { importFiles, resumeImport } from '../../pipeline/import.ts'
import type { Job } from '../../pipeline/job.ts'
import {
  abandonScan,
  coverageHoles,
  documentBySha,
  itemProblems,
  latestScan,
  listScans,
  resourceById,
  resourcesPage,
  resourceTimeline,
  scanById,
  sourceFiles,
  unfinishedScans,
} from '../../store/index.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = Extract<keyof Handlers, `scan.${string}` | `resource.${string}`>

/** After a scan is sealed: judge it, then let findings and drift follow. */
async function judge(job: Job, actor: string, full = false): Promise<Output<'scan.evaluate'>> {
  const result = await evaluateLatest(job, { actor, full })
  if (!result) throw new CountersignError('conflict', { detail: 'there is no scan yet' })
  await followEvaluations(job)
  return { scan: result.scan.id, evaluated: result.evaluated, reused: result.reused, changed: result.changed }
}

/** Importing, evaluating, and looking at what was read. */
export function scanHandlers(engine: Engine): Pick<Handlers, Names> {
  return {
    async 'scan.import'(input, context) {
      const job = engine.job(context)
      const { result } = await importFiles(job, { ...input, asOf: input.asOf ?? null })
      await judge(job, input.actor)
      return result
    },
    async 'scan.resume'({ actor }, context) {
      const job = engine.job(context)
      const resumed = await resumeImport(job, actor)
      if (!resumed) throw new CountersignError('conflict', { detail: 'no scan is unfinished' })
      await judge(job, actor)
      return resumed.result
    },
    'scan.abandon'() {
      const ws = engine.workspace()
      const unfinished = unfinishedScans(ws)
      for (const { id } of unfinished) abandonScan(ws, id)
      return { abandoned: unfinished.length }
    },
    'scan.evaluate': ({ actor, full }, context) => judge(engine.job(context), actor, full),
    'scan.list': () => [...listScans(engine.workspace(), { offset: 0, limit: 500 }).rows],
    'scan.detail'({ scan }) {
      const ws = engine.workspace()
      const problems = itemProblems(ws, scan, { offset: 0, limit: 500 })
      return {
        scan: scanById(ws, scan),
        sources: sourceFiles(ws, scan).map(({ ordinal: _, ...file }) => file),
        holes: coverageHoles(ws, scan),
        problems: problems.rows.map(({ path, reason, detail, index, offset, line, resource }) => ({
          file: path,
          reason,
          detail,
          index,
          offset,
          line,
          resourceId: resource?.resourceId ?? null,
        })),
        problemsTotal: problems.total,
      }
    },
    'resource.page'({ offset, limit, filter }) {
      const ws = engine.workspace()
      const scan = latestScan(ws)
      if (!scan) return { rows: [], total: 0 }
      const { rows, total } = resourcesPage(
        ws,
        { scan: scan.id },
        { offset, limit, filter: storeFilter(filter) },
      )
      return {
        total,
        rows: rows.map(({ id, provider, resourceId, type, account, region, name, state }) => ({
          id,
          provider,
          resourceId,
          type,
          account,
          region,
          name,
          state,
        })),
      }
    },
    'resource.get'({ resource, sha256 }) {
      const ws = engine.workspace()
      const observations = resourceTimeline(ws, resource)
      const shown =
        sha256 ?? observations.findLast((observation) => observation.sha256 !== null)?.sha256 ?? null
      if (sha256 !== undefined && !observations.some((observation) => observation.sha256 === sha256))
        throw new CountersignError('not_found', { what: 'document', id: sha256 })
      return {
        resource: resourceById(ws, resource),
        observations,
        sha256: shown,
        document: shown === null ? null : documentBySha(ws, shown),
      }
    },
  }
}
