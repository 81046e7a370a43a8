import { z } from 'zod'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Framework } from '../../../shared/model/framework.ts'
import {
  completionSchema,
  defaultPackageSettings,
  packageRecordSchema,
  packageSettingsSchema,
  type AddendumRecord,
  type Completion,
  type CompletionWindow,
  type PackageRecord,
  type PackageSeries,
  type PackageSettings,
} from '../../../shared/model/package-lock.ts'
import type { PackageScope } from '../../../shared/model/package-scope.ts'
import type { Instant } from '../../../shared/model/provider.ts'
import { appendLedger, inTransaction, readSetting, writeSetting, type Workspace } from '../store/index.ts'

// The settings are what the ledger's entries add up to, kept together so that nobody has to walk the chain.
const recordsKey = 'package.records'
const settingsKey = 'package.settings'

const storedSchema = z.object({
  packages: z.array(packageRecordSchema),
  completions: z.record(z.string(), completionSchema),
})
type Stored = z.infer<typeof storedSchema>

const day = 86_400_000

function readStored(ws: Workspace): Stored {
  const stored = readSetting(ws, recordsKey)
  return stored === undefined ? { packages: [], completions: {} } : storedSchema.parse(stored)
}

/** The window and retention in force; the defaults where nobody set them. */
export function readPackageSettings(ws: Workspace): PackageSettings {
  const stored = readSetting(ws, settingsKey)
  return stored === undefined ? defaultPackageSettings : packageSettingsSchema.parse(stored)
}

/** Sets window and retention for packages compiled, and dates set, from now on. */
export function changePackageSettings(
  ws: Workspace,
  change: {
    readonly windowDays?: CompletionWindow | undefined
    readonly retentionYears?: number | undefined
    readonly actor: string
    readonly at: Instant
  },
): void {
  inTransaction(ws, () => {
    const before = readPackageSettings(ws)
    const after = {
      windowDays: change.windowDays ?? before.windowDays,
      retentionYears: change.retentionYears ?? before.retentionYears,
    }
    writeSetting(ws, settingsKey, after)
    const payload = { package: after, before: { package: before } }
    appendLedger(ws, { at: change.at, actor: change.actor, action: 'settings-changed', payload })
  })
}

/**
 * What makes two packages revisions of each other: the same period and the same boundary. `all` are the engagement's
 * frameworks; a package with all of them stays in its series when one is added.
 */
export function seriesOf(
  scope: Pick<PackageScope, 'period' | 'frameworks' | 'providers' | 'accounts'>,
  all: readonly Framework[],
): string {
  const { period, frameworks, providers, accounts } = scope
  const isNarrowed = all.some((one) => !frameworks.includes(one))
  return [
    `${period.start}/${period.end}`,
    ...(isNarrowed ? [`frameworks ${frameworks.toSorted().join(' ')}`] : []),
    ...(providers === null ? [] : [`providers ${providers.toSorted().join(' ')}`]),
    ...(accounts === null
      ? []
      : [
          `accounts ${accounts
            .map(({ provider, account }) => `${provider}:${account}`)
            .toSorted()
            .join(' ')}`,
        ]),
  ].join('; ')
}

/** Every package compiled here, by series in the order of their first package. */
export function listSeries(ws: Workspace, now: Instant): PackageSeries[] {
  const { packages, completions } = readStored(ws)
  return [...new Set(packages.map(({ series }) => series))].map((series) => {
    const completion = completions[series] ?? null
    return {
      series,
      completion,
      locked: completion !== null && completion.locksAt <= now,
      packages: packages.filter((one) => one.series === series),
    }
  })
}

/** The record of a package, or undefined when this engagement did not compile it. */
export function packageRecord(ws: Workspace, packageId: string): PackageRecord | undefined {
  return readStored(ws).packages.find((one) => one.packageId === packageId)
}

/**
 * The revision that a package of this series would be now, and the one it takes the place of.
 * Throws `package_locked` once the documentation of the series was completed.
 */
export function nextRevision(
  ws: Workspace,
  series: string,
  now: Instant,
): { readonly revision: number; readonly supersedes: string | null } {
  const { packages, completions } = readStored(ws)
  const last = packages.findLast((one) => one.series === series)
  const completion = completions[series]
  if (completion && completion.locksAt <= now)
    throw new CountersignError('package_locked', {
      period: last ? `${last.periodStart.slice(0, 10)} until ${last.periodEnd.slice(0, 10)}` : series,
      completedOn: completion.completedOn,
      package: last?.name ?? '',
    })
  return { revision: (last?.revision ?? 0) + 1, supersedes: last?.packageId ?? null }
}

/** Adds a compiled package; the caller adds its ledger entry in the same transaction. */
export function addPackageRecord(ws: Workspace, made: PackageRecord): void {
  const stored = readStored(ws)
  writeSetting(ws, recordsKey, { ...stored, packages: [...stored.packages, made] })
}

/** Adds an addendum to the record of its package, with its ledger entry. False when this engagement did not compile the package. */
export function addAddendumRecord(
  ws: Workspace,
  packageId: string,
  addendum: AddendumRecord & { readonly files: number },
  actor: string,
): boolean {
  const stored = readStored(ws)
  if (!stored.packages.some((one) => one.packageId === packageId)) return false
  const { files, ...record } = addendum
  const packages = stored.packages.map((one) =>
    one.packageId === packageId ? { ...one, addenda: [...one.addenda, record] } : one,
  )
  inTransaction(
    ws,
    () => {
      writeSetting(ws, recordsKey, { ...stored, packages })
      const payload = { packageId, ...record, files }
      appendLedger(ws, { at: addendum.at, actor, action: 'package-addendum', payload })
    },
    { durable: true },
  )
  return true
}

/**
 * Sets the documentation completion date of a package's series. Without `completedOn` it is the last day of the window
 * in force. A date that stands can be brought forward while it lies ahead, never put back.
 *
 * Throws `not_found` for a package of others, `invalid_input` for a date before the release or past the window,
 * `package_locked` when the date has passed, `conflict` for a later date than the one that stands.
 */
export function completePackage(
  ws: Workspace,
  request: {
    readonly packageId: string
    readonly releasedOn: string
    readonly completedOn?: string | undefined
    readonly actor: string
    readonly at: Instant
  },
): void {
  const { packageId, releasedOn, actor, at } = request
  const stored = readStored(ws)
  const made = stored.packages.find((one) => one.packageId === packageId)
  if (!made) throw new CountersignError('not_found', { what: 'package of this engagement', id: packageId })
  const before = stored.completions[made.series]
  nextRevision(ws, made.series, at)
  const windowDays = before?.windowDays ?? readPackageSettings(ws).windowDays
  const latest = dayAfter(releasedOn, windowDays)
  const completedOn = request.completedOn ?? latest
  if (releasedOn < made.compiledAt.slice(0, 10))
    throw new CountersignError('invalid_input', {
      field: 'releasedOn',
      detail: `the package was compiled on ${made.compiledAt.slice(0, 10)}, so the report cannot have been released before`,
    })
  if (completedOn < releasedOn || completedOn > latest)
    throw new CountersignError('invalid_input', {
      field: 'completedOn',
      detail: `must lie between the release on ${releasedOn} and ${latest}, ${windowDays} days after`,
    })
  if (before && completedOn > before.completedOn)
    throw new CountersignError('conflict', {
      detail: `the documentation completion date stands at ${before.completedOn}; it can be brought forward, not put back`,
    })
  const completion: Completion = {
    releasedOn,
    completedOn,
    windowDays,
    locksAt: `${dayAfter(completedOn, 1)}T00:00:00.000Z`,
    by: actor,
    at,
  }
  inTransaction(
    ws,
    () => {
      writeSetting(ws, recordsKey, {
        ...stored,
        completions: { ...stored.completions, [made.series]: completion },
      })
      const payload = { packageId, series: made.series, releasedOn, completedOn, windowDays }
      appendLedger(ws, { at, actor, action: 'package-completed', payload })
    },
    { durable: true },
  )
}

const dayAfter = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00.000Z`) + days * day).toISOString().slice(0, 10)
