import './review.css'
import type { ReviewSession, ReviewWeek } from '../../../shared/model/review.ts'
import { plural } from '../../../shared/text/format.ts'
import { weekWords } from '../../../shared/text/labels.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { longDay, shortDay } from './queue.ts'

const signs: Readonly<Record<ReviewWeek['standing'], IconName>> = {
  sealed: 'seal',
  open: 'half',
  missed: 'alert',
  future: 'circle',
}

/** What a week's standing means, for the reader who sees it first. */
export const weekMeanings: Readonly<Record<ReviewWeek['standing'], string>> = {
  sealed: 'a session was held and sealed; its decisions cannot change',
  open: 'a session was started and is not sealed yet',
  missed: 'no session was held; the package says so',
  future: 'the week has not come, or is this one',
}

function wordsOf(week: ReviewWeek, session: ReviewSession | undefined): string {
  const scans = week.scans === 0 ? 'no scan' : plural(week.scans, 'scan')
  const held = session ? `, ${session.decided} of ${plural(session.items, 'item')} decided` : ''
  const by = session?.sealedBy ? `, sealed by ${session.sealedBy}` : ''
  const second = session?.reviewedBy
    ? `, countersigned by ${session.reviewedBy}`
    : session?.sealedAt
      ? ', not countersigned'
      : ''
  return `Week of ${longDay(week.week)}: ${weekWords[week.standing].toLowerCase()}${by}${second}${held}, ${scans}`
}

/** The period's weeks in a row: which were reviewed, and which were not. */
export function WeeksStrip({
  weeks,
  sessions,
}: {
  readonly weeks: readonly ReviewWeek[]
  readonly sessions: readonly ReviewSession[]
}) {
  const standings = [...new Set(weeks.map(({ standing }) => standing))]
  return (
    <div className="stack">
      <ol className="weeks" aria-label="Weeks of the period">
        {weeks.map((week) => {
          const session = sessions.find(({ id }) => id === week.session)
          return (
            <li key={week.week} className={`week ${week.standing}`} title={wordsOf(week, session)}>
              <span className="week-day">{shortDay(week.week)}</span>
              <span className="week-standing nowrap">
                <Icon name={signs[week.standing]} size={12} />
                {weekWords[week.standing]}
              </span>
              <span className="week-scans">{week.scans === 0 ? 'no scan' : plural(week.scans, 'scan')}</span>
            </li>
          )
        })}
      </ol>
      <p className="muted">
        {standings.map((standing) => `${weekWords[standing]}: ${weekMeanings[standing]}`).join('. ')}.
      </p>
    </div>
  )
}
