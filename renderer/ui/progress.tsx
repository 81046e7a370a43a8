import './progress.css'
import { ProgressBar } from 'react-aria-components/ProgressBar'
import type { Progress } from '../../shared/contract/contract.ts'
import { bytesText, countText, spanOf } from '../../shared/text/format.ts'
import { jobStagesOf, stageWords } from '../../shared/text/progress.ts'
import { cancelJob, paceOf, type Job } from '../data/jobs.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'

function amount(value: number, unit: Progress['unit']): string {
  return unit === 'bytes' ? bytesText(value) : `${countText(value)} ${unit}`
}

/** `12.4 MB of 80 MB · 9.1 MB/s · 7 minutes left`, as far as it is known. */
export function paceText(job: Job, now: number): string {
  const { progress } = job
  if (!progress) return ''
  const pace = paceOf(job, now)
  const parts = [
    progress.total === null
      ? amount(progress.done, progress.unit)
      : `${progress.unit === 'bytes' ? bytesText(progress.done) : countText(progress.done)} of ${amount(progress.total, progress.unit)}`,
  ]
  if (pace && (progress.unit === 'bytes' || progress.unit === 'items'))
    parts.push(
      `${progress.unit === 'bytes' ? bytesText(pace.rate) : `${countText(pace.rate)} ${progress.unit}`}/s`,
    )
  if (pace?.left !== null && pace?.left !== undefined && pace.left > 1_500)
    parts.push(`${pace.left < 60_000 ? `${Math.ceil(pace.left / 1000)} seconds` : spanOf(pace.left)} left`)
  return parts.join(' · ')
}

/** A bar for a running job; without a total it only moves. */
export function JobBar({ job }: { readonly job: Job }) {
  const { progress } = job
  const total = progress?.total ?? null
  const label = `${job.title}: ${progress ? stageWords[progress.stage] : 'starting'}`
  return (
    <ProgressBar
      aria-label={label}
      className="job-bar"
      {...(progress && total !== null && total > 0
        ? { value: progress.done, maxValue: total }
        : { isIndeterminate: true })}
    >
      {({ percentage, isIndeterminate }) => (
        <span
          className={isIndeterminate ? 'fill moving' : 'fill'}
          style={{ width: `${isIndeterminate ? 30 : (percentage ?? 0)}%` }}
        />
      )}
    </ProgressBar>
  )
}

/** A running job in its place: steps, amount, rate, time left, cancel. */
export function JobPanel({ job }: { readonly job: Job }) {
  const stages = jobStagesOf[job.method] ?? []
  const at = job.progress ? stages.indexOf(job.progress.stage) : -1
  return (
    <div className="panel job-panel">
      <div className="spread">
        <h3>{job.title}</h3>
        <Button tone="quiet" onPress={() => cancelJob(job.id)} disabled={job.state !== 'running'}>
          {job.state === 'cancelling' ? 'Cancelling…' : 'Cancel'}
        </Button>
      </div>
      {stages.length > 1 && (
        <ol className="steps">
          {stages.map((stage, index) => (
            <li
              key={stage}
              className={index < at ? 'done' : index === at ? 'now' : ''}
              {...(index === at ? { 'aria-current': 'step' as const } : {})}
            >
              <Icon name={index < at ? 'check' : index === at ? 'play' : 'circle'} size={12} />
              {stageWords[stage]}
            </li>
          ))}
        </ol>
      )}
      <JobBar job={job} />
      <p className="muted clip">
        {job.progress ? `${stageWords[job.progress.stage]}: ${paceText(job, Date.now())}` : 'Starting…'}
        {job.progress?.note && ` · ${job.progress.note}`}
      </p>
    </div>
  )
}
