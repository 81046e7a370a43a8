import type { CheckId } from '../model/verification.ts'

/**
 * What each finding of a verification means, in words a reader of the package understands.
 * verify.sh inside every package says the same sentences; a test compares them.
 */
export const checkTexts: Readonly<Record<CheckId, string>> = {
  bag_sound: 'The folder is a complete BagIt package.',
  archive_damaged: 'The ZIP cannot be read to its end; ask for it again.',
  archive_unsafe_name:
    'A file in the ZIP has a name that could be written outside the package folder or that no package has.',
  archive_duplicate_name: 'The ZIP holds two files of this name; which one is meant cannot be told.',
  entry_not_a_file: 'This is a link or a device; a package holds files and folders only.',
  bag_incomplete: 'A file without which the package cannot be judged is not there.',
  bag_malformed: 'This file does not have the form BagIt gives it.',
  manifest_malformed: 'A line of this manifest cannot be relied on.',
  oxum_differs: 'The number of files or bytes is not the one bag-info.txt states.',
  tag_files_intact: 'Manifest, bag-info and verification files are as they were signed.',
  files_intact: 'Every listed file is there with the bytes that were listed, and no other.',
  file_changed: 'The bytes of this file are not the ones that were listed.',
  manifest_changed:
    'The manifest was changed after the package was put together; its list cannot be relied on.',
  file_missing: 'This file was listed and is not there.',
  file_extra: 'This file is in the package and nowhere listed; it was added afterwards.',
  file_unreadable: 'This file could not be read, so nothing is known of it.',
  signature_good: 'The signature holds over tagmanifest-sha256.txt, and through it over every file.',
  signature_missing: 'There is no such signature.',
  signature_invalid:
    'This is not a signature over tagmanifest-sha256.txt as it is now: the list was changed after signing, or the signature is damaged or belongs to another package.',
  reviewer_absent: 'No reviewer has countersigned this package.',
  timestamp_good:
    'A time stamping authority saw this signature at the stated time; whether to trust that authority is yours to decide.',
  timestamp_invalid: 'The time stamp is not one of this signature.',
  signer_listed: 'The certificate that signed is the one listed with the package.',
  signer_foreign:
    'The signature was made with a certificate other than the one listed for this role in signers.pem and FINGERPRINTS.txt.',
  signer_not_declared: 'The signature was made with a certificate other than the one bag-info.txt declares.',
  signer_trusted: 'The certificate has a fingerprint you gave as trusted.',
  signer_not_trusted: 'The certificate has none of the fingerprints you gave as trusted.',
  different_people: 'Preparer and reviewer are different people with different keys.',
  same_person: 'Preparer and reviewer are the same person or share a key; nobody reviews their own work.',
  certificate_expired: 'The certificate had expired at the time the signer claims to have signed.',
  certificate_not_yet_valid:
    'The certificate was not yet valid at the time the signer claims to have signed.',
  certificate_since_expired:
    'The certificate has expired since; it was valid at the claimed time of signing.',
  signed_in_future: 'The claimed time of signing lies in the future; one of the clocks is wrong.',
  ledger_whole: 'The ledger chains without a gap from its first entry to its recorded head.',
  ledger_missing: 'The ledger or its head is not in the package.',
  ledger_malformed: 'A line of the ledger is not an entry in canonical form.',
  ledger_edited: 'An entry of the ledger is not the one its hash was made for; it was edited.',
  ledger_broken: 'An entry of the ledger does not follow the entry before it; one of them was replaced.',
  ledger_gap: 'The numbers of the ledger do not run on; entries were removed or moved.',
  ledger_cut: 'The ledger ends before its recorded head; its last entries were cut off.',
  ledger_head_differs: 'The ledger does not end at its recorded head.',
  ledger_head_not_recorded: 'The head of the ledger is not the one bag-info.txt records.',
  ledger_head_unexpected:
    'The ledger does not contain the entry you hold from before; its past was rewritten.',
  addendum_malformed:
    'What bag-info.txt says of the addendum (to which package, which number, by whom, when, why) is missing, malformed or not what its sheet says.',
  addendum_chained:
    'The addendum belongs to the package at hand, named by its identity; verify that package on its own.',
  addendum_original_absent:
    'The package this addendum belongs to is not at hand, so the chain between them was not followed.',
  addendum_original_differs: 'The package given is not the one this addendum belongs to.',
}
