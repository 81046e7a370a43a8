import { createHmac } from 'node:crypto'
import { canonicalJson } from '../../../../shared/model/canonical.ts'
import type { JsonValue } from '../../../../shared/model/json.ts'

const prefix = 'redacted:hmac-sha256:'

/** Makes the text that stands for a secret: equal secrets give equal texts, and nobody without the key can test a guess. */
export type Digest = (value: JsonValue) => string

/**
 * Digests under the workspace's key: `redacted:hmac-sha256:` and the first 16 hexadecimal digits (64 bits) of HMAC-SHA-256 (RFC 2104)
 * over the value's text, or its canonical JSON where it is not a string. A value that is such a text already stays as it is.
 */
export function digestWith(key: Uint8Array): Digest {
  return (value) => {
    const text = typeof value === 'string' ? value : canonicalJson(value)
    if (isDigest(text)) return text
    return prefix + createHmac('sha256', key).update(text).digest('hex').slice(0, 16)
  }
}

/** True for a text made by a digest. */
export function isDigest(text: string): boolean {
  return text.length === prefix.length + 16 && text.startsWith(prefix)
}
