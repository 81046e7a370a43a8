import { cpSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rulesDir } from './engine.ts'

/**
 * The rule pack with one rule of its hundreds, for tests that compile packages and don't look at the rules; the caller
 * removes the folder.
 */
export function smallPack(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-pack-'))
  for (const name of readdirSync(rulesDir))
    if (!['aws', 'azure', 'gcp'].includes(name))
      cpSync(join(rulesDir, name), join(folder, name), { recursive: true })
  const rule = join('aws', 'aws-ec2-security-group-ssh')
  cpSync(join(rulesDir, rule), join(folder, rule), { recursive: true })
  return folder
}
