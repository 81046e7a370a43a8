import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readableFingerprint } from '../../../shared/model/signing.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { numberOf } from '../instants.ts'
import { passphraseOf } from '../passphrase.ts'
import { say, table } from '../print.ts'
import type { Attach } from '../attach.ts'
import type { Session } from '../session.ts'

/** The identity that a name or the beginning of a fingerprint means; `identity_not_found` when none or several do. */
export async function identityFor(session: Session, words: string) {
  const identities = await session.call('identity.list', {})
  const plain = words.replace(/[\s:]/g, '').toLowerCase()
  const exact = identities.filter(
    ({ name, fingerprint }) =>
      name.toLowerCase() === words.toLowerCase() || (plain.length >= 8 && fingerprint.startsWith(plain)),
  )
  const [only] = exact
  if (only && exact.length === 1) return only
  throw new CountersignError(exact.length > 1 ? 'conflict' : 'identity_not_found', {
    id: words,
    detail: `several identities are called ${words}; name one by its fingerprint`,
  })
}

interface CreateOptions {
  organisation: string
  email: string
  rsa?: boolean
  years: string
}

export function addIdentityCommands(program: Command, attach: Attach): void {
  const identity = program.command('identity').description('signing identities: list, create, import')
  attach<[]>(
    identity.command('list', { isDefault: true }).description('who can sign here'),
    async (session) => {
      const rows = await session.call('identity.list', {})
      if (session.json) return say(JSON.stringify(rows))
      say(
        ...table(
          [
            { title: 'name' },
            { title: 'organisation' },
            { title: 'key' },
            { title: 'valid until' },
            { title: 'fingerprint (SHA-256)' },
          ],
          rows.map((row) => [
            row.name,
            row.organisation,
            row.algorithm,
            row.notAfter.slice(0, 10),
            readableFingerprint(row.fingerprint),
          ]),
        ),
      )
    },
  )
  attach<[string, CreateOptions]>(
    identity
      .command('create <name>')
      .description(
        'make a key and a certificate of your own; tell others its fingerprint by another way than the package',
      )
      .option('--organisation <name>', 'organisation', '')
      .option('--email <address>', 'e-mail', '')
      .option('--rsa', 'RSA-3072 instead of EC P-256')
      .option('--years <n>', 'validity', '3'),
    async (session, name, options) => {
      const passphrase = await passphraseOf(
        'COUNTERSIGN_PASSPHRASE',
        `the new identity of ${name} (at least 8 characters)`,
      )
      const made = await session.call('identity.create', {
        name,
        organisation: options.organisation,
        email: options.email,
        algorithm: options.rsa ? 'rsa-3072' : 'ec-p256',
        passphrase,
        years: numberOf(options.years, '--years'),
      })
      say(session.json ? JSON.stringify(made) : `${made.name}: ${readableFingerprint(made.fingerprint)}`)
    },
  )
  attach<[string]>(
    identity.command('import <p12>').description('take key and certificate from a PKCS#12 file'),
    async (session, path) => {
      const p12Passphrase = await passphraseOf('COUNTERSIGN_P12_PASSPHRASE', path)
      const passphrase = await passphraseOf(
        'COUNTERSIGN_PASSPHRASE',
        'keeping it here (at least 8 characters)',
      )
      const made = await session.call('identity.import', { path: resolve(path), p12Passphrase, passphrase })
      say(session.json ? JSON.stringify(made) : `${made.name}: ${readableFingerprint(made.fingerprint)}`)
    },
  )
}
