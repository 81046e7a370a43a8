import { resolve } from 'node:path'
import type { Command } from 'commander'
import { plainFingerprint } from '../../../shared/model/signing.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { verifyExitCodes } from '../../engine/host/index.ts'
import { count, heading, say } from '../print.ts'
import type { Attach } from '../attach.ts'
import { scopeOf, withScopeOptions, type ScopeOptions } from '../scope-options.ts'
import { sayVerification, signer } from '../verification.ts'
import { addPackageLifeCommands } from './package-life.ts'
import { addReceivedCommands } from './received.ts'

function headOf(text: string) {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq === undefined || hash === undefined)
    throw new CountersignError('invalid_input', {
      field: '--ledger-head',
      detail: 'must be the entry’s number, a colon and its 64 hex digits',
    })
  return { seq: Number(seq), hash }
}

interface CompileOptions extends ScopeOptions {
  preparer: string
  reviewer?: string
  name?: string
}

export function addPackageCommands(program: Command, attach: Attach): void {
  const packages = program
    .command('package')
    .description(
      'evidence packages: compile, countersign, time-stamp, complete, add to; open, verify and compare received ones',
    )
  attach<[string, CompileOptions]>(
    withScopeOptions(
      packages
        .command('compile <folder>')
        .description(
          'compile the period’s evidence, or the part of it that is named, into a signed BagIt folder and its ZIP',
        )
        .requiredOption(
          '--preparer <identity>',
          'name or fingerprint of the identity that signs (see `countersign identity`)',
        )
        .option('--reviewer <identity>', 'a different person who countersigns at once')
        .option('--name <name>', 'name of the package folder'),
    ),
    async (session, folder, options) => {
      const scope = scopeOf(options)
      await session.open('write')
      const made = await session.call('package.compile', {
        outDir: resolve(folder),
        actor: session.actor,
        preparer: await signer(session, options.preparer, 'COUNTERSIGN_PASSPHRASE'),
        ...(options.reviewer
          ? { reviewer: await signer(session, options.reviewer, 'COUNTERSIGN_REVIEWER_PASSPHRASE') }
          : {}),
        ...(options.name ? { name: options.name } : {}),
        ...(scope ? { scope } : {}),
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
  for (const parent of [program, packages]) addVerify(parent, attach)
  addPackageLifeCommands(packages, attach)
  addReceivedCommands(packages, attach)
}

function addVerify(parent: Command, attach: Attach): void {
  attach<[string, { fingerprint: string[]; ledgerHead?: string; original?: string }]>(
    parent
      .command('verify <package>')
      .description(
        'verify a package folder or its ZIP, or an addendum: every file, the signatures, the chain',
      )
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
      .option(
        '--original <package>',
        'the package an addendum belongs to; without it, it is looked for beside the addendum',
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
        ...(options.original ? { original: resolve(options.original) } : {}),
        ...(options.ledgerHead ? { expectedLedgerHead: headOf(options.ledgerHead) } : {}),
      })
      if (session.json) say(JSON.stringify(result))
      else sayVerification(result)
      return result.exitCode
    },
  )
}
