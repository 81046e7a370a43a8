import { inTransaction, lastFollowed, listEvaluations, recordFollowed, scanById } from '../store/index.ts'
import { followDrift } from './baselines.ts'
import { followFindings } from './findings.ts'
import type { Job } from './job.ts'

/**
 * Follows up every sealed evaluation that has not been: findings open and close, drift opens and closes,
 * the scan's posture point is written. One transaction per scan, so a kill between two loses nothing.
 */
export async function followEvaluations(job: Job): Promise<number> {
  const { ws } = job
  let followed = 0
  for (const run of listEvaluations(ws)) {
    const last = lastFollowed(ws)
    if (last && run.id <= last.run) continue
    const scan = scanById(ws, run.scan)
    job.progress({ stage: 'drift', done: 0, total: 1, unit: 'steps', note: '' })
    inTransaction(ws, () => {
      followFindings(job, run, scan)
      followDrift(ws, last?.scan ?? 0, scan.id, scan.asOf)
      recordFollowed(ws, scan.id, run.id, scan.asOf)
    })
    followed += 1
    job.progress({ stage: 'drift', done: 1, total: 1, unit: 'steps', note: '' })
    await job.breathe()
  }
  return followed
}
