import { Command, CommanderError } from 'commander'
import { EngineError } from '../../shared/contract/client.ts'
import { CountersignError, type ErrorCode, type ErrorParams } from '../../shared/model/errors.ts'
import { describeError, errorRemedy } from '../../shared/text/errors.ts'
import { appVersion } from '../engine/version.ts'
import type { Action, Attach } from './attach.ts'
import { addBaselineCommands } from './commands/baselines.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addEngagementCommands } from './commands/engagement.ts'
import { addExceptionCommands } from './commands/exceptions.ts'
import { addFindingCommands } from './commands/findings.ts'
import { addIdentityCommands } from './commands/identities.ts'
import { addPackageCommands } from './commands/packages.ts'
import { addReviewCommands } from './commands/reviews.ts'
import { addRuleCommands } from './commands/rules.ts'
import { addRuleCoverageCommands } from './commands/rule-coverage.ts'
import { addRuleSettingCommands } from './commands/rule-settings.ts'
import { addSampleCommands } from './commands/samples.ts'
import { addScanCommands } from './commands/scans.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { safe } from './print.ts'
import { startSession, type GlobalOptions } from './session.ts'

const trailer = `
Names that can be left out: the engagement when this folder holds just one, the actor when the system's user name will do.
Environment: COUNTERSIGN_ENGAGEMENT, COUNTERSIGN_ACTOR, COUNTERSIGN_HOME (identities and log), COUNTERSIGN_RULES,
COUNTERSIGN_PASSPHRASE (for the identity that signs), COUNTERSIGN_REVIEWER_PASSPHRASE.

A first engagement:
  countersign init acme.countersign --client "Acme Ltd" --from 2026-07-01 --to 2026-10-01
  countersign import exports/2026-07-06
  countersign findings list
  countersign baseline approve --rationale "State at the start of the period"
  countersign package compile out --preparer "Priya Raman"

Exit codes:
${exitCodes.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}
   10…  what is wrong with a package, see \`countersign verify --help\`
`

/**
 * Runs one command line.
 * @param words arguments after the program's name
 * @returns the exit code
 */
export async function run(words: readonly string[]): Promise<number> {
  let exitCode = 0
  const program = new Command('countersign')
    .description(
      'Cloud audit evidence: import exports, judge them, review findings, compile a signed package, verify it.',
    )
    .version(appVersion, '-V, --version', 'print the version')
    .option('-e, --engagement <file>', 'the engagement file (*.countersign)')
    .option('--as <name>', 'who acts; recorded in the ledger')
    .option('--json', 'print JSON instead of text')
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', trailer)
    .showHelpAfterError('(see countersign --help)')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })

  const attach: Attach = <Arguments extends readonly unknown[]>(
    command: Command,
    action: Action<Arguments>,
  ) =>
    command.action(async (...args: unknown[]) => {
      const session = startSession(program.opts<GlobalOptions>())
      try {
        // Commander passes the command itself last; actions take arguments and options only.
        exitCode = (await action(session, ...(args.slice(0, -1) as unknown as Arguments))) ?? 0
      } finally {
        await session.close()
      }
    })

  addEngagementCommands(program, attach)
  addScanCommands(program, attach)
  addBaselineCommands(program, attach)
  addFindingCommands(program, attach)
  addExceptionCommands(program, attach)
  addReviewCommands(program, attach)
  addSampleCommands(program, attach)
  addIdentityCommands(program, attach)
  addPackageCommands(program, attach)
  const rules = addRuleCommands(program, attach)
  addRuleCoverageCommands(rules, attach)
  addRuleSettingCommands(rules, attach)
  addDemoCommand(program, (code) => (exitCode = code))

  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    return report(error, words.includes('--json'))
  }
}

function report(error: unknown, json: boolean): number {
  // Commander has printed its own words already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const known = wireOf(error)
  if (known === null) throw error
  const { code, params } = known
  if (json)
    process.stderr.write(
      `${JSON.stringify({ error: { code, params, message: describeError(code, params), remedy: errorRemedy(code, params) } })}\n`,
    )
  else
    process.stderr.write(
      `countersign: ${safe(describeError(code, params))}\n             ${safe(errorRemedy(code, params))}\n`,
    )
  return exitCodeOf(code)
}

function wireOf(error: unknown): { code: ErrorCode; params: ErrorParams } | null {
  if (error instanceof EngineError) return { code: error.wire.code, params: error.wire.params }
  if (error instanceof CountersignError) return { code: error.code, params: error.params }
  return null
}
