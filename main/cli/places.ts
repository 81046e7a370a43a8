import { existsSync, readdirSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CountersignError } from '../../shared/model/errors.ts'

/** The nearest folder above this file that holds the rule pack: the checkout, or the built program's folder. */
export function rulesDir(): string {
  if (process.env['COUNTERSIGN_RULES']) return resolve(process.env['COUNTERSIGN_RULES'])
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const rules = join(folder, 'rules')
    if (existsSync(join(rules, 'pack.yaml'))) return rules
    if (folder === dirname(folder)) throw new CountersignError('rule_pack_not_found', { path: rules })
  }
}

/** Where identities and the log are kept: `COUNTERSIGN_HOME`, or the system's place for such data. */
export function dataDir(): string {
  const { COUNTERSIGN_HOME: own, XDG_DATA_HOME: xdg, APPDATA: appData } = process.env
  if (own) return resolve(own)
  if (process.platform === 'win32' && appData) return join(appData, 'Countersign')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Countersign')
  return join(xdg || join(homedir(), '.local', 'share'), 'countersign')
}

/** The engagement file: as named, or `COUNTERSIGN_ENGAGEMENT`, or the only one in this folder. */
export function engagementPath(named: string | undefined): string {
  const given = named ?? process.env['COUNTERSIGN_ENGAGEMENT']
  if (given) return resolve(given)
  const here = readdirSync('.').filter((name) => name.endsWith('.countersign'))
  const [only] = here
  if (only !== undefined && here.length === 1) return resolve(only)
  const detail =
    here.length === 0 ? 'there is none in this folder' : `there are ${here.length} in this folder`
  throw new CountersignError('invalid_input', {
    field: '--engagement',
    detail: `name the engagement file; ${detail}`,
  })
}

/** Who acts: `--as`, or `COUNTERSIGN_ACTOR`, or the system's user. */
export function actorName(named: string | undefined): string {
  return named ?? process.env['COUNTERSIGN_ACTOR'] ?? userInfo().username
}
