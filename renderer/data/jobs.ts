import type { Input, MethodsOfKind, Output, Progress } from '../../shared/contract/contract.ts'
import { engine } from './engine.ts'
import { hasCode, viewOfError } from './errors.ts'
import { createStore, useStore } from './store.ts'
import { say } from './toasts.ts'

export type JobName = MethodsOfKind<'job'>

/** Long work of the engine as screens show it. It goes on, and stays here, whatever screen is shown. */
export interface Job {
  readonly id: number
  readonly method: JobName
  readonly title: string
  readonly state: 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled'
  readonly progress: Progress | null
  /** Epoch ms. */
  readonly startedAt: number
  /** When the stage in progress began, and what it had done then; for the rate. */
  readonly stageAt: number
  readonly stageFrom: number
  readonly error: unknown
}

const jobs = createStore<readonly Job[]>([])
const controllers = new Map<number, AbortController>()
let count = 0

const change = (id: number, next: (job: Job) => Job) =>
  jobs.set((all) => all.map((job) => (job.id === id ? next(job) : job)))

export interface JobOptions {
  readonly title: string
  /** Said when it is done; nothing when left out. */
  readonly done?: string
  /** The caller shows the error itself. */
  readonly quiet?: boolean
}

/** Starts long work. Resolves with its result, rejects as the engine says; progress and cancel are in the list of jobs. */
export async function startJob<N extends JobName>(
  method: N,
  input: Input<N>,
  options: JobOptions,
): Promise<Output<N>> {
  count += 1
  const id = count
  const controller = new AbortController()
  controllers.set(id, controller)
  const now = Date.now()
  const job: Job = {
    id,
    method,
    title: options.title,
    state: 'running',
    progress: null,
    startedAt: now,
    stageAt: now,
    stageFrom: 0,
    error: null,
  }
  jobs.set((all) => [...all.filter(isRunning), ...all.filter((one) => !isRunning(one)).slice(-8), job])
  try {
    const result = await engine.call(method, input, {
      signal: controller.signal,
      onProgress: (progress) => change(id, (before) => withProgress(before, progress, Date.now())),
    })
    change(id, (before) => ({ ...before, state: 'done' }))
    if (options.done) say({ tone: 'good', text: options.done })
    return result
  } catch (error) {
    const cancelled = hasCode(error, 'cancelled')
    change(id, (before) => ({ ...before, state: cancelled ? 'cancelled' : 'failed', error }))
    if (cancelled) say({ tone: 'plain', text: `${options.title}: cancelled` })
    else if (!options.quiet)
      say({ tone: 'bad', text: viewOfError(error).what, detail: viewOfError(error).remedy })
    throw error
  } finally {
    controllers.delete(id)
  }
}

/** A job with its newest progress; a new stage starts the clock of the rate again. */
export function withProgress(job: Job, progress: Progress, now: number): Job {
  const sameStage = job.progress?.stage === progress.stage
  return {
    ...job,
    progress,
    stageAt: sameStage ? job.stageAt : now,
    stageFrom: sameStage ? job.stageFrom : progress.done,
  }
}

/** Units a second of the stage in progress, and ms that are left of it; null while that cannot be said. */
export function paceOf(
  job: Job,
  now: number,
): { readonly rate: number; readonly left: number | null } | null {
  const { progress } = job
  const elapsed = (now - job.stageAt) / 1000
  if (!progress || elapsed < 0.5) return null
  const rate = (progress.done - job.stageFrom) / elapsed
  if (rate <= 0) return null
  return { rate, left: progress.total === null ? null : ((progress.total - progress.done) / rate) * 1000 }
}

export function cancelJob(id: number): void {
  change(id, (job) => (job.state === 'running' ? { ...job, state: 'cancelling' } : job))
  controllers.get(id)?.abort()
}

export function isRunning(job: Job): boolean {
  return job.state === 'running' || job.state === 'cancelling'
}

export function useJobs(): readonly Job[] {
  return useStore(jobs)
}

/** The newest job of these methods, running or ended; null when there was none. */
export function useLatestJob(...methods: readonly JobName[]): Job | null {
  return useStore(jobs).findLast((job) => methods.includes(job.method)) ?? null
}
