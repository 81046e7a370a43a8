import type { DriftEvent } from '../../shared/model/drift.ts'
import { Badge } from './badges.tsx'

/** Whether somebody stands behind a change, in words with a sign. */
export function AuthorisedBadge({ authorised }: { readonly authorised: DriftEvent['authorised'] }) {
  if (authorised === null)
    return (
      <Badge tone="medium" icon="question">
        Undecided
      </Badge>
    )
  return authorised ? (
    <Badge tone="good" icon="check">
      Authorised
    </Badge>
  ) : (
    <Badge tone="critical" icon="cross">
      Not authorised
    </Badge>
  )
}
