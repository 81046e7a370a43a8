import { z } from 'zod'
import type { PassphraseState } from '../../../shared/contract/desktop.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/** The part of Electron's safeStorage we use. */
export interface Keychain {
  isEncryptionAvailable(): boolean
  /** Linux only; elsewhere the system's own store is used. */
  getSelectedStorageBackend?(): string
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
}

const sealedSchema = z.record(z.string(), z.string())

/**
 * Whether the keychain really protects anything (security.md item 13): `basic_text` is Electron's name for a key that
 * is written in the program itself, and `unknown` is what it says before it has looked.
 */
export function keychainUsable(keychain: Keychain, platform: string): boolean {
  if (!keychain.isEncryptionAvailable()) return false
  if (platform !== 'linux') return true
  const backend = keychain.getSelectedStorageBackend?.()
  return backend !== undefined && backend !== 'basic_text' && backend !== 'unknown'
}

export interface PassphraseStore {
  state(): PassphraseState
  /** False, and nothing written, without a usable keychain. */
  keep(fingerprint: string, passphrase: string): boolean
  forget(fingerprint: string): void
  /** The passphrase for the engine; null when it is not kept or the keychain no longer opens it. */
  reveal(fingerprint: string): string | null
}

/** Signing passphrases, sealed by the system's keychain, one per certificate fingerprint, in one small file. */
export function passphraseStore(file: string, keychain: Keychain, platform: string): PassphraseStore {
  const read = () => readJsonFile<Record<string, string>>(file, sealedSchema, {})
  return {
    state: () => ({ available: keychainUsable(keychain, platform), kept: Object.keys(read()).sort() }),
    keep(fingerprint, passphrase) {
      if (!keychainUsable(keychain, platform)) return false
      writeJsonFile(file, { ...read(), [fingerprint]: keychain.encryptString(passphrase).toString('base64') })
      return true
    },
    forget(fingerprint) {
      const { [fingerprint]: sealed, ...rest } = read()
      if (sealed !== undefined) writeJsonFile(file, rest)
    },
    reveal(fingerprint) {
      const sealed = read()[fingerprint]
      if (sealed === undefined || !keychainUsable(keychain, platform)) return null
      try {
        return keychain.decryptString(Buffer.from(sealed, 'base64'))
      } catch {
        // Another user's or another machine's file: asking again is the only way on.
        return null
      }
    },
  }
}
