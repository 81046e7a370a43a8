import { execFileSync, spawnSync } from 'node:child_process'

export interface OpensslIn {
  /** Runs openssl in the folder and gives what it prints; throws when it fails. */
  readonly openssl: (...args: string[]) => string
  /** Runs openssl in the folder and gives how it ended. */
  readonly attempt: (...args: string[]) => { status: number | null; stderr: string }
}

export function opensslIn(folder: string): OpensslIn {
  return {
    openssl: (...args) =>
      execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    attempt: (...args) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' }),
  }
}

// LF text, so that a missing -binary would be noticed
export const content = Buffer.from('first line\nsecond line\n')
