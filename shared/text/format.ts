import type { Instant } from '../model/provider.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** `2026-07-06 09:00 UTC`: absolute, with its zone. */
export function absoluteTime(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}

/** `2026-07-06`, the UTC day. */
export function dayOf(at: Instant): string {
  return at.slice(0, 10)
}

const units: readonly { readonly limit: number; readonly size: number; readonly name: string }[] = [
  { limit: 90 * minute, size: minute, name: 'minute' },
  { limit: 48 * hour, size: hour, name: 'hour' },
  { limit: 21 * day, size: day, name: 'day' },
  { limit: 120 * day, size: 7 * day, name: 'week' },
  { limit: 730 * day, size: 30.44 * day, name: 'month' },
  { limit: Infinity, size: 365.25 * day, name: 'year' },
]

/** Length of a span of ms in one unit, rounded down: `3 days`, `1 hour`; `moments` below a minute. */
export function spanOf(ms: number): string {
  const length = Math.abs(ms)
  if (length < minute) return 'moments'
  const unit = units.find(({ limit }) => length < limit) ?? units[units.length - 1]!
  const count = Math.floor(length / unit.size)
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`
}

/** `3 days ago`, `in 2 hours`, `now`. */
export function relativeTime(at: Instant, now: number): string {
  const difference = Date.parse(at) - now
  if (Math.abs(difference) < minute) return 'now'
  return difference < 0 ? `${spanOf(difference)} ago` : `in ${spanOf(difference)}`
}

/** `1,234`: counts as people read them. */
export function countText(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** `1 finding`, `3 findings`; `plural` where an s is not enough. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/**
 * A share in [0, 1] as per cent with one decimal. Never rounds to 100 what is not whole, nor to 0 what is not nothing:
 * an auditor would read that as "all" or "none".
 */
export function percentText(share: number | null): string {
  if (share === null) return '–'
  if (share === 1 || share === 0) return `${share * 100} %`
  const tenths = Math.min(999, Math.max(1, Math.round(share * 1000)))
  return `${(tenths / 10).toFixed(1)} %`
}

/** `1.4 MB` in powers of 1000. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const names = ['kB', 'MB', 'GB', 'TB']
  let value = bytes / 1000
  let index = 0
  while (value >= 1000 && index < names.length - 1) {
    value /= 1000
    index += 1
  }
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${names[index]}`
}

/** The first characters of a hash, enough to tell two apart by eye. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12)
}

/** The last part of a path of any system. */
export function fileName(path: string): string {
  return (
    path
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1) ?? path
  )
}

/** The folder of a path of any system, without a trailing separator. */
export function folderOf(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/[\\/][^\\/]*$/, '')
}
