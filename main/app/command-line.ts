import path from 'node:path'

/** What the shell takes from a command line; everything else on it is ignored. */
export interface CommandLine {
  /** Absolute path of a workspace file to open, or null. */
  readonly engagement: string | null
  /** `--self-test`: start everything, say whether it works, end. */
  readonly selfTest: boolean
  /** What follows `--cli`, or null when the window is wanted. */
  readonly cli: readonly string[] | null
}

/**
 * Reads our part of a command line by an allowlist (security.md item 15); the second instance's line comes from
 * another process and is read by the same rules.
 * @param argv as process.argv, the program itself first
 * @param directory working directory that relative names refer to
 */
export function readCommandLine(argv: readonly string[], directory: string): CommandLine {
  const words = argv.slice(1)
  const cli = words.indexOf('--cli')
  if (cli !== -1) return { engagement: null, selfTest: false, cli: words.slice(cli + 1) }
  const name = words.find((word) => isEngagementName(word))
  return {
    engagement: name === undefined ? null : path.resolve(directory, name),
    selfTest: words.includes('--self-test'),
    cli: null,
  }
}

/** A workspace file by its name: the extension the app is registered for, never an option or an address. */
export function isEngagementName(word: string): boolean {
  return (
    word.endsWith('.countersign') &&
    !word.startsWith('-') &&
    !/^[a-z][a-z0-9+.-]+:\/\//i.test(word) &&
    !word.includes('\0')
  )
}
