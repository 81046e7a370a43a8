import type { Digest } from './digest.ts'

/**
 * Secrets that show by their own shape, wherever they stand. Each pattern has the secret in a group named `secret`; what is around it
 * stays, so that a connection string still names its server.
 */
const shapes: readonly RegExp[] = [
  // PEM private keys, whole or cut off at the end
  /(?<secret>-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$))/g,
  // JSON web tokens (RFC 7519)
  /(?<secret>\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g,
  // Connection strings of Azure storage, Service Bus and databases
  /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|UserPassword)\s*=\s*(?<secret>[^;"'\s&]+)/gi,
  // Signatures of shared access signature addresses, and of presigned AWS and Google ones
  /[?&](?:sig|X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token)=(?<secret>[^&\s"']{16,})/gi,
  // User and password in an address
  /:\/\/[^/\s:@"']+:(?<secret>[^/\s@"']+)@/g,
  // Tokens with a maker's mark: GitHub, GitLab, Slack, Stripe, Google API keys and OAuth, SendGrid, npm
  /(?<secret>\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|[sr]k_live_[A-Za-z0-9]{16,}|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{36})\b)/g,
  // Bearer and basic credentials in headers
  /\b(?:Bearer|Basic)\s+(?<secret>[A-Za-z0-9+/._~-]{16,}=*)/g,
]

/** What makes any of them possible; most strings have none of these and cost one test. With a case for each letter, as ignoring case is slow. */
const worthALook =
  /=|:\/\/[^/\s]*@|eyJ|-----BEGIN|[Bb]earer |[Bb]asic |gh[pousr]_|github_pat_|glpat-|xox|k_live_|AIza|ya29\.|SG\.|npm_|AKIA|ASIA/

/** An AWS access key id beside a text of 40 key characters: the id is harmless, its secret key is not. */
const accessKeyId = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/
const secretAccessKey =
  /(?<![A-Za-z0-9/+])(?<secret>(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g

/** Strings shorter than this hold none of the shapes. */
const shortest = 12

/** The text with every secret of a known shape replaced by its digest; the very same text when there is none. */
export function redactShapes(text: string, digest: Digest): string {
  if (text.length < shortest || !worthALook.test(text)) return text
  let result = text
  for (const shape of shapes) result = replace(result, shape, digest)
  return accessKeyId.test(result) ? replace(result, secretAccessKey, digest) : result
}

function replace(text: string, shape: RegExp, digest: Digest): string {
  return text.replace(shape, (whole: string, ...rest: unknown[]) => {
    const { secret } = rest.at(-1) as { secret: string }
    if (secret === '' || secret.startsWith('redacted:')) return whole
    const at = whole.lastIndexOf(secret)
    return whole.slice(0, at) + digest(secret) + whole.slice(at + secret.length)
  })
}
