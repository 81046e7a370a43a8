import type { ErrorCode, ErrorParams } from '../model/errors.ts'

/**
 * What happened and what to do, by code. `{name}` is replaced by the parameter;
 * a parameter that is absent leaves its bracketed clause `[… {name} …]` out.
 */
const texts: Record<ErrorCode, { what: string; remedy: string }> = {
  file_not_found: {
    what: 'There is no file or folder at {path}.',
    remedy: 'Check the path; nothing was imported.',
  },
  file_empty: {
    what: '{path} is empty (0 bytes).',
    remedy: 'Export it again; the previous download may have been cut off.',
  },
  file_unreadable: {
    what: '{path} cannot be read[: {detail}].',
    remedy: 'Check its permissions and the disk.',
  },
  file_truncated: {
    what: '{path} ends in the middle of its content[ at byte {offset}][, after {items} items].',
    remedy: 'Export or download it again; none of its items were kept.',
  },
  file_not_utf8: {
    what: '{path} is not UTF-8 text[ at byte {offset}][ (it looks like {looksLike})].',
    remedy: 'Save it as UTF-8 and import it again.',
  },
  file_malformed: {
    what: '{path} is not valid JSON[ at byte {offset}][: {detail}].',
    remedy: 'Export it again; none of its items were kept.',
  },
  file_unknown_format: {
    what: '{path} is not a cloud export that Countersign knows[; it looks like {looksLike}].',
    remedy:
      'Accepted: AWS Config snapshots, history and API output; Azure Resource Graph and ARM JSON; Google Cloud Asset Inventory exports.',
  },
  file_changed_while_reading: {
    what: '{path} changed while it was being read.',
    remedy: 'Wait until the export has finished, then import it again.',
  },
  item_too_large: {
    what: 'An item in {path} is larger than {limit} bytes[ (at byte {offset})].',
    remedy: 'Look at the item; such a size is not a resource.',
  },
  nesting_too_deep: {
    what: '{path} nests deeper than {limit} levels[ at byte {offset}].',
    remedy: 'No provider exports this; check where the file came from.',
  },
  archive_unsafe_name: {
    what: '{path} holds an entry whose name leaves the archive: {entry}.',
    remedy: 'Do not unpack this archive; ask for a clean one.',
  },
  archive_damaged: {
    what: '{path} is a damaged archive[: {detail}].',
    remedy: 'Download it again and compare its checksum.',
  },
  archive_bomb: {
    what: '{path} expands to far more than its size[ ({ratio} times)].',
    remedy: 'Refused to protect this machine; ask where it came from.',
  },
  archive_duplicate_name: {
    what: '{path} holds the entry {entry} twice.',
    remedy: 'Ask for a clean archive; which of the two is meant cannot be known.',
  },
  nothing_to_import: {
    what: 'There is nothing to import in {path}.',
    remedy: 'Name export files, archives or a folder that holds some.',
  },
  workspace_not_found: {
    what: 'There is no engagement at {path}.',
    remedy: 'Check the path, or make one with `countersign init`.',
  },
  workspace_exists: {
    what: '{path} exists already.',
    remedy: 'Choose another name; nothing was overwritten.',
  },
  workspace_not_countersign: {
    what: '{path} is not a Countersign engagement.',
    remedy: 'Engagement files end in .countersign and are made by Countersign.',
  },
  workspace_newer_than_app: {
    what: '{path} was written by a newer Countersign[ (format {found}, this one reads up to {known})].',
    remedy: 'Update Countersign; the file was not touched.',
  },
  workspace_corrupt: {
    what: '{path} is damaged[: {detail}].',
    remedy: 'Open a backup, or run `countersign doctor` for details; nothing was changed.',
  },
  workspace_busy: {
    what: 'The engagement is in use by {holder}[ since {since}].',
    remedy: 'Close it there, or open it here read-only.',
  },
  workspace_not_open: { what: 'No engagement is open.', remedy: 'Open one or make a new one first.' },
  workspace_read_only: { what: 'The engagement is open read-only.', remedy: 'Open it for writing first.' },
  disk_full: {
    what: 'The disk is full[ ({path})].',
    remedy: 'Free some space and try again; what was stored before is intact.',
  },
  ledger_broken: {
    what: 'The ledger does not chain at entry {seq}[: {detail}].',
    remedy: 'The file was changed outside Countersign; compare with a backup or an earlier package.',
  },
  rule_invalid: {
    what: 'The rule in {path} is not valid[: {detail}].',
    remedy: 'Run `countersign rules lint` for every problem and its place.',
  },
  rule_unknown: { what: 'There is no rule {rule}.', remedy: '`countersign rules list` shows them all.' },
  rule_pack_not_found: {
    what: 'There is no rule pack at {path}.',
    remedy: 'Reinstall Countersign or name the folder that holds rules/.',
  },
  rule_folder_missing: {
    what: 'The engagement’s own rule folder {path} cannot be read.',
    remedy:
      'Put the folder back where it was, or take it out with `countersign rules folders remove {path} --reason …`. Nothing is judged without it.',
  },
  not_found: {
    what: 'There is no {what} {id}.',
    remedy: 'It may have been shown from an older state; refresh and try again.',
  },
  invalid_input: { what: '{field} is not acceptable[: {detail}].', remedy: 'Correct it and try again.' },
  conflict: { what: 'This does not fit the present state[: {detail}].', remedy: 'Refresh and look again.' },
  same_person: {
    what: '{person} cannot both {first} and {second}.',
    remedy: 'A different person must do the second.',
  },
  capture_out_of_order: {
    what: 'These exports were captured at {asOf}, but the engagement already holds {newest} of the same accounts.',
    remedy: 'Import captures oldest first; the past does not change.',
  },
  sealed: {
    what: 'This is sealed[ since {at}] and cannot be changed.',
    remedy: 'Corrections are new entries in the current session.',
  },
  identity_not_found: { what: 'There is no signing identity {id}.', remedy: 'Make or import one first.' },
  passphrase_wrong: {
    what: 'The passphrase does not open {what}.',
    remedy: 'Try again; nothing was changed.',
  },
  passphrase_missing: {
    what: 'A passphrase is needed for {what}.',
    remedy: 'Give it in the prompt, or in the environment variable the help names.',
  },
  keystore_damaged: {
    what: 'The key file {path} is damaged.',
    remedy: 'Restore it from a backup, or import the identity again.',
  },
  certificate_expired: {
    what: "{name}'s certificate expired on {at}.",
    remedy: 'Make or import a new identity.',
  },
  certificate_not_yet_valid: {
    what: "{name}'s certificate is valid only from {at}.",
    remedy: "Check this machine's clock.",
  },
  p12_unsupported: {
    what: '{path} is not a PKCS#12 file that can be read[: {detail}].',
    remedy: 'Export it again with a private key of type EC P-256 or RSA.',
  },
  package_exists: {
    what: 'There is a package at {path} already.',
    remedy: 'Choose another name; packages are never overwritten.',
  },
  package_not_found: { what: 'There is no package at {path}.', remedy: 'Name the bag folder or its ZIP.' },
  package_invalid: {
    what: '{path} is not an evidence package[: {detail}].',
    remedy: 'A package holds bagit.txt and a manifest at its top.',
  },
  package_locked: {
    what: 'The documentation of {period} was completed on {completedOn}; no further revision can be compiled.',
    remedy:
      'Add to package {package} with `countersign package addendum`: what is added, why and by whom stands in a signed file of its own.',
  },
  timestamp_refused: {
    what: '{path} is not the answer to the time stamp query of this package[: {detail}].',
    remedy:
      'Send signatures/tagmanifest.tsq (or reviewer.tsq) to the time stamping authority as it is, and attach what it answers.',
  },
  unknown_method: {
    what: 'The engine does not know {method}.',
    remedy: 'Window and engine are of different versions; restart Countersign.',
  },
  message_too_large: { what: 'The request is too large.', remedy: 'Narrow the selection.' },
  cancelled: { what: 'Cancelled.', remedy: 'What was stored before is intact.' },
  engine_unavailable: {
    what: 'The engine stopped.',
    remedy: 'It is being restarted; what was stored is intact.',
  },
  runtime_too_old: {
    what: 'Countersign needs Node 22.12 or newer; this is {found}.',
    remedy: 'Start it through npm, which brings its own.',
  },
  internal: {
    what: 'Something went wrong inside Countersign[ (reference {causeId})].',
    remedy: 'Report it with the reference; what was stored is intact.',
  },
}

function fill(text: string, params: ErrorParams): string {
  const known = (name: string) => params[name] !== undefined && params[name] !== null && params[name] !== ''
  const clauses = text.replace(/\[([^\]]*)\]/g, (_, clause: string) =>
    [...clause.matchAll(/\{(\w+)\}/g)].every((match) => known(match[1] ?? '')) ? clause : '',
  )
  return clauses.replace(/\{(\w+)\}/g, (_, name: string) => (known(name) ? String(params[name]) : '?'))
}

/** The sentence a person reads: what happened and where. */
export function describeError(code: ErrorCode, params: ErrorParams): string {
  return fill(texts[code].what, params)
}

/** The sentence that says what to do now. */
export function errorRemedy(code: ErrorCode, params: ErrorParams): string {
  return fill(texts[code].remedy, params)
}
