import { existsSync, readdirSync } from 'node:fs'
import { userInfo } from 'node:os'
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

/** The same where doing without is fine: null when none is named and this folder holds none or several. */
export function engagementIfAny(named: string | undefined): string | null {
  if (named ?? process.env['COUNTERSIGN_ENGAGEMENT']) return engagementPath(named)
  const here = readdirSync('.').filter((name) => name.endsWith('.countersign'))
  return here.length === 1 ? engagementPath(undefined) : null
}

/** Who acts: `--as`, or `COUNTERSIGN_ACTOR`, or the system's user. */
export function actorName(named: string | undefined): string {
  return named ?? process.env['COUNTERSIGN_ACTOR'] ?? userInfo().username
}
