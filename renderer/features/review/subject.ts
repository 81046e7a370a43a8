import type { Output } from '../../../shared/contract/contract.ts'
import type { DriftEvent } from '../../../shared/model/drift.ts'
import type { Exception } from '../../../shared/model/finding.ts'
import type { ReviewItem } from '../../../shared/model/review.ts'
import { useEngineQuery } from '../../data/queries.ts'
import type { Subject } from './decisions.ts'

/** What is known of the item in front of the session. */
export type Facts =
  | { readonly kind: 'finding'; readonly detail: Output<'finding.get'> }
  | { readonly kind: 'drift'; readonly drift: DriftEvent }
  | {
      readonly kind: 'exception'
      readonly exception: Exception
      readonly finding: Output<'finding.get'> | null
    }

export interface FactsAnswer {
  readonly facts: Facts | null
  readonly waiting: boolean
  readonly error: unknown
  retry(): void
}

/** Reads what an item of the queue is about. A drift is looked up by its resource: there is no request for one alone. */
export function useFacts(item: ReviewItem): FactsAnswer {
  const { kind, ref } = item
  const drifts = useEngineQuery(
    'drift.page',
    { text: item.subject, limit: 500 },
    { enabled: kind === 'drift' },
  )
  const exceptions = useEngineQuery('exception.list', {}, { enabled: kind === 'exception' })
  const exception = exceptions.data?.find(({ id }) => id === ref)
  const findingId = kind === 'finding' ? ref : exception?.finding
  const finding = useEngineQuery(
    'finding.get',
    { finding: findingId ?? 1 },
    { enabled: findingId !== undefined },
  )
  const asked = kind === 'finding' ? finding : kind === 'drift' ? drifts : exceptions
  const drift = drifts.data?.rows.find(({ id }) => id === ref)
  const facts: Facts | null =
    kind === 'finding' && finding.data
      ? { kind, detail: finding.data }
      : kind === 'drift' && drift
        ? { kind, drift }
        : kind === 'exception' && exception
          ? { kind, exception, finding: finding.data ?? null }
          : null
  return { facts, waiting: asked.isPending, error: asked.error, retry: () => void asked.refetch() }
}

export function subjectOf(facts: Facts): Subject {
  if (facts.kind === 'finding') return { kind: 'finding', finding: facts.detail.finding }
  if (facts.kind === 'drift') return facts
  return { kind: 'exception', exception: facts.exception }
}
