import { useState } from 'react'
import { plural } from '../../../shared/text/format.ts'
import { queueReasonWords } from '../../../shared/text/labels.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { Button } from '../../ui/button.tsx'
import { NeedsScan } from '../../ui/needs-scan.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Empty } from '../../ui/states.tsx'
import { PastSessions } from './past-sessions.tsx'
import { SessionView } from './session-view.tsx'
import { StartSession } from './start-session.tsx'
import { WeeksStrip } from './weeks-strip.tsx'
import { reasonCounts } from './words.ts'

/** The Monday review: the open session, or what a new one would hold and what the weeks before came to. */
export function ReviewScreen({ state }: { readonly state: EngagementState }) {
  return (
    <NeedsScan
      title="Monday review"
      icon="calendar"
      scans={state.scans}
      purpose="review what is new, overdue, drifted or expiring"
    >
      <Review readOnly={state.readOnly} />
    </NeedsScan>
  )
}

function Review({ readOnly }: { readonly readOnly: boolean }) {
  const queue = useEngineQuery('review.queue', {})
  const session = queue.data?.session
  if (queue.data && session)
    return <SessionView session={session} items={queue.data.items} readOnly={readOnly} />
  return <Between queue={queue} readOnly={readOnly} />
}

function Between({
  queue,
  readOnly,
}: {
  readonly queue: ReturnType<typeof useEngineQuery<'review.queue'>>
  readonly readOnly: boolean
}) {
  const [starting, setStarting] = useState(false)
  const weeks = useEngineQuery('review.weeks', {})
  const items = queue.data?.items ?? []
  return (
    <Page
      title="Monday review"
      subtitle="Once a week: look at what came up, decide each item, seal the session."
      actions={
        <Button
          tone="primary"
          icon="play"
          disabled={readOnly || !queue.data || !weeks.data}
          onPress={() => setStarting(true)}
        >
          Start a session…
        </Button>
      }
    >
      <Panel title="Waiting for the next session">
        <Answer query={queue} lines={2}>
          {(data) =>
            data.items.length === 0 ? (
              <Empty icon="check" title="Nothing waits">
                Nothing new, overdue, drifted or expiring since the last sealed session.
              </Empty>
            ) : (
              <p>
                <strong>{plural(data.items.length, 'item')}</strong>:{' '}
                {reasonCounts(data.items)
                  .map(({ reason, count }) => `${count} ${queueReasonWords[reason].toLowerCase()}`)
                  .join(', ')}
                .
              </p>
            )
          }
        </Answer>
      </Panel>
      <Answer query={weeks}>
        {(data) => (
          <>
            <Panel title="Weeks of the period">
              <WeeksStrip weeks={data.weeks} sessions={data.sessions} />
            </Panel>
            <PastSessions sessions={data.sessions} readOnly={readOnly} />
            {starting && (
              <StartSession
                weeks={data.weeks}
                waiting={items.length}
                usual={data.sessions.at(-1)?.attendees ?? []}
                onClose={() => setStarting(false)}
              />
            )}
          </>
        )}
      </Answer>
    </Page>
  )
}
