import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/** Words that name a secret, as whole words of a variable's name. */
const secretWords =
  /(?:^|_)(?:pass|passwd|password|passphrase|pwd|secret|secrets|token|credential|credentials|apikey|api_key|access_key|private_key|encryption_key|signing_key|client_key|auth_key|account_key|connection_string|database_url|db_url)(?:_|$)/
/** Endings by which a variable says where a secret is, or something about it, and not the secret itself. */
const about =
  /_(?:arn|id|ids|name|names|path|file|dir|ttl|expiry|expiration|expires|expires_in|length|version|region|type|header|issuer|audience|endpoint|uri|enabled|required|policy|rotation|days|hours|minutes|seconds|count|prefix|suffix|field|attribute)$/

/**
 * True when a variable's name says that its value is a secret: `DB_PASSWORD`, `stripeApiKey`, `GITHUB_TOKEN`; not `SECRET_ARN` or
 * `TOKEN_TTL`, which say where it is or how long it holds, and not `TOKENIZER`. Values are never looked at: they are digests here.
 */
export function secretLikeName(name: unknown): boolean {
  const words = asText(name, 'name of a variable')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
  return secretWords.test(words) && !about.test(words)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'secretLikeName(string): bool',
    call: secretLikeName,
    doc: 'True when the name of a variable says that its value is a secret (`DB_PASSWORD`, `apiKey`), not where it is (`SECRET_ARN`).',
  },
]
