import { resolve } from 'node:path'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Verification, VerificationCheck } from '../../../shared/model/verification.ts'
import { readableFingerprint, plainFingerprint } from '../../../shared/model/signing.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { checkTexts } from '../../../shared/text/verification.ts'
import { verifyExitCodes } from '../../engine/host/index.ts'
import { passphraseOf } from '../passphrase.ts'
import { count, heading, safe, say } from '../print.ts'
import type { Attach } from '../attach.ts'
import type { Session } from '../session.ts'
import { identityFor } from './identities.ts'

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
  for (const signer of result.signers)
    say(
      `  ${signer.role.padEnd(9)} ${safe(signer.name)}, ${signer.claimedAt} (claimed), ${readableFingerprint(signer.fingerprint)}`,
    )
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

async function signer(session: Session, words: string, variable: string) {
  const { fingerprint, name } = await identityFor(session, words)
  return { fingerprint, passphrase: await passphraseOf(variable, name) }
}

function headOf(text: string) {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || hash === undefined)
    throw new CountersignError('invalid_input', {
      field: '--ledger-head',
      detail: 'must be the entry’s number, a colon and its 64 hex digits',
    })
  return { seq: Number(seq), hash }
}

interface CompileOptions {
  preparer: string
  reviewer?: string
  name?: string
}

export function addPackageCommands(program: Command, attach: Attach): void {
  const packages = program.command('package').description('evidence packages: compile, countersign')
  attach<[string, CompileOptions]>(
    packages
      .command('compile <folder>')
      .description('compile the period’s evidence into a signed BagIt folder and its ZIP')
      .requiredOption(
        '--preparer <identity>',
        'name or fingerprint of the identity that signs (see `countersign identity`)',
      )
      .option('--reviewer <identity>', 'a different person who countersigns at once')
      .option('--name <name>', 'name of the package folder'),
    async (session, folder, options) => {
      await session.open('write')
      const made = await session.call('package.compile', {
        outDir: resolve(folder),
        actor: session.actor,
        preparer: await signer(session, options.preparer, 'COUNTERSIGN_PASSPHRASE'),
        ...(options.reviewer
          ? { reviewer: await signer(session, options.reviewer, 'COUNTERSIGN_REVIEWER_PASSPHRASE') }
          : {}),
        ...(options.name ? { name: options.name } : {}),
      })
      if (session.json) return say(JSON.stringify(made))
      say(
        `${heading('Package')} ${made.completeness}, ${count(made.files)} files, ${count(made.bytes)} bytes`,
        `  id      ${made.packageId}`,
        `  folder  ${made.bag}`,
        `  zip     ${made.zip}`,
      )
    },
  )
  attach<[string, { reviewer: string }]>(
    packages
      .command('countersign <folder>')
      .description('a reviewer signs a package that the preparer signed')
      .requiredOption('--reviewer <identity>', 'name or fingerprint'),
    async (session, folder, options) => {
      const reviewer = await signer(session, options.reviewer, 'COUNTERSIGN_REVIEWER_PASSPHRASE')
      const result = await session.call('package.countersign', { bag: resolve(folder), reviewer })
      if (session.json) say(JSON.stringify(result))
      else sayVerification(result)
      return result.exitCode
    },
  )
  attach<[string, { fingerprint: string[]; ledgerHead?: string }]>(
    program
      .command('verify <package>')
      .description('verify a package folder or its ZIP: every file, both signatures, the ledger')
      .option(
        '--fingerprint <sha256>',
        'of a signer’s certificate, learned from the signer; may be given twice',
        (value: string, all: string[]) => [...all, value],
        [],
      )
      .option(
        '--ledger-head <seq:hash>',
        'a ledger head known from an earlier package or session; the ledger must still hold it',
      )
      .addHelpText(
        'after',
        `\nExit codes:\n${verifyExitCodes.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}\n`,
      ),
    async (session, path, options) => {
      const trustedFingerprints = options.fingerprint.map((text) => {
        const plain = plainFingerprint(text)
        if (!plain)
          throw new CountersignError('invalid_input', {
            field: '--fingerprint',
            detail: 'must be the 64 hex digits of a SHA-256',
          })
        return plain
      })
      const result = await session.call('package.verify', {
        path: resolve(path),
        trustedFingerprints,
        ...(options.ledgerHead ? { expectedLedgerHead: headOf(options.ledgerHead) } : {}),
      })
      if (session.json) say(JSON.stringify(result))
      else sayVerification(result)
      return result.exitCode
    },
  )
}
