/** Names whose value is never logged. */
const named = '(?:passphrase|password|secret|token|accesskey|authorization)[A-Za-z_]*'

/** Things that look like secrets; the log keeps their kind, not their value. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[aws key id]'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g, '[token]'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  // A value in quotes, in quotes inside a JSON string, and a bare one.
  [new RegExp(`(${named}["']?\\s*[:=]\\s*["'])(?:\\\\.|[^"'\\\\])*`, 'gi'), '$1[removed]'],
  [new RegExp(`(${named}\\\\["']\\s*[:=]\\s*\\\\["'])(?:(?!\\\\["'])[\\s\\S])*`, 'gi'), '$1[removed]'],
  [new RegExp(`(${named}\\s*[:=]\\s*)(?:Bearer\\s+)?[^\\s"',}\\\\[]+`, 'gi'), '$1[removed]'],
]

/** The text with everything that looks like a secret replaced. */
export function redact(text: string): string {
  let clean = text
  for (const [pattern, name] of secrets) clean = clean.replace(pattern, name)
  return clean
}
