import type { CheckId } from '../../../../shared/model/verification.ts'

export interface ExitCode {
  readonly code: number
  readonly word: string
  /** One sentence; verify.sh and docs/verify-a-package.md carry the same. */
  readonly meaning: string
}

/** How `countersign verify` and verify.sh exit. The same table, word for word, stands in both; a test compares them. */
export const exitCodes = [
  { code: 0, word: 'verified', meaning: 'The package is whole and its signatures hold.' },
  { code: 2, word: 'usage', meaning: 'The command was not understood; nothing was checked.' },
  {
    code: 3,
    word: 'not checked',
    meaning: 'Something could not be read, or a program is missing, so the package is not verified.',
  },
  { code: 10, word: 'changed', meaning: "A file's bytes are not the ones that were signed." },
  { code: 11, word: 'missing', meaning: 'A file that was signed is not there.' },
  { code: 12, word: 'extra', meaning: 'A file is there that was not signed.' },
  { code: 13, word: 'signature', meaning: 'A signature is missing or does not hold.' },
  { code: 14, word: 'signer', meaning: 'A signature holds, but the signer is not who it should be.' },
  {
    code: 15,
    word: 'ledger',
    meaning: 'The ledger was cut or edited, or does not end at its recorded head.',
  },
  {
    code: 16,
    word: 'structure',
    meaning: 'This is not a whole evidence package, or its lists cannot be relied on.',
  },
  {
    code: 17,
    word: 'addendum',
    meaning: 'This addendum does not belong to the package it was checked against.',
  },
] as const satisfies readonly ExitCode[]

/**
 * Most severe first; a package with several faults exits with the first of these it has. A cut ledger outranks
 * the changed bytes it also is, since it says what was done.
 */
export const severity: readonly number[] = [16, 13, 14, 15, 17, 10, 11, 12, 3]

/** The exit code of a failed check; ids that never fail are absent. */
export const exitCodeOf: Readonly<Partial<Record<CheckId, number>>> = {
  archive_damaged: 16,
  archive_unsafe_name: 16,
  archive_duplicate_name: 16,
  entry_not_a_file: 16,
  bag_incomplete: 16,
  bag_malformed: 16,
  manifest_malformed: 16,
  oxum_differs: 16,
  signature_missing: 13,
  signature_invalid: 13,
  timestamp_invalid: 13,
  signer_foreign: 14,
  signer_not_declared: 14,
  signer_not_trusted: 14,
  same_person: 14,
  certificate_expired: 14,
  certificate_not_yet_valid: 14,
  ledger_missing: 15,
  ledger_malformed: 15,
  ledger_edited: 15,
  ledger_broken: 15,
  ledger_gap: 15,
  ledger_cut: 15,
  ledger_head_differs: 15,
  ledger_head_not_recorded: 15,
  ledger_head_unexpected: 15,
  addendum_malformed: 16,
  addendum_original_differs: 17,
  file_changed: 10,
  manifest_changed: 10,
  file_missing: 11,
  file_extra: 12,
  file_unreadable: 3,
}

/** The code to exit with, given the failed checks. 0 when there are none. */
export function exitCodeFor(failed: Iterable<CheckId>): number {
  const codes = new Set([...failed].map((id) => exitCodeOf[id] ?? 3))
  return severity.find((code) => codes.has(code)) ?? 0
}
