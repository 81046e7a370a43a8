/**
 * The closed list of things that can go wrong and that a person must act on.
 * An error crosses processes as `{ code, params, causeId }`; its words are made
 * where it is read, from `shared/text/errors.ts`.
 */
export const errorCodes = [
  // input files
  'file_not_found',
  'file_empty',
  'file_unreadable',
  'file_truncated',
  'file_not_utf8',
  'file_malformed',
  'file_unknown_format',
  'file_changed_while_reading',
  'item_too_large',
  'nesting_too_deep',
  'archive_unsafe_name',
  'archive_damaged',
  'archive_bomb',
  'archive_duplicate_name',
  'nothing_to_import',
  // workspace
  'workspace_not_found',
  'workspace_exists',
  'workspace_not_countersign',
  'workspace_newer_than_app',
  'workspace_corrupt',
  'workspace_busy',
  'workspace_not_open',
  'workspace_read_only',
  'disk_full',
  'ledger_broken',
  // rules
  'rule_invalid',
  'rule_unknown',
  'rule_pack_not_found',
  'rule_folder_missing',
  // decisions
  'not_found',
  'invalid_input',
  'conflict',
  'same_person',
  'capture_out_of_order',
  'sealed',
  // signing and packages
  'identity_not_found',
  'passphrase_wrong',
  'passphrase_missing',
  'keystore_damaged',
  'certificate_expired',
  'certificate_not_yet_valid',
  'p12_unsupported',
  'package_exists',
  'package_not_found',
  'package_invalid',
  'package_locked',
  'timestamp_refused',
  // protocol and jobs
  'unknown_method',
  'message_too_large',
  'cancelled',
  'engine_unavailable',
  'runtime_too_old',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Named facts of an error (file, line, expected, …); plain values only, so it can cross any channel. */
export type ErrorParams = Readonly<Record<string, string | number | boolean | null>>

/** An error a person can act on; everything else that is thrown is a defect and crosses as `internal`. */
export class CountersignError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.name = 'CountersignError'
    this.code = code
    this.params = params
  }
}
