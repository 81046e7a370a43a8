import { useEffect, useState } from 'react'
import type { PassphraseState } from '../../../shared/contract/desktop.ts'
import type { IdentitySummary } from '../../../shared/model/signing.ts'
import { dayOf, shortHash } from '../../../shared/text/format.ts'
import { desktop } from '../../data/desktop.ts'
import { Checkbox, Field, Select } from '../../ui/field.tsx'

export interface Signer {
  readonly fingerprint: string
  /** Empty when the keychain keeps it: the shell fills it in on the way to the engine. */
  readonly passphrase: string
  /** Keep the passphrase in the keychain once it has worked. */
  readonly keep: boolean
}

export const noSigner: Signer = { fingerprint: '', passphrase: '', keep: false }

/** Whether the system's keychain can keep passphrases, and which it does. */
export function usePassphrases(): PassphraseState {
  const [state, setState] = useState<PassphraseState>({ available: false, kept: [] })
  useEffect(() => void desktop.passphrases().then(setState), [])
  return state
}

/** Keeps a passphrase that has just worked, when the person asked for that. */
export async function keepIfAsked(signer: Signer): Promise<void> {
  if (signer.keep && signer.passphrase !== '')
    await desktop.keepPassphrase(signer.fingerprint, signer.passphrase)
}

export interface SignerFieldsProps {
  readonly label: string
  readonly identities: readonly IdentitySummary[]
  readonly passphrases: PassphraseState
  readonly value: Signer
  readonly onChange: (signer: Signer) => void
  readonly help?: string
}

/** Chooses an identity and opens it. A kept passphrase is never seen by the window. */
export function SignerFields({ label, identities, passphrases, value, onChange, help }: SignerFieldsProps) {
  const kept = passphrases.kept.includes(value.fingerprint)
  return (
    <div className="signer">
      <Select
        label={label}
        value={value.fingerprint === '' ? null : value.fingerprint}
        onChange={(fingerprint) => onChange({ ...noSigner, fingerprint })}
        choices={identities.map((identity) => ({
          value: identity.fingerprint,
          label: identity.name,
          hint: `to ${dayOf(identity.notAfter)} · ${shortHash(identity.fingerprint)}`,
        }))}
        {...(help ? { help } : {})}
      />
      {value.fingerprint !== '' &&
        (kept ? (
          <p className="muted signer-kept">The passphrase is kept in this machine's keychain.</p>
        ) : (
          <>
            <Field
              label={`Passphrase of ${label.toLowerCase()}`}
              type="password"
              value={value.passphrase}
              onChange={(passphrase) => onChange({ ...value, passphrase })}
            />
            {passphrases.available && (
              <Checkbox checked={value.keep} onChange={(keep) => onChange({ ...value, keep })}>
                Keep it in this machine's keychain
              </Checkbox>
            )}
          </>
        ))}
    </div>
  )
}

/** Whether a signer is complete enough to try. */
export function signerReady(signer: Signer, passphrases: PassphraseState): boolean {
  return (
    signer.fingerprint !== '' && (signer.passphrase !== '' || passphrases.kept.includes(signer.fingerprint))
  )
}
