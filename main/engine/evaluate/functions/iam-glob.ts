/**
 * True when an IAM pattern (`*` any run of signs, `?` one sign; IAM user guide, "Wildcards in actions") covers the text.
 * Both are compared as given: lower both for actions, which have no case. Takes steps in proportion to pattern times text at most.
 */
export function covers(pattern: string, text: string): boolean {
  let at = 0
  let next = 0
  let star = -1
  let mark = 0
  while (at < text.length) {
    const sign = pattern[next]
    if (sign === '*') {
      star = next++
      mark = at
    } else if (sign === '?' || (sign !== undefined && sign === text[at])) {
      next++
      at++
    } else if (star >= 0) {
      next = star + 1
      at = ++mark
    } else return false
  }
  while (pattern[next] === '*') next++
  return next === pattern.length
}

/** An ARN's last part that names every resource of a type: `*`, `role/*`, `function:*`, `key/*`, `alias/*`. */
const everyName = /^(?:[*?]*\*[*?]*|[a-z0-9-]+[:/](?:[*?/]*\*[*?/]*))$/i

/**
 * How far a resource pattern reaches: `all` (everything, or every resource of a service or type, in whatever region or account),
 * `self` (the caller's own user by policy variable), `some` (named resources or a prefix).
 */
export function reachOfResource(resource: string): 'all' | 'self' | 'some' {
  if (/\$\{aws:(?:username|userid|principaltag\/[^}]*)\}/i.test(resource)) return 'self'
  if (/^[*?]*\*[*?]*$/.test(resource)) return 'all'
  const parts = resource.split(':')
  if (parts[0] !== 'arn') return 'some'
  const name = parts.slice(5).join(':')
  if (name === '') return parts.some((part) => part.includes('*')) ? 'all' : 'some'
  return everyName.test(name) ? 'all' : 'some'
}
