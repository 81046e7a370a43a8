import type { Provider } from '../../../shared/model/provider.ts'
import { pathTree, type PathTree } from './path-tree.ts'
import { secretPaths } from './redact/table.ts'
import { volatilePaths } from './volatile.ts'

const trees = new Map<string, PathTree>()
for (const key of new Set([...Object.keys(secretPaths), ...Object.keys(volatilePaths)])) {
  trees.set(
    key,
    pathTree([
      ...(volatilePaths[key] ?? []).map((path) => ({ path, action: 'drop' as const })),
      ...(secretPaths[key] ?? []),
    ]),
  )
}

/**
 * What is dropped and redacted in a document of the type; null for most types. Azure types are looked up in lower case; a table key
 * with `#` is for one well-known resource of the type, by the last segment of its id.
 */
export function pathsOf(provider: Provider, type: string, resourceId: string): PathTree | null {
  if (provider !== 'azure') return trees.get(type) ?? null
  const key = type.toLowerCase()
  const special =
    key === 'microsoft.web/sites/config'
      ? trees.get(`${key}#${resourceId.slice(resourceId.lastIndexOf('/') + 1).toLowerCase()}`)
      : undefined
  return special ?? trees.get(key) ?? null
}
