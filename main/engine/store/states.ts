import type { Instant } from '../../../shared/model/provider.ts'

/** One state of one facet as a file gave it. */
export interface StagedState {
  /** Where it was staged: the file's ordinal, and the place among that file's items. */
  readonly file: number
  readonly position: number
  readonly state: 'present' | 'deleted'
  readonly document: number | null
  readonly capturedAt: Instant | null
}

export interface BetweenState {
  readonly state: 'present' | 'absent'
  readonly document: number | null
  readonly capturedAt: Instant
  /** When the next state was captured. */
  readonly untilAt: Instant | null
}

/** Oldest capture first; a state without a capture time stands for the export's instant and so comes last; ties in staging order. */
export function stateBefore(a: StagedState, b: StagedState): number {
  if (a.capturedAt === b.capturedAt) return a.file - b.file || a.position - b.position
  if (a.capturedAt === null) return 1
  if (b.capturedAt === null) return -1
  return a.capturedAt < b.capturedAt ? -1 : 1
}

/**
 * The states that a history shows before its newest one, runs of the same state as one. The newest run is the scan's
 * own state and not among them. In: one resource's states, oldest first.
 */
export function statesBetween(states: readonly StagedState[]): BetweenState[] {
  if (states.length < 2) return []
  const runs: StagedState[] = []
  for (const next of states) {
    const before = runs.at(-1)
    if (before === undefined || before.state !== next.state || before.document !== next.document)
      runs.push(next)
  }
  return runs.slice(0, -1).flatMap(({ state, document, capturedAt }, index) =>
    capturedAt === null || capturedAt === runs[index + 1]?.capturedAt
      ? []
      : [
          {
            state: state === 'present' ? 'present' : 'absent',
            document,
            capturedAt,
            untilAt: runs[index + 1]?.capturedAt ?? null,
          },
        ],
  )
}
