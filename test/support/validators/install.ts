// `npm run validators`: brings the validators that nobody here wrote and that the tests use where they are installed, into
// .cache/validators. Nothing needs them: set-up, `npm test` and CI go without, and the tests then say "skipped: not installed".
//   bagit-python, pyHanko, compliance-trestle   with a Python from 3.10 on and PyPI
//   veraPDF                                     with a JDK, Maven and its repository; about 20 MB
// oscal-cli is in no package repository: unpack its release and put its bin folder on the PATH.
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { installed, validators } from './index.ts'

const here = import.meta.dirname
const done = (program: string, args: readonly string[], cwd = installed): boolean =>
  spawnSync(program, args, { cwd, stdio: 'inherit', timeout: 900_000 }).status === 0

function pythonTools(): boolean {
  const folder = path.join(installed, 'python')
  const python = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  return (
    (done('python3', ['-m', 'venv', folder]) || done('python', ['-m', 'venv', folder])) &&
    done(python, ['-m', 'pip', 'install', '--quiet', '-r', path.join(here, 'requirements.txt')])
  )
}

function veraPdf(): boolean {
  const folder = path.join(installed, 'verapdf')
  mkdirSync(folder, { recursive: true })
  for (const name of ['pom.xml', 'Check.java'])
    copyFileSync(path.join(here, 'verapdf', name), path.join(folder, name))
  return (
    done('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], folder) &&
    done('javac', ['-cp', 'lib/*', 'Check.java'], folder)
  )
}

mkdirSync(installed, { recursive: true })
const outcomes: readonly (readonly [string, boolean, string])[] = [
  ['bagit-python, pyHanko, compliance-trestle', pythonTools(), 'needs python3 and PyPI'],
  ['veraPDF', veraPdf(), 'needs mvn, javac and Maven’s repository'],
  ['oscal-cli', validators.oscalCli !== null, 'put its release on the PATH by hand'],
]
for (const [name, there, needs] of outcomes)
  console.log(`${there ? 'there ' : 'absent'}  ${name}${there ? '' : ` (${needs})`}`)
