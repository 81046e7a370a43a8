import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { run } from '../tools.ts'

/** Where `install.ts` puts what it brings. */
export const installed = path.join(import.meta.dirname, '../../../.cache/validators')

const python = path.join(installed, process.platform === 'win32' ? 'python/Scripts' : 'python/bin')

/** A program of the Python tools brought by `install.ts`, else of that name on the PATH; null where it is neither. */
function program(name: string, ...probe: string[]): string | null {
  const own = path.join(python, name)
  if (existsSync(own)) return own
  return spawnSync(name, probe, { stdio: 'ignore' }).status === 0 ? name : null
}

/**
 * Validators that nobody here wrote and that the tests can do without: null where one is not installed. Nothing is fetched by a test;
 * `npm run validators` brings them.
 */
export const validators = {
  /** bagit-python of the Library of Congress. */
  bagit: program('bagit.py', '--version'),
  /** pyHanko's command line. */
  pyhanko: program('pyhanko', '--version'),
  /** A Python that has compliance-trestle. */
  trestle: program('python3', '-c', 'import trestle.oscal'),
  /** veraPDF: the folder with it and the program that calls it. */
  verapdf: existsSync(path.join(installed, 'verapdf/Check.class')) ? path.join(installed, 'verapdf') : null,
  /** metaschema's oscal-cli, which is installed by hand. */
  oscalCli: program('oscal-cli', '--version'),
}

/** `X`, or `X, skipped: not installed`: for the name of a describe block. */
export const named = (name: string, found: string | null): string =>
  `${name}${found === null ? ', skipped: not installed' : ''}`

/** What veraPDF says of files by flavour, e.g. `['3a', 'ua1']`: one line each; those that do not pass name the clauses. */
export const veraPdf = (flavours: readonly string[], files: readonly string[]): string[] => {
  const folder = validators.verapdf ?? ''
  const classes = [`${folder}/lib/*`, folder].join(path.delimiter)
  return run('java', ['-cp', classes, 'Check', flavours.join(','), ...files])
    .split('\n')
    .filter((line) => line !== '')
}

/** Reads each OSCAL file with trestle's own model of it, unknown fields refused; gives the complaints. */
export const trestle = (folder: string, files: readonly (readonly [string, string])[]): string[] =>
  run(validators.trestle ?? '', [
    path.join(import.meta.dirname, 'trestle-check.py'),
    folder,
    ...files.map((pair) => pair.join('=')),
  ])
    .split('\n')
    .filter((line) => line !== '')
