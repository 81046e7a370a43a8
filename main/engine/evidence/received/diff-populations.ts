import type { PopulationDifference } from '../../../../shared/model/package-diff.ts'
import type { PackageSource } from '../verify/source.ts'
import { resourceKey } from './diff-findings.ts'
import { readTable } from './tables.ts'

const columns = ['SHA-256', 'Type', 'Resource', 'Name'] as const
const indexPath = /^data\/09-raw\/(aws|azure|gcp)\/[^/]+\.index\.csv$/

export interface ResourceChange {
  readonly change: 'added' | 'removed' | 'changed'
  readonly provider: string
  readonly type: string
  readonly resource: string
  readonly name: string
}

interface Known {
  readonly provider: string
  readonly type: string
  readonly resource: string
  readonly sha: string
  readonly name: string
}

type Counts = { -readonly [K in keyof PopulationDifference]: PopulationDifference[K] }

/**
 * Compares the resources that had a document at the closing scan of each package, per provider and type. A resource is
 * told by account, type and id: some ids are only unique within these.
 * `watch` are resources (`resourceKey`) whose presence in the newer package the caller wants to know; `there` gets those
 * that are. Null when either package holds no list of its resources. Memory grows with the older package's resources.
 */
export async function comparePopulations(
  older: PackageSource,
  newer: PackageSource,
  watch: ReadonlySet<string>,
  take: (change: ResourceChange) => Promise<void>,
): Promise<{ rows: PopulationDifference[]; there: ReadonlySet<string> } | null> {
  if (!hasList(older) || !hasList(newer)) return null
  const counts = new Map<string, Counts>()
  const of = (provider: string, type: string): Counts => {
    const key = `${provider}\n${type}`
    const found = counts.get(key) ?? { provider, type, before: 0, after: 0, added: 0, removed: 0, changed: 0 }
    counts.set(key, found)
    return found
  }
  const before = new Map<string, Known>()
  for await (const [key, known] of resources(older)) {
    before.set(key, known)
    of(known.provider, known.type).before++
  }
  const there = new Set<string>()
  for await (const [key, { sha, ...resource }] of resources(newer)) {
    const { provider, type } = resource
    const watched = resourceKey(provider, type, resource.resource)
    if (watch.has(watched)) there.add(watched)
    const old = before.get(key)
    before.delete(key)
    const count = of(provider, type)
    count.after++
    if (!old) {
      count.added++
      await take({ change: 'added', ...resource })
    } else if (old.sha !== sha) {
      count.changed++
      await take({ change: 'changed', ...resource })
    }
  }
  for (const { sha: _, ...resource } of before.values()) {
    of(resource.provider, resource.type).removed++
    await take({ change: 'removed', ...resource })
  }
  const rows = [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count)
  return { rows, there }
}

const hasList = (source: PackageSource): boolean => [...source.files].some((path) => indexPath.test(path))

async function* resources(source: PackageSource): AsyncGenerator<readonly [key: string, known: Known]> {
  for (const path of source.files) {
    const provider = indexPath.exec(path)?.[1]
    if (provider === undefined) continue
    for await (const row of readTable(source, path, columns)) {
      const { Type: type, Resource: resource, Name: name } = row
      yield [`${path}\n${type}\n${resource}`, { provider, type, resource, name, sha: row['SHA-256'] }]
    }
  }
}
