import pc from 'picocolors'
import { readableFingerprint } from '../../shared/model/signing.ts'
import type { Verification, VerificationCheck } from '../../shared/model/verification.ts'
import { checkTexts } from '../../shared/text/verification.ts'
import { verifyExitCodes } from '../engine/host/index.ts'
import { identityFor } from './commands/identities.ts'
import { passphraseOf } from './passphrase.ts'
import { count, heading, safe, say } from './print.ts'
import type { Session } from './session.ts'

const marks: Record<VerificationCheck['status'], string> = {
  ok: pc.green('✓'),
  warning: pc.yellow('!'),
  failed: pc.red('✗'),
  not_checked: pc.dim('–'),
}

/** What a verification found, a line each, the verdict last. */
export function sayVerification(result: Verification): void {
  say(
    heading(safe(result.path)),
    `  package id ${result.packageId ?? 'none'}`,
    `  ${count(result.files)} payload files, ${count(result.bytes)} bytes`,
  )
  for (const signer of result.signers) {
    say(
      `  ${signer.role.padEnd(9)} ${safe(signer.name)}, ${signer.claimedAt} (claimed), ${readableFingerprint(signer.fingerprint)}`,
    )
    if (signer.stampedAt !== null)
      say(`            time stamp ${signer.stampedAt} by ${safe(signer.stampedBy ?? '')}`)
  }
  if (result.addendum) {
    const { number, to, by, at, reason } = result.addendum
    say(`  addendum  ${number} to package ${to}`, `            by ${safe(by)}, ${safe(at)}: ${safe(reason)}`)
  }
  say('')
  for (const { id, status, file, params } of result.checks) {
    const detail = Object.values(params).join(', ')
    say(
      `  ${marks[status]} ${checkTexts[id]}${file ? ` ${pc.bold(safe(file))}` : ''}${detail ? pc.dim(` (${safe(detail)})`) : ''}`,
    )
  }
  if (result.omitted > 0) say(`  … and ${count(result.omitted)} more`)
  say(
    '',
    result.overall === 'verified'
      ? pc.green('VERIFIED')
      : pc.red(`NOT VERIFIED (${verifyExitCodes.find(({ code }) => code === result.exitCode)?.word ?? ''})`),
  )
}

/** The identity that `words` name with its passphrase from `variable` or the terminal. */
export async function signer(session: Session, words: string, variable: string) {
  const { fingerprint, name } = await identityFor(session, words)
  return { fingerprint, passphrase: await passphraseOf(variable, name) }
}
