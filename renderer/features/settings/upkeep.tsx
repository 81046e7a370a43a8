import './settings.css'
import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { bytesText, dayOf, fileName, plural } from '../../../shared/text/format.ts'
import { plainWords } from '../../../shared/text/labels.ts'
import { ensureActor } from '../../data/actor.ts'
import { desktop } from '../../data/desktop.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { hasCode } from '../../data/errors.ts'
import { isRunning, startJob, useLatestJob } from '../../data/jobs.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/page.tsx'
import { JobPanel } from '../../ui/progress.tsx'
import { Banner, ErrorPanel } from '../../ui/states.tsx'

type Check = Output<'engagement.doctor'>['checks'][number]

function StatusOf({ status }: { readonly status: Check['status'] }) {
  if (status === 'ok')
    return (
      <Badge tone="good" icon="check">
        Sound
      </Badge>
    )
  return status === 'warning' ? (
    <Badge tone="medium" icon="alert">
      Look at it
    </Badge>
  ) : (
    <Badge tone="critical" icon="cross">
      Failed
    </Badge>
  )
}

/** Checks the whole file: pages, schema, hashes, chain. */
export function DoctorPanel() {
  const [result, setResult] = useState<Output<'engagement.doctor'> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const job = useLatestJob('engagement.doctor')
  const running = job !== null && isRunning(job)
  const run = async () => {
    setError(null)
    try {
      setResult(await startJob('engagement.doctor', {}, { title: 'Checking the file', quiet: true }))
    } catch (problem) {
      if (!hasCode(problem, 'cancelled')) setError(problem)
    }
  }
  const wrong = result?.checks.filter(({ status }) => status !== 'ok').length ?? 0
  return (
    <Panel
      title="Doctor"
      actions={
        <Button icon="shield" onPress={() => void run()} disabled={running}>
          Check the file
        </Button>
      }
    >
      <p className="muted">
        Reads the whole engagement file: that every page holds, every document has the hash it is named by,
        every scan what it was sealed with, and that the ledger chains.
      </p>
      {running && job && <JobPanel job={job} />}
      {error !== null && <ErrorPanel error={error} onRetry={() => void run()} />}
      {result && !running && (
        <>
          <div role="status">
            <Banner
              tone={result.ok ? (wrong > 0 ? 'warning' : 'info') : 'bad'}
              icon={result.ok && wrong === 0 ? 'check' : 'alert'}
            >
              {result.ok && wrong === 0
                ? `All ${plural(result.checks.length, 'check')} passed.`
                : `${plural(wrong, 'check')} of ${result.checks.length} did not pass. Keep the file as it is, and compare it with a backup.`}
            </Banner>
          </div>
          <ul className="doctor-checks" aria-label="Checks">
            {result.checks.map((check) => (
              <li key={check.id}>
                <span>
                  <StatusOf status={check.status} />
                </span>
                <span>
                  <strong>{plainWords(check.id)}</strong>
                  <span className="muted break"> {check.detail}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

/** Copies the engagement to a second file that opens like the first. */
export function BackupPanel({ state }: { readonly state: EngagementState }) {
  const [made, setMade] = useState<Output<'engagement.backup'> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const job = useLatestJob('engagement.backup')
  const running = job !== null && isRunning(job)
  const run = async () => {
    setError(null)
    setMade(null)
    const actor = await ensureActor()
    if (actor === null) return
    const name = fileName(state.path).replace(/\.countersign$/, '')
    const path = await desktop.createEngagement(`${name} backup ${dayOf(new Date().toISOString())}`)
    if (path === null) return
    try {
      setMade(
        await startJob(
          'engagement.backup',
          { path, actor },
          { title: 'Making a backup', done: 'Backup made', quiet: true },
        ),
      )
    } catch (problem) {
      if (!hasCode(problem, 'cancelled')) setError(problem)
    }
  }
  return (
    <Panel
      title="Backup"
      actions={
        <Button icon="copy" onPress={() => void run()} disabled={running}>
          Make a backup…
        </Button>
      }
    >
      <p className="muted">
        A complete copy of the engagement as one file. It is noted in the ledger, and an existing file is
        never overwritten.
      </p>
      {running && job && <JobPanel job={job} />}
      {error !== null && <ErrorPanel error={error} />}
      {made && !running && (
        <div className="row wrap" role="status">
          <span className="break">
            {made.path} <span className="muted">({bytesText(made.bytes)})</span>
          </span>
          <Button tone="quiet" icon="folder" onPress={() => void desktop.showInFolder(made.path)}>
            Show the file
          </Button>
        </div>
      )}
    </Panel>
  )
}
