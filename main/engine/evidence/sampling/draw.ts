import { createHash } from 'node:crypto'

/** One item of a population and the stratum it was put into; the stratum is empty without stratification. */
export interface FrameItem {
  readonly item: string
  readonly stratum: string
}

export interface Pick {
  readonly rank: number
  readonly item: string
  readonly stratum: string
  /** Hex SHA-256 of `seed|item`. */
  readonly hash: string
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The line of an item in the frame: `stratum TAB id`, or the id alone. */
export const frameLine = ({ item, stratum }: FrameItem, stratified: boolean): string =>
  stratified ? `${stratum}\t${item}` : item

/** What is committed to the ledger: the SHA-256 of the frame's lines, each ended by LF, in their order. */
export function frameSha256(lines: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const line of lines) hash.update(`${line}\n`)
  return hash.digest('hex')
}

/** How many items each stratum has, by name. */
export function strataOf(frame: readonly FrameItem[]): { stratum: string; population: number }[] {
  const counts = new Map<string, number>()
  for (const { stratum } of frame) counts.set(stratum, (counts.get(stratum) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stratum, population]) => ({ stratum, population }))
}

/** The whole population in the order it is drawn in: by sha256(`seed|item`), equal hashes (equal items) by stratum. */
export function ranked(frame: readonly FrameItem[], seed: string): Omit<Pick, 'rank'>[] {
  return frame
    .map((one) => ({ ...one, hash: sha256(`${seed}|${one.item}`) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.stratum < b.stratum ? -1 : 1))
}

/**
 * The first of each stratum, as many as its size says; ranks go over all strata by hash.
 * @param sizes by stratum; one entry with the empty name without stratification
 */
export function drawItems(
  frame: readonly FrameItem[],
  seed: string,
  sizes: ReadonlyMap<string, number>,
): Pick[] {
  const taken = new Map<string, number>()
  const picks: Pick[] = []
  for (const one of ranked(frame, seed)) {
    const so = taken.get(one.stratum) ?? 0
    if (so >= (sizes.get(one.stratum) ?? 0)) continue
    taken.set(one.stratum, so + 1)
    picks.push({ ...one, rank: picks.length + 1 })
  }
  return picks
}

/** The item that stands in for a replaced one: the next of its stratum that was not picked yet; null when there is none. */
export function nextItem(
  frame: readonly FrameItem[],
  seed: string,
  stratum: string,
  picked: ReadonlySet<string>,
): Omit<Pick, 'rank'> | null {
  return ranked(frame, seed).find((one) => one.stratum === stratum && !picked.has(one.item)) ?? null
}
