import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { PropertyChange } from '../../../shared/model/drift.ts'
import type { JsonObject } from '../../../shared/model/json.ts'
import { diffDocuments } from './diff.ts'
import { tellsOfUse } from './use.ts'

/** What a resource is at a scan, beside what the baseline says it should be. */
export interface DriftSubject {
  /** Null when the baseline does not hold the resource. */
  readonly baseline: JsonObject | null
  readonly state: 'present' | 'absent' | 'unread'
  readonly current: JsonObject | null
}

/** An open drift event, as far as the plan needs it. */
export interface OpenDrift {
  readonly id: number
  readonly path: string
  readonly kind: PropertyChange['kind']
  readonly after: PropertyChange['after']
}

export interface DriftPlan {
  readonly open: readonly PropertyChange[]
  readonly close: readonly { id: number; by: 'returned' | 'changed-again' | 'resource-removed' }[]
}

const keyOf = (change: { path: string; kind: string }) => `${change.kind}\n${change.path}`

/** How a subject differs from its baseline now; whole-resource changes have an empty path. */
export function differences(subject: DriftSubject): PropertyChange[] {
  if (subject.state === 'absent' || subject.current === null) {
    return subject.baseline === null ? [] : [{ path: '', kind: 'removed', before: null, after: null }]
  }
  if (subject.baseline === null) return [{ path: '', kind: 'added', before: null, after: null }]
  return diffDocuments(subject.baseline, subject.current).filter(({ path }) => !tellsOfUse(path))
}

/**
 * Which drift events open and close for one resource at one scan.
 * An unread resource changes nothing: no read, no verdict.
 * A property that moves on to a third value closes its event and opens another,
 * so that an authorisation given for one value never covers the next.
 */
export function planDrift(subject: DriftSubject, open: readonly OpenDrift[]): DriftPlan {
  if (subject.state === 'unread') return { open: [], close: [] }
  const now = new Map(differences(subject).map((change) => [keyOf(change), change]))
  const close: { id: number; by: 'returned' | 'changed-again' | 'resource-removed' }[] = []
  for (const event of open) {
    const change = now.get(keyOf(event))
    if (change && canonicalJson(change.after) === canonicalJson(event.after)) now.delete(keyOf(event))
    else
      close.push({
        id: event.id,
        by: change ? 'changed-again' : subject.state === 'absent' ? 'resource-removed' : 'returned',
      })
  }
  return { open: [...now.values()], close }
}
