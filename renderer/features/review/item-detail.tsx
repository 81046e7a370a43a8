import './review.css'
import { useState } from 'react'
import type { ReviewItem } from '../../../shared/model/review.ts'
import { useCommand } from '../../data/commands.ts'
import { decide } from '../../data/decide.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ErrorPanel, Skeleton } from '../../ui/states.tsx'
import { CommentDialog, OwnerDialog, ReferenceDialog } from './decision-dialog.tsx'
import { choicesOf, withComment, type Choice } from './decisions.ts'
import { ItemFacts } from './item-facts.tsx'
import { subjectOf, useFacts } from './subject.ts'
import { titleOf } from './words.ts'

export interface ItemDetailProps {
  readonly item: ReviewItem
  readonly readOnly: boolean
  /** Called when the decision is on record. */
  readonly onDecided: () => void
}

/** One item with all its facts, and the choices under it; each choice has a key. */
export function ItemDetail({ item, readOnly, onDecided }: ItemDetailProps) {
  const { facts, waiting, error, retry } = useFacts(item)
  const [asking, setAsking] = useState<Choice | 'comment' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const choices = facts ? choicesOf(subjectOf(facts)) : []
  const can = facts !== null && !readOnly && !busy

  const record = async (decision: string, before?: () => Promise<unknown>) => {
    setAsking(null)
    setProblem(null)
    setBusy(true)
    try {
      // What the decision rests on is done first; when that is refused, nothing is recorded.
      if (before && (await before()) === null) return
      const session = await decide(
        'review.decide',
        { kind: item.kind, ref: item.ref, decision },
        { onError: setProblem },
      )
      if (session) onDecided()
    } finally {
      setBusy(false)
    }
  }
  const onError = setProblem
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    const { asks } = choice
    if (asks.kind === 'nothing') void record(choice.text)
    else if (asks.kind === 'exception')
      void record(choice.text, () =>
        decide('exception.decide', { exception: item.ref, decision: asks.decision }, { onError }),
      )
    else setAsking(choice)
  }
  useCommand('review.first', can ? () => choose(choices[0]) : null)
  useCommand('review.second', can ? () => choose(choices[1]) : null)
  useCommand('review.third', can ? () => choose(choices[2]) : null)
  useCommand('review.fourth', can ? () => choose(choices[3]) : null)
  useCommand('review.comment', !readOnly && !busy ? () => setAsking('comment') : null)

  return (
    <section className="review-detail" aria-label="Item">
      {/* Long facts scroll; the keyboard must be able to reach them. */}
      <div className="review-facts" tabIndex={0} role="region" aria-label="Facts">
        <h2 className="break">{titleOf(item)}</h2>
        {facts ? (
          <ItemFacts item={item} facts={facts} />
        ) : error ? (
          <ErrorPanel error={error} onRetry={retry} />
        ) : waiting ? (
          <Skeleton />
        ) : (
          <p className="muted">
            It is no longer there: closed or replaced since the session began. Record what you make of that.
          </p>
        )}
      </div>
      <div className="decision-bar" role="group" aria-label="Decision">
        {problem !== null && <ErrorPanel error={problem} />}
        {item.decision !== null && (
          <p className="decision-now">
            <Icon name="check" />
            <span className="break">{item.decision}</span>
          </p>
        )}
        <div className="row wrap">
          {choices.map((choice, index) => (
            <Button
              key={choice.label}
              onPress={() => choose(choice)}
              disabled={!can}
              hint={String(index + 1)}
            >
              {choice.label}
            </Button>
          ))}
          <Button
            tone="quiet"
            icon="note"
            onPress={() => setAsking('comment')}
            disabled={readOnly || busy}
            hint="c"
          >
            Own words…
          </Button>
        </div>
      </div>
      {asking === 'comment' && (
        <CommentDialog
          choices={choices}
          present={item.decision}
          onDecision={(choice, words) => void record(withComment(choice?.text ?? '', words))}
          onClose={() => setAsking(null)}
        />
      )}
      {asking !== null && asking !== 'comment' && asking.asks.kind === 'owner' && (
        <OwnerDialog
          onOwner={(owner) =>
            void record(`${asking.text} ${owner}`, () =>
              decide('finding.assign', { findings: [item.ref], owner }, { onError }),
            )
          }
          onClose={() => setAsking(null)}
        />
      )}
      {asking !== null && asking !== 'comment' && asking.asks.kind === 'reference' && (
        <ReferenceDialog
          asks={asking.asks}
          onReference={(changeReference) => {
            const authorised = asking.asks.kind === 'reference' && asking.asks.authorised
            void record(withComment(asking.text, changeReference), () =>
              decide('drift.decide', { drifts: [item.ref], authorised, changeReference }, { onError }),
            )
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  )
}
