import type { QueueReason, ReviewItem } from '../../../shared/model/review.ts'
import { pathParts } from '../../ui/path-parts.ts'

/** A drift's title is its path and what happened there; the path is made readable. */
export function titleOf(item: Pick<ReviewItem, 'kind' | 'title'>): string {
  if (item.kind !== 'drift') return item.title
  const match = /^(.+) (changed|added|removed)$/.exec(item.title)
  if (!match || match[1] === 'Resource') return item.title
  const parts = pathParts(match[1] ?? '').map(({ text }) => text)
  return `${parts.filter((text, index) => index > 0 || text !== 'config').join(' › ')}: ${match[2]}`
}

/** The end of a long id, which tells resources apart: `…/networkSecurityGroups/nsg-robot-arm`. */
export function subjectTail(subject: string, most = 64): string {
  if (subject.length <= most) return subject
  const tail = subject.slice(-most)
  const cut = tail.search(/[/:]/)
  return `…${cut >= 0 && cut < most - 12 ? tail.slice(cut) : tail}`
}

/** `Ada, Tom ,` → `['Ada', 'Tom']`: names once each, in the order given. */
export function namesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[,;\n]/)
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ]
}

/** How many items carry each reason; an item with two reasons counts under both. */
export function reasonCounts(
  items: readonly ReviewItem[],
): { readonly reason: QueueReason; readonly count: number }[] {
  const counts = new Map<QueueReason, number>()
  for (const { reasons } of items)
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}
