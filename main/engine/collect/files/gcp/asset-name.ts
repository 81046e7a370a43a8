import { isJsonObject, type JsonObject } from '../../../../../shared/model/json.ts'
import { either, eitherText, text } from '../sink.ts'

/**
 * The project, folder or organisation an asset belongs to: `projects/123` gives `123`, others keep
 * their kind (`organizations/1`). `ancestors` says it best (nearest first, always by number); older
 * and converted exports have only the parent, the path or the name.
 */
export function accountOf(asset: JsonObject, name: string): string {
  const ancestors = asset['ancestors']
  const nearest = Array.isArray(ancestors) && typeof ancestors[0] === 'string' ? ancestors[0] : null
  const resource = asset['resource']
  const data = isJsonObject(resource) && isJsonObject(resource['data']) ? resource['data'] : null
  const candidates = [
    nearest,
    text(asset, 'project'),
    isOwner(name) ? name : null,
    isJsonObject(resource) ? text(resource, 'parent') : null,
    data === null ? null : projectNumber(data),
    name,
    lastOf(eitherText(asset, 'ancestry_path', 'ancestryPath')),
    text(asset, 'organization'),
  ]
  for (const candidate of candidates) {
    const owner = candidate === null ? null : ownerIn(candidate)
    if (owner !== null) return owner
  }
  return 'unknown'
}

const ownerPattern = /(?:^|\/)(projects?|folders?|organizations?|billingAccounts)\/([^/]+)/

function ownerIn(path: string): string | null {
  const found = ownerPattern.exec(path)
  if (found === null) return null
  const [, kind = '', id = ''] = found
  if (kind.startsWith('project')) return id
  return kind.startsWith('folder')
    ? `folders/${id}`
    : kind.startsWith('org')
      ? `organizations/${id}`
      : `billingAccounts/${id}`
}

/** A project, folder or organisation itself, rather than something with a parent. */
function isOwner(name: string): boolean {
  return /^\/\/(cloudresourcemanager|cloudbilling)\.googleapis\.com\/(projects|folders|organizations|billingAccounts)\/[^/]+$/.test(
    name,
  )
}

function projectNumber(data: JsonObject): string | null {
  const value = either(data, 'projectNumber', 'project_number')
  return typeof value === 'string' || typeof value === 'number' ? `projects/${value}` : null
}

/** `organizations/1/folders/2/project/p` (converted Terraform plans): the last pair. */
function lastOf(path: string | null): string | null {
  return path === null ? null : path.split('/').slice(-2).join('/')
}

/** Region or location in lower case, a zone as its region, `global` where there is none. */
export function regionOf(asset: JsonObject, name: string): string {
  const resource = asset['resource']
  const location =
    (isJsonObject(resource) ? text(resource, 'location') : null) ?? text(asset, 'location') ?? placeIn(name)
  if (location === null) return 'global'
  const lower = location.toLowerCase()
  return /^[a-z]+-[a-z]+\d+-[a-z]$/.test(lower) ? lower.slice(0, -2) : lower
}

function placeIn(name: string): string | null {
  const found = /\/(?:zones|regions|locations)\/([^/]+)/.exec(name)
  return found?.[1] ?? null
}
