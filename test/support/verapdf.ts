import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from './tools.ts'

const source = path.join(import.meta.dirname, 'verapdf')

/**
 * veraPDF, which nobody here wrote, from Maven: the folder with it, made once and kept among the temporary files. Null where it is not
 * asked for (it takes a minute and 20 MB: set COUNTERSIGN_OUTSIDE=1; CI asks always) or Java, Maven or its repository is not there.
 */
export function findVeraPdf(): string | null {
  if (process.env['CI'] === undefined && process.env['COUNTERSIGN_OUTSIDE'] === undefined) return null
  const folder = path.join(tmpdir(), 'countersign-verapdf-1.30.2')
  if (existsSync(path.join(folder, 'Check.class'))) return folder
  mkdirSync(folder, { recursive: true })
  for (const name of ['pom.xml', 'Check.java']) copyFileSync(path.join(source, name), path.join(folder, name))
  const done = (program: string, args: readonly string[]): boolean =>
    spawnSync(program, args, { cwd: folder, stdio: 'ignore', timeout: 240_000 }).status === 0
  return done('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib']) &&
    done('javac', ['-cp', 'lib/*', 'Check.java'])
    ? folder
    : null
}

/** What veraPDF says of files by flavour, e.g. `['3a', 'ua1']`: one line each; those that do not pass name the clauses. */
export const veraPdf = (folder: string, flavours: readonly string[], files: readonly string[]): string[] =>
  run('java', ['-cp', `${folder}/lib/*:${folder}`, 'Check', flavours.join(','), ...files])
    .split('\n')
    .filter((line) => line !== '')
