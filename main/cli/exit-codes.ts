import type { ErrorCode } from '../../shared/model/errors.ts'

/** What the command line exits with; `countersign verify` has its own codes from 10 on, the same as verify.sh. */
export const exitCodes = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'a defect inside Countersign; the reference is in engine.log' },
  { code: 2, meaning: 'the command or one of its values was not understood' },
  { code: 3, meaning: 'what was named does not exist' },
  { code: 4, meaning: 'a file to import cannot be used; the engagement is unchanged' },
  { code: 5, meaning: 'the engagement cannot be opened or written (busy, damaged, newer, read-only)' },
  { code: 6, meaning: 'a signing identity, passphrase or certificate does not do' },
  { code: 7, meaning: 'the disk is full; what was stored is intact' },
  { code: 8, meaning: 'not allowed in the present state (sealed, same person, out of order)' },
  { code: 9, meaning: 'a check found problems (rules lint, rules test, rules coverage --missing, doctor)' },
  { code: 130, meaning: 'interrupted; nothing half-done is visible' },
] as const

/** The exit code of an error by its code. */
export function exitCodeOf(code: ErrorCode): number {
  if (
    code === 'internal' ||
    code === 'engine_unavailable' ||
    code === 'unknown_method' ||
    code === 'message_too_large'
  )
    return 1
  if (code === 'invalid_input' || code === 'runtime_too_old') return 2
  if (
    code === 'not_found' ||
    code === 'rule_unknown' ||
    code === 'file_not_found' ||
    code === 'package_not_found' ||
    code === 'workspace_not_found' ||
    code === 'rule_pack_not_found' ||
    code === 'rule_folder_missing'
  )
    return 3
  if (
    code.startsWith('file_') ||
    code.startsWith('archive_') ||
    code === 'item_too_large' ||
    code === 'nesting_too_deep' ||
    code === 'nothing_to_import'
  )
    return 4
  if (code.startsWith('workspace_') || code === 'ledger_broken') return 5
  if (
    code.startsWith('passphrase_') ||
    code.startsWith('certificate_') ||
    code.startsWith('identity_') ||
    code.startsWith('keystore_') ||
    code === 'p12_unsupported'
  )
    return 6
  if (code === 'disk_full') return 7
  if (code === 'cancelled') return 130
  return 8
}
