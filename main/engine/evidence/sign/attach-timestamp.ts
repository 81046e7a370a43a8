import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { signerRoles } from '../../../../shared/model/signing.ts'
import type { SignerRole } from '../../../../shared/model/signing.ts'
import { writeDurably } from '../bag/durable.ts'
import { queryPath, signaturePath, stampPath } from './signers-list.ts'
import { verifyAnswer } from './timestamp.ts'
import type { TimestampFault } from './timestamp.ts'

export interface AttachedTimestamp {
  readonly role: SignerRole
  /** Path of the response inside the package. */
  readonly file: string
  /** The authority's time, RFC 3339 UTC. */
  readonly at: string
  /** Name and SHA-256 fingerprint of the authority's certificate. */
  readonly authority: string
  readonly fingerprint: string
}

// What an authority answers is a few kilobytes; a page that says "log in first" may be more.
const longestResponse = 1024 * 1024

const words: Readonly<Record<TimestampFault, string>> = {
  not_granted: 'the authority refused',
  malformed: 'it is not an RFC 3161 response, or the query beside the signature is damaged',
  other_content: 'it is over something else than the signatures of this package',
  other_nonce: 'it answers another query',
  other_policy: 'it was given under another policy than the one asked for',
  signature_wrong: 'its signature does not hold, or the certificate is not in it',
  not_an_authority: 'the certificate in it is not one for time stamping only',
}

/**
 * Puts a time stamping authority's answer (RFC 3161 `.tsr`, the file `response`) beside the signature it is over:
 * `tagmanifest.tsr` for the preparer's, `reviewer.tsr` for the reviewer's. Which of them it answers is told by the
 * answer itself. It must answer the query written at signing: imprint, nonce, policy, signature, purpose. Nothing that
 * was signed is touched, and the file appears whole or not at all; the same answer again changes nothing.
 *
 * Throws `package_not_found` for a folder without a signature, `file_not_found`, `timestamp_refused` with the reason,
 * `conflict` when another answer is there already.
 */
export async function attachTimestamp(folder: string, response: string): Promise<AttachedTimestamp> {
  const size = await stat(response).catch(() => undefined)
  if (!size?.isFile()) throw new CountersignError('file_not_found', { path: response })
  if (size.size > longestResponse)
    throw new CountersignError('timestamp_refused', { path: response, detail: words.malformed })
  const bytes = await readFile(response)
  let fault: TimestampFault | undefined
  let signed = false
  for (const role of signerRoles) {
    const p7s = await readFile(join(folder, signaturePath(role))).catch(() => undefined)
    if (!p7s) continue
    signed = true
    const query = await readFile(join(folder, queryPath(role))).catch(() => new Uint8Array())
    const reading = await verifyAnswer(bytes, query, p7s)
    if (reading.valid) {
      const { at, authority, fingerprint } = reading
      await store(folder, role, bytes)
      return { role, file: stampPath(role), at, authority, fingerprint }
    }
    // what is wrong with an answer to one of our queries says more than that it isn't one to the other
    if (fault === undefined || fault === 'other_content') fault = reading.fault
  }
  if (!signed) throw new CountersignError('package_not_found', { path: folder })
  throw new CountersignError('timestamp_refused', { path: response, detail: words[fault ?? 'malformed'] })
}

async function store(folder: string, role: SignerRole, bytes: Uint8Array): Promise<void> {
  const path = join(folder, stampPath(role))
  const there = await readFile(path).catch(() => undefined)
  if (there?.equals(bytes)) return
  if (there)
    throw new CountersignError('conflict', {
      detail: `${stampPath(role)} holds another answer already; the first one stays`,
      path: folder,
    })
  await writeDurably(path, bytes)
}
