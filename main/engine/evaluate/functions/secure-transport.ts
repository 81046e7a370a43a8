import { statementsOf, type PolicyStatement } from './iam-statements.ts'
import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/**
 * True when a resource policy refuses every request over plain HTTP to a resource: one Deny statement for every principal and every
 * action of the service, on the resource or a pattern that holds it, under nothing but `aws:SecureTransport` being false.
 * The resource is an ARN as the policy writes it (`arn:aws:s3:::bucket`, `arn:aws:s3:::bucket/*`). A least TLS version
 * (`s3:TlsVersion` with `NumericLessThan`) does not count: plain requests do not carry that key, so the statement never meets them.
 * Throws TypeError on what is no policy document.
 * Source: IAM user guide, "AWS global condition context keys", aws:SecureTransport.
 */
export function iamDeniesPlainHttp(policy: unknown, resource: unknown): boolean {
  const arn = asText(resource, 'resource')
  return statementsOf(policy).some(
    (statement) =>
      !statement.allow &&
      forEveryone(statement) &&
      everyAction(statement) &&
      holds(statement, arn) &&
      onlyPlainHttp(statement),
  )
}

function forEveryone({ principals }: PolicyStatement): boolean {
  return principals?.some(({ type, value }) => type === 'AWS' && value === '*') ?? false
}

/** Some services (EFS) let a resource policy leave Resource out: it then speaks of the resource it is attached to. */
function holds({ resources, notResources }: PolicyStatement, arn: string): boolean {
  if (resources === null) return !notResources
  return resources.some((pattern) => wildcardMatch(pattern, arn))
}

function everyAction({ actions }: PolicyStatement): boolean {
  return actions?.some((action) => action === '*' || /^[a-z0-9-]+:\*$/i.test(action)) ?? false
}

/** No other condition beside: a second one would let some plain requests through. A negative or unknown spelling does not count. */
function onlyPlainHttp({ conditions }: PolicyStatement): boolean {
  const [only, ...others] = conditions
  if (only === undefined || others.length > 0 || only.set === 'ForAnyValue') return false
  return (
    only.operator === 'bool' &&
    only.key === 'aws:securetransport' &&
    only.values.length > 0 &&
    only.values.every((value) => value.toLowerCase() === 'false')
  )
}

/** IAM's `*` (any text, also none) and `?` (one character) against a literal text; time grows with the product of the lengths at most. */
function wildcardMatch(pattern: string, text: string): boolean {
  let at = 0
  let position = 0
  let star = -1
  let resume = 0
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at
      resume = position
      at += 1
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[position])) {
      at += 1
      position += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      position = resume
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'iamDeniesPlainHttp(dyn, string): bool',
    call: iamDeniesPlainHttp,
    doc: 'True when a resource policy refuses every request over plain HTTP to the resource named by its ARN.',
  },
]
