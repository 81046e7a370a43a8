import type { AddendumFacts } from '../../../../shared/model/package-lock.ts'
import { bagInfoValue } from '../bag/bag-info.ts'
import type { BagInfoField } from '../bag/bag-info.ts'

/** What an addendum says of itself in bag-info.txt. */
export type StatedAddendum = Omit<AddendumFacts, 'original'>

const labels = {
  to: 'Addendum-To-TagManifest-SHA256',
  number: 'Addendum-Number',
  follows: 'Addendum-Follows-TagManifest-SHA256',
  by: 'Addendum-By',
  at: 'Addendum-At',
  reason: 'Addendum-Reason',
} as const

const sha256 = /^[0-9a-f]{64}$/

/** The bag-info fields of an addendum, in their order. A reason of several lines becomes one; the sheet has it as given. */
export function addendumFields(stated: StatedAddendum): BagInfoField[] {
  const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return [
    { label: labels.to, value: stated.to },
    { label: labels.number, value: String(stated.number) },
    ...(stated.follows === null ? [] : [{ label: labels.follows, value: stated.follows }]),
    { label: labels.by, value: oneLine(stated.by) },
    { label: labels.at, value: stated.at },
    { label: labels.reason, value: oneLine(stated.reason) },
  ]
}

/**
 * Reads those fields back: undefined when the bag is no addendum, `malformed` when it says it is one and lacks a part,
 * is numbered above 1 without naming the one before, or below 2 with one.
 */
export function readAddendum(info: readonly BagInfoField[]): StatedAddendum | 'malformed' | undefined {
  const value = (label: string): string => bagInfoValue(info, label) ?? ''
  if (bagInfoValue(info, labels.to) === undefined) return undefined
  const to = value(labels.to)
  const number = /^[1-9]\d{0,8}$/.test(value(labels.number)) ? Number(value(labels.number)) : 0
  const follows = value(labels.follows)
  const by = value(labels.by)
  const at = value(labels.at)
  const reason = value(labels.reason)
  const chained = number === 1 ? follows === '' : sha256.test(follows)
  if (!sha256.test(to) || number === 0 || !chained || by === '' || at === '' || reason === '')
    return 'malformed'
  return { to, number, follows: number === 1 ? null : follows, by, at, reason }
}
