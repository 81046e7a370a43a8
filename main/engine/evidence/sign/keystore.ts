import { mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { plainFingerprint } from '../../../../shared/model/signing.ts'
import type { IdentitySummary } from '../../../../shared/model/signing.ts'
import { syncFolder, writeDurably } from '../bag/durable.ts'
import { certificateFacts } from './certificate.ts'
import type { SigningIdentity } from './identity.ts'
import { openKeystore, parseKeystore, sealIdentity } from './keystore-file.ts'

// Sixteen hex digits name the file; the full fingerprint is compared after opening.
const fileName = /^[0-9a-f]{16}\.identity\.json$/

export interface IdentityList {
  readonly identities: readonly IdentitySummary[]
  /** Files of the directory that look like identities and cannot be read. */
  readonly damaged: readonly string[]
}

/**
 * Keeps an identity in `directory` as one file, mode 0600: scrypt and AES-256-GCM under `passphrase`.
 * Replaces an earlier file of the same certificate. Returns the file's path.
 * Throws `passphrase_missing` for an empty passphrase.
 */
export async function saveIdentity(
  directory: string,
  identity: SigningIdentity,
  passphrase: string,
): Promise<string> {
  if (passphrase === '') throw new CountersignError('passphrase_missing', { what: identity.facts.name })
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, nameFor(identity.facts.fingerprint))
  await writeDurably(path, await sealIdentity(identity, passphrase), 0o600)
  return path
}

/** The identities kept in `directory`, by name and then fingerprint; needs no passphrase. A missing directory is an empty list. */
export async function listIdentities(directory: string): Promise<IdentityList> {
  const identities: IdentitySummary[] = []
  const damaged: string[] = []
  for (const name of (await namesIn(directory)).toSorted()) {
    const file = join(directory, name)
    try {
      const stored = parseKeystore(await readFile(file, 'utf8'), file)
      const facts = certificateFacts(new Uint8Array(Buffer.from(stored.certificate, 'base64')))
      identities.push({ ...facts, origin: stored.origin })
    } catch {
      damaged.push(file)
    }
  }
  identities.sort((a, b) => compare(a.name, b.name) || compare(a.fingerprint, b.fingerprint))
  return { identities, damaged }
}

/**
 * Opens one identity for signing. `fingerprint` is the certificate's SHA-256 in any common spelling.
 * Throws `identity_not_found`, `passphrase_missing`, `passphrase_wrong`, `keystore_damaged`.
 */
export async function openIdentity(
  directory: string,
  fingerprint: string,
  passphrase: string,
): Promise<SigningIdentity> {
  const { file, plain } = locate(directory, fingerprint)
  const text = await readOrUndefined(file)
  if (text === undefined)
    throw new CountersignError('identity_not_found', { id: fingerprint, path: directory })
  const stored = parseKeystore(text, file)
  if (passphrase === '') throw new CountersignError('passphrase_missing', { what: file })
  const identity = await openKeystore(stored, passphrase, file)
  if (identity.facts.fingerprint !== plain)
    throw new CountersignError('identity_not_found', { id: fingerprint, path: directory })
  return identity
}

/** Seals the identity again under another passphrase. Throws as openIdentity and saveIdentity do. */
export async function changePassphrase(
  directory: string,
  fingerprint: string,
  from: string,
  to: string,
): Promise<void> {
  await saveIdentity(directory, await openIdentity(directory, fingerprint, from), to)
}

/** Deletes the identity's file. Packages it signed stay verifiable. Throws `identity_not_found`. */
export async function removeIdentity(directory: string, fingerprint: string): Promise<void> {
  const { file } = locate(directory, fingerprint)
  if ((await readOrUndefined(file)) === undefined)
    throw new CountersignError('identity_not_found', { id: fingerprint, path: directory })
  await rm(file)
  await syncFolder(directory)
}

function locate(directory: string, fingerprint: string): { file: string; plain: string } {
  const plain = plainFingerprint(fingerprint)
  if (!plain) throw new CountersignError('identity_not_found', { id: fingerprint, path: directory })
  return { file: join(directory, nameFor(plain)), plain }
}

function nameFor(fingerprint: string): string {
  return `${fingerprint.slice(0, 16)}.identity.json`
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => fileName.test(name))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function readOrUndefined(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
