import type { ReactNode } from 'react'
import type { EngagementState } from '../../data/engagement.ts'
import { plural } from '../../../shared/text/format.ts'
import { decide } from '../../data/decide.ts'
import { ensureActor } from '../../data/actor.ts'
import { startJob } from '../../data/jobs.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go } from '../../data/route.ts'
import { Button } from '../../ui/button.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'

interface Step {
  readonly key: string
  readonly icon: IconName
  readonly urgent: boolean
  readonly text: ReactNode
  readonly action: ReactNode
}

async function resumeScan(): Promise<void> {
  const actor = await ensureActor()
  if (actor !== null)
    await startJob(
      'scan.resume',
      { actor },
      { title: 'Going on with the import', done: 'The import is complete' },
    ).catch(() => {})
}

/** What waits, the most pressing first, each with the press that starts it. */
export function NextSteps({ state }: { readonly state: EngagementState }) {
  const overdue = useEngineQuery('finding.page', { limit: 1, filter: { overdue: true } })
  const unowned = useEngineQuery('finding.page', { limit: 1, filter: { status: ['open'], owner: [''] } })
  const drift = useEngineQuery('drift.page', { limit: 1, open: true, authorised: 'undecided' })
  const openDrift = useEngineQuery('drift.page', { limit: 1, open: true })
  const queue = useEngineQuery('review.queue', {})
  const weeks = useEngineQuery('review.weeks', {})
  const exceptions = useEngineQuery('exception.list', {})
  const baselines = useEngineQuery('baseline.list', {})
  const steps: Step[] = []
  const add = (key: string, urgent: boolean, icon: IconName, text: ReactNode, action: ReactNode) =>
    steps.push({ key, urgent, icon, text, action })
  const go_ = (label: string, run: () => void, disabled = false) => (
    <Button onPress={run} disabled={disabled}>
      {label}
    </Button>
  )

  if (state.unfinishedScans > 0)
    add(
      'unfinished',
      true,
      'import',
      <>{plural(state.unfinishedScans, 'import was', 'imports were')} interrupted before sealing.</>,
      <span className="row">
        {go_('Go on', () => void resumeScan(), state.readOnly)}
        {go_(
          'Abandon',
          () => void decide('scan.abandon', {}, { done: 'The unfinished import is gone' }),
          state.readOnly,
        )}
      </span>,
    )
  const late = overdue.data?.total ?? 0
  if (late > 0)
    add(
      'overdue',
      true,
      'alert',
      <>{plural(late, 'finding is', 'findings are')} past the due date.</>,
      go_('Show', () => go('findings', { overdue: '1', sort: 'dueAt' })),
    )
  const waiting = exceptions.data?.filter(({ status }) => status === 'requested').length ?? 0
  if (waiting > 0)
    add(
      'exceptions',
      true,
      'shield',
      <>{plural(waiting, 'exception waits', 'exceptions wait')} for a decision.</>,
      go_('Review', () => go('review')),
    )
  if (queue.data?.session)
    add(
      'session',
      true,
      'calendar',
      <>
        The review of {queue.data.session.week} is open: {queue.data.session.decided} of{' '}
        {queue.data.session.items} decided.
      </>,
      go_('Go on', () => go('review')),
    )
  else if (queue.data && queue.data.items.length > 0)
    add(
      'review',
      false,
      'calendar',
      <>{plural(queue.data.items.length, 'item')} for the next Monday review.</>,
      go_('Review', () => go('review')),
    )
  const undecided = drift.data?.total ?? 0
  const allDrift = openDrift.data?.total ?? 0
  if (undecided > 0)
    add(
      'drift',
      false,
      'drift',
      <>
        {plural(undecided, 'drift')} nobody has decided on, of {plural(allDrift, 'open one')}.
      </>,
      go_('Decide', () => go('drift', { authorised: 'undecided' })),
    )
  const nobody = unowned.data?.total ?? 0
  if (nobody > 0)
    add(
      'owner',
      false,
      'person',
      <>{plural(nobody, 'open finding has', 'open findings have')} no owner.</>,
      go_('Assign', () => go('findings', { status: 'open', owner: '' })),
    )
  const unsigned =
    weeks.data?.sessions.filter(({ sealedAt, reviewedBy }) => sealedAt !== null && reviewedBy === null)
      .length ?? 0
  if (unsigned > 0)
    add(
      'countersign',
      false,
      'seal',
      <>{plural(unsigned, 'sealed review waits', 'sealed reviews wait')} for a countersignature.</>,
      go_('Show', () => go('review')),
    )
  const missed = weeks.data?.weeks.filter(({ standing }) => standing === 'missed').length ?? 0
  if (missed > 0)
    add(
      'missed',
      false,
      'clock',
      <>{plural(missed, 'week')} of the period without a review.</>,
      go_('Show', () => go('review')),
    )
  if (baselines.data?.length === 0)
    add(
      'baseline',
      false,
      'layers',
      <>No baseline is approved, so drift cannot be seen.</>,
      go_('Approve', () => go('baselines', { do: 'approve' }), state.readOnly),
    )
  add(
    'package',
    false,
    'seal',
    <>Compile the signed evidence package of the period.</>,
    go_('Compile', () => go('evidence', { tab: 'compile' })),
  )

  return (
    <ul className="next">
      {steps
        .toSorted((a, b) => Number(b.urgent) - Number(a.urgent))
        .slice(0, 7)
        .map((step) => (
          <li key={step.key} className={step.urgent ? 'urgent' : ''}>
            <Icon name={step.icon} />
            <span className="grow">{step.text}</span>
            {step.action}
          </li>
        ))}
    </ul>
  )
}
