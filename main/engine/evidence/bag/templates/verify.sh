#!/bin/sh
# Verifies this evidence package with sh, sha256sum (or shasum) and openssl, and the usual
# awk, sed, sort, find, xargs. It writes nothing into the package and needs no network.
#
#   sh verify.sh [-v] [--fingerprint SHA256]... [--ledger-head SEQ:HASH] [--original PACKAGE] [FOLDER]
#
# FOLDER is the package; without it, the folder this script lies in. PACKAGE is the folder of the
# package that an addendum belongs to; without it, it is looked for beside the addendum. Whoever can change a package
# can change this script too: use a copy you got another way, or the commands in VERIFY.md.
#
# Exit codes; with several faults the first of 16 13 14 15 17 10 11 12 3:
#   0  verified: The package is whole and its signatures hold.
#   2  usage: The command was not understood; nothing was checked.
#   3  not checked: Something could not be read, or a program is missing, so the package is not verified.
#  10  changed: A file's bytes are not the ones that were signed.
#  11  missing: A file that was signed is not there.
#  12  extra: A file is there that was not signed.
#  13  signature: A signature is missing or does not hold.
#  14  signer: A signature holds, but the signer is not who it should be.
#  15  ledger: The ledger was cut or edited, or does not end at its recorded head.
#  16  structure: This is not a whole evidence package, or its lists cannot be relied on.
#  17  addendum: This addendum does not belong to the package it was checked against.

set -u
LC_ALL=C
export LC_ALL
umask 077

usage() {
  sed -n '2,/^$/s/^# \{0,1\}//p' "$0"
}

plain_fingerprint() {
  printf '%s' "$1" | tr -d ': \t' | tr 'A-F' 'a-f'
}

is_sha256() {
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -eq 64 ]
}

verbose=0
trusted=''
anchor_seq=''
anchor_hash=''
folder=''
original=''
while [ $# -gt 0 ]; do
  case $1 in
    -v | --verbose) verbose=1 ;;
    -h | --help) usage; exit 0 ;;
    --fingerprint | --ledger-head | --original)
      [ $# -ge 2 ] || { echo "verify.sh: $1 needs a value" >&2; exit 2; }
      if [ "$1" = --fingerprint ]; then
        given=$(plain_fingerprint "$2")
        is_sha256 "$given" || { echo "verify.sh: a fingerprint is the 64 hex digits of a SHA-256: $2" >&2; exit 2; }
        trusted="$trusted $given"
      elif [ "$1" = --original ]; then
        original=$(cd "$2" 2>/dev/null && pwd) || { echo "verify.sh: no such folder: $2" >&2; exit 2; }
      else
        anchor_seq=${2%%[: ]*}
        anchor_hash=${2##*[: ]}
        case $anchor_seq in '' | *[!0-9]*) anchor_hash='' ;; esac
        is_sha256 "$anchor_hash" || { echo "verify.sh: a ledger head is SEQ:HASH: $2" >&2; exit 2; }
      fi
      shift
      ;;
    -*) echo "verify.sh: unknown option $1" >&2; usage >&2; exit 2 ;;
    *)
      [ -z "$folder" ] || { echo "verify.sh: one folder at a time" >&2; exit 2; }
      folder=$1
      ;;
  esac
  shift
done
[ -n "$folder" ] || folder=$(dirname "$0")
case $folder in -*) folder=./$folder ;; esac
cd "$folder" 2>/dev/null || { echo "verify.sh: no such folder: $folder" >&2; exit 2; }

if command -v sha256sum >/dev/null 2>&1; then
  sha256='sha256sum'
elif command -v shasum >/dev/null 2>&1; then
  sha256='shasum -a 256'
else
  echo 'verify.sh: neither sha256sum nor shasum is installed; the package is not verified' >&2
  exit 3
fi
for tool in openssl awk sed sort find xargs; do
  command -v "$tool" >/dev/null 2>&1 || { echo "verify.sh: $tool is not installed; the package is not verified" >&2; exit 3; }
done

work=$(mktemp -d "${TMPDIR:-/tmp}/countersign-verify.XXXXXX") || { echo 'verify.sh: no temporary folder; the package is not verified' >&2; exit 3; }
trap 'rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM

# Findings: status, id, file, detail, separated by tabs.
: >"$work/findings"
say() {
  printf '%s\t%s\t%s\t%s\n' "$1" "$2" "${3:-}" "${4:-}" >>"$work/findings"
}
ok() { say OK "$@"; }
warn() { say WARN "$@"; }
fail() { say FAIL "$@"; }
found() {
  awk -F '\t' -v ids=" $* " '$1 == "FAIL" && index(ids, " " $2 " ") { hit = 1 } END { exit !hit }' "$work/findings"
}

exit_code_of() {
  case $1 in
    archive_damaged | archive_unsafe_name | archive_duplicate_name | entry_not_a_file | bag_incomplete | bag_malformed | manifest_malformed | oxum_differs) echo 16 ;;
    signature_missing | signature_invalid | timestamp_invalid) echo 13 ;;
    signer_foreign | signer_not_declared | signer_not_trusted | same_person | certificate_expired | certificate_not_yet_valid) echo 14 ;;
    ledger_*) echo 15 ;;
    addendum_malformed) echo 16 ;;
    addendum_original_differs) echo 17 ;;
    file_changed | manifest_changed) echo 10 ;;
    file_missing) echo 11 ;;
    file_extra) echo 12 ;;
    *) echo 3 ;;
  esac
}

meaning() {
  case $1 in
    bag_sound) echo 'The folder is a complete BagIt package.' ;;
    entry_not_a_file) echo 'This is a link or a device; a package holds files and folders only.' ;;
    bag_incomplete) echo 'A file without which the package cannot be judged is not there.' ;;
    bag_malformed) echo 'This file does not have the form BagIt gives it.' ;;
    manifest_malformed) echo 'A line of this manifest cannot be relied on.' ;;
    oxum_differs) echo 'The number of files or bytes is not the one bag-info.txt states.' ;;
    tag_files_intact) echo 'Manifest, bag-info and verification files are as they were signed.' ;;
    files_intact) echo 'Every listed file is there with the bytes that were listed, and no other.' ;;
    file_changed) echo 'The bytes of this file are not the ones that were listed.' ;;
    manifest_changed) echo 'The manifest was changed after the package was put together; its list cannot be relied on.' ;;
    file_missing) echo 'This file was listed and is not there.' ;;
    file_extra) echo 'This file is in the package and nowhere listed; it was added afterwards.' ;;
    file_unreadable) echo 'This file could not be read, so nothing is known of it.' ;;
    signature_good) echo 'The signature holds over tagmanifest-sha256.txt, and through it over every file.' ;;
    signature_missing) echo 'There is no such signature.' ;;
    signature_invalid) echo 'This is not a signature over tagmanifest-sha256.txt as it is now: the list was changed after signing, or the signature is damaged or belongs to another package.' ;;
    reviewer_absent) echo 'No reviewer has countersigned this package.' ;;
    timestamp_good) echo 'A time stamping authority saw this signature at the stated time; whether to trust that authority is yours to decide.' ;;
    timestamp_invalid) echo 'The time stamp is not one of this signature.' ;;
    signer_listed) echo 'The certificate that signed is the one listed with the package.' ;;
    signer_foreign) echo 'The signature was made with a certificate other than the one listed for this role in signers.pem and FINGERPRINTS.txt.' ;;
    signer_not_declared) echo 'The signature was made with a certificate other than the one bag-info.txt declares.' ;;
    signer_trusted) echo 'The certificate has a fingerprint you gave as trusted.' ;;
    signer_not_trusted) echo 'The certificate has none of the fingerprints you gave as trusted.' ;;
    different_people) echo 'Preparer and reviewer are different people with different keys.' ;;
    same_person) echo 'Preparer and reviewer are the same person or share a key; nobody reviews their own work.' ;;
    certificate_expired) echo 'The certificate had expired at the time the signer claims to have signed.' ;;
    certificate_not_yet_valid) echo 'The certificate was not yet valid at the time the signer claims to have signed.' ;;
    certificate_since_expired) echo 'The certificate has expired since; it was valid at the claimed time of signing.' ;;
    signed_in_future) echo 'The claimed time of signing lies in the future; one of the clocks is wrong.' ;;
    ledger_whole) echo 'The ledger chains without a gap from its first entry to its recorded head.' ;;
    ledger_missing) echo 'The ledger or its head is not in the package.' ;;
    ledger_malformed) echo 'A line of the ledger is not an entry in canonical form.' ;;
    ledger_edited) echo 'An entry of the ledger is not the one its hash was made for; it was edited.' ;;
    ledger_broken) echo 'An entry of the ledger does not follow the entry before it; one of them was replaced.' ;;
    ledger_gap) echo 'The numbers of the ledger do not run on; entries were removed or moved.' ;;
    ledger_cut) echo 'The ledger ends before its recorded head; its last entries were cut off.' ;;
    ledger_head_differs) echo 'The ledger does not end at its recorded head.' ;;
    ledger_head_not_recorded) echo 'The head of the ledger is not the one bag-info.txt records.' ;;
    ledger_head_unexpected) echo 'The ledger does not contain the entry you hold from before; its past was rewritten.' ;;
    addendum_malformed) echo 'What bag-info.txt says of the addendum (to which package, which number, by whom, when, why) is missing, malformed or not what its sheet says.' ;;
    addendum_chained) echo 'The addendum belongs to the package at hand, named by its identity; verify that package on its own.' ;;
    addendum_original_absent) echo 'The package this addendum belongs to is not at hand, so the chain between them was not followed.' ;;
    addendum_original_differs) echo 'The package given is not the one this addendum belongs to.' ;;
  esac
}

# ---- what is there ---------------------------------------------------------------------------

find . ! -type d ! -type f | sed 's|^\./||' | while IFS= read -r path; do fail entry_not_a_file "$path"; done
find . -type f | sed 's|^\./||' | sort >"$work/present"
present() {
  [ -f "$1" ] && [ ! -h "$1" ]
}

for path in bagit.txt manifest-sha256.txt tagmanifest-sha256.txt; do
  present "$path" || fail bag_incomplete "$path"
done

# ---- manifests -------------------------------------------------------------------------------

# Reads a manifest as strictly as it was written: hash, two spaces, safe path, no path twice.
read_manifest() { # name, payload or tag, file for the good lines
  : >"$3"
  present "$1" || return 0
  [ -z "$(tail -c 1 "$1")" ] || fail manifest_malformed "$1" 'the last line has no end'
  [ -s "$1" ] || fail manifest_malformed "$1" empty
  awk -v name="$1" -v place="$2" -v good="$3" '
    function bad(reason) { printf "FAIL\tmanifest_malformed\t%s\tline %d: %s\n", name, NR, reason }
    function unsafe(path,   n, i, part) {
      if (length(path) > 179 || path ~ "[^A-Za-z0-9._/-]") return 1
      n = split(path, part, "/")
      for (i = 1; i <= n; i++) {
        if (part[i] == "" || part[i] ~ "^-" || part[i] ~ "[.]$") return 1
        if (tolower(part[i]) ~ "^(con|prn|aux|nul|com[0-9]|lpt[0-9])([.]|$)") return 1
      }
      return 0
    }
    {
      hash = substr($0, 1, 64)
      path = substr($0, 67)
      if (length(hash) != 64 || hash ~ "[^0-9a-f]" || substr($0, 65, 2) != "  " || path == "") bad("form")
      else if (unsafe(path)) bad("name")
      else if ((path ~ "^data/") != (place == "payload") || path ~ "^signatures/") bad("place")
      else if (path in seen) bad("repeated")
      else { seen[path] = 1; print hash "  " path >good }
    }' "$1" >>"$work/findings"
}
read_manifest tagmanifest-sha256.txt tag "$work/tags"
read_manifest manifest-sha256.txt payload "$work/payload"
if present tagmanifest-sha256.txt; then
  for path in bagit.txt bag-info.txt manifest-sha256.txt; do
    grep -q "^.\{64\}  $path\$" "$work/tags" || fail manifest_malformed tagmanifest-sha256.txt "does not list $path"
  done
fi
if present bagit.txt; then
  [ "$(cat bagit.txt; echo .)" = "$(printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'; echo .)" ] || fail bag_malformed bagit.txt
fi

# bag-info with its folded lines joined: one "Label: value" a line
: >"$work/info"
if present bag-info.txt; then
  awk '
    /^[ \t]/ { if (!have) exit 1; sub(/^[ \t]+/, ""); sub(/[ \t]+$/, ""); line = line " " $0; next }
    $0 == "" { next }
    !/^[^ \t:]+:/ { exit 1 }
    { if (have) print line; sub(/[ \t]+$/, ""); line = $0; have = 1 }
    END { if (have) print line }' bag-info.txt >"$work/info" || fail bag_malformed bag-info.txt
fi
info() {
  sed -n "s/^$1:[ 	]*//p" "$work/info" | head -n 1
}

# ---- every listed file -----------------------------------------------------------------------

hash_files() { # file with the paths, one a line; safe characters only
  if [ -s "$1" ]; then xargs $sha256 <"$1" 2>>"$work/errors"; fi
}
compare() { # list
  awk 'FILENAME == ARGV[1] { there[$0] = 1; next } $2 in there { print $2 }' "$work/present" "$1" >"$work/to-hash"
  hash_files "$work/to-hash" >"$work/hashed"
  awk -v there="$work/present" -v hashed="$work/hashed" '
    function finding(id, path, detail) { printf "FAIL\t%s\t%s\t%s\n", id, path, detail }
    BEGIN {
      while ((getline line <there) > 0) present[line] = 1
      while ((getline line <hashed) > 0) made[substr(line, 67)] = substr(line, 1, 64)
    }
    !($2 in present) { if ($2 != "bagit.txt" && $2 != "manifest-sha256.txt") finding("file_missing", $2, ""); next }
    !($2 in made) { finding("file_unreadable", $2, ""); next }
    made[$2] != $1 {
      id = $2 == "manifest-sha256.txt" ? "manifest_changed" : "file_changed"
      finding(id, $2, "listed " substr($1, 1, 16) ".., found " substr(made[$2], 1, 16) "..")
    }' "$1" >>"$work/findings"
}
compare "$work/tags"
found file_changed file_missing manifest_changed manifest_malformed bag_incomplete || ok tag_files_intact '' "$(wc -l <"$work/tags" | tr -d ' ') files"
compare "$work/payload"
files=$(wc -l <"$work/to-hash" | tr -d ' ')
bytes=$(if [ -s "$work/to-hash" ]; then xargs wc -c <"$work/to-hash" 2>/dev/null | awk '$2 ~ "^data/" { n += $1 } END { printf "%.0f", n }'; else echo 0; fi)

# What neither manifest lists. Without its manifest nothing can be called extra.
{
  cut -c 67- "$work/tags"
  cut -c 67- "$work/payload"
  for path in tagmanifest-sha256.txt signatures/preparer.p7s signatures/reviewer.p7s signatures/signers.pem signatures/FINGERPRINTS.txt signatures/tagmanifest.tsq signatures/tagmanifest.tsr signatures/reviewer.tsq signatures/reviewer.tsr; do
    echo "$path"
  done
} | sort -u >"$work/known"
tag_list=0
data_list=0
present tagmanifest-sha256.txt && tag_list=1
present manifest-sha256.txt && data_list=1
awk -v known="$work/known" -v tags="$tag_list" -v data="$data_list" '
  BEGIN { while ((getline line <known) > 0) listed[line] = 1 }
  ($0 ~ "^data/" ? data : tags) && !($0 in listed) { gsub(/[\t\r]/, "?"); printf "FAIL\tfile_extra\t%s\t\n", $0 }' "$work/present" >>"$work/findings"

if ! found file_changed manifest_changed file_missing file_unreadable bag_incomplete manifest_malformed bag_malformed; then
  [ "$(info Payload-Oxum)" = "$bytes.$files" ] || fail oxum_differs bag-info.txt "stated $(info Payload-Oxum), found $bytes.$files"
fi
found entry_not_a_file bag_incomplete bag_malformed manifest_malformed oxum_differs || ok bag_sound
found file_changed manifest_changed file_missing file_extra file_unreadable bag_incomplete manifest_malformed || ok files_intact '' "$files files, $bytes bytes"

# ---- signatures ------------------------------------------------------------------------------

fingerprint() {
  openssl x509 -in "$1" -noout -fingerprint -sha256 2>/dev/null | sed 's/.*=//; s/://g' | tr 'A-F' 'a-f'
}
person() {
  openssl x509 -in "$1" -noout -subject -nameopt multiline,utf8,-esc_msb 2>/dev/null | sed -n 's/^ *commonName *= //p' | head -n 1
}
# certificate date, "notAfter=Jan  2 03:04:05 2027 GMT", as 20270102030405
certificate_date() {
  openssl x509 -in "$1" -noout "-$2" 2>/dev/null | sed 's/.*=//' | awk '{
    month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3
    split($3, clock, ":")
    printf "%04d%02d%02d%02d%02d%02d", $4, month, $2, clock[1], clock[2], clock[3]
  }'
}
# the claimed signing time out of the signed attributes, as 20270102030405
signing_time() {
  openssl asn1parse -inform DER -in "$1" 2>/dev/null | awk '
    /:signingTime *$/ { next_time = 1 }
    next_time && /(UTCTIME|GENERALIZEDTIME) *:/ {
      time = $0
      sub(/.*:/, "", time)
      sub(/Z.*/, "", time)
      if (length(time) == 12) time = (substr(time, 1, 2) < "50" ? "20" : "19") time
      print time
      exit
    }'
}
readable() {
  printf '%s' "$1" | sed 's/\(....\)\(..\)\(..\)\(..\)\(..\)\(..\)/\1-\2-\3T\4:\5:\6Z/'
}
# true when the content lies inside the signature instead of beside it
has_content_inside() {
  openssl asn1parse -inform DER -in "$1" 2>/dev/null | awk '
    seen { split($0, part, "d="); exit (part[2] + 0 != depth) }
    /OBJECT *:pkcs7-data *$/ { split($0, part, "d="); depth = part[2] + 0; seen = 1 }
    END { if (!seen) exit 1 }'
}
listed_fingerprint() {
  present signatures/FINGERPRINTS.txt || return 0
  plain_fingerprint "$(sed -n "s/^$1  [^ ]*  \([0-9A-F:]*\)  .*/\1/p" signatures/FINGERPRINTS.txt | tail -n 1)"
}

: >"$work/signer-lines"
: >"$work/listed"
if present signatures/signers.pem; then
  awk -v out="$work/listed-" '
    /-----BEGIN CERTIFICATE-----/ { n++; inside = 1 }
    inside { print >(out n ".pem") }
    /-----END CERTIFICATE-----/ { inside = 0; close(out n ".pem") }' signatures/signers.pem
  for path in "$work"/listed-*.pem; do
    [ -f "$path" ] && fingerprint "$path" >>"$work/listed"
  done
fi

check_stamp() { # role, its time stamp response
  present "$2" || return 0
  if openssl ts -reply -in "$2" -token_out -out "$work/token" 2>/dev/null &&
    openssl pkcs7 -inform DER -in "$work/token" -print_certs -out "$work/authority.pem" 2>/dev/null &&
    openssl ts -verify -data "signatures/$1.p7s" -in "$2" -CAfile "$work/authority.pem" -partial_chain -no_check_time >/dev/null 2>&1; then
    ok timestamp_good "$2" "$(openssl ts -reply -in "$2" -text 2>/dev/null | sed -n 's/^Time stamp: //p')"
  else
    fail timestamp_invalid "$2" "$1"
  fi
}

check_role() {
  role=$1
  p7s=signatures/$role.p7s
  pem=$work/$role.pem
  listed=$(listed_fingerprint "$role")
  if ! present "$p7s"; then
    if [ "$role" = preparer ] || [ -n "$listed" ]; then fail signature_missing "$p7s" "$role"; else warn reviewer_absent; fi
    return
  fi
  # -binary: without it openssl turns line ends into CR LF before it hashes
  if ! openssl cms -verify -binary -noverify -inform DER -in "$p7s" -content tagmanifest-sha256.txt -signer "$pem" -out /dev/null 2>>"$work/errors"; then
    rm -f "$pem"
    fail signature_invalid "$p7s" "$role"
    return
  fi
  signed=$(signing_time "$p7s")
  fault=''
  [ "$(grep -c 'BEGIN CERTIFICATE' "$pem")" = 1 ] || fault='more than one signer'
  [ -n "$signed" ] || fault='no signing time'
  if has_content_inside "$p7s"; then fault='content inside the signature'; fi
  if [ -z "$fault" ] && openssl version | grep -q '^OpenSSL 3'; then
    # the signed attributes must name the certificate (CAdES); whether it is trusted or in date is judged below
    openssl cms -verify -binary -cades -purpose any -partial_chain -no_check_time -inform DER -in "$p7s" \
      -content tagmanifest-sha256.txt -CAfile "$pem" -out /dev/null 2>>"$work/errors" || fault='the certificate is not bound into it'
  fi
  if [ -n "$fault" ]; then
    rm -f "$pem"
    fail signature_invalid "$p7s" "$role: $fault"
    return
  fi
  print=$(fingerprint "$pem")
  name=$(person "$pem")
  ok signature_good "$p7s" "$role"
  printf '%-9s %s\n          SHA-256 %s\n          claims to have signed at %s\n' "$role" "$name" "$(printf '%s' "$print" | tr 'a-f' 'A-F' | sed 's/../&:/g; s/:$//')" "$(readable "$signed")" >>"$work/signer-lines"

  if [ "$listed" = "$print" ] && grep -q "^$print\$" "$work/listed"; then ok signer_listed "$p7s" "$role"; else fail signer_foreign "$p7s" "$role: $name"; fi
  if [ "$role" = preparer ] && [ -n "$(info Preparer-Fingerprint)" ]; then
    [ "$(plain_fingerprint "$(info Preparer-Fingerprint)")" = "$print" ] || fail signer_not_declared "$p7s" "$name"
  fi
  if [ -n "$trusted" ]; then
    case "$trusted " in
      *" $print "*) ok signer_trusted "$p7s" "$role" ;;
      *) if [ "$role" = preparer ]; then fail signer_not_trusted "$p7s" "$role: $name"; else warn signer_not_trusted "$p7s" "$role: $name"; fi ;;
    esac
  fi
  begins=$(certificate_date "$pem" startdate)
  ends=$(certificate_date "$pem" enddate)
  now=$(date -u +%Y%m%d%H%M%S)
  # fourteen digits are more than some shells count to; as text they sort the same
  later() { [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort | tail -n 1)" = "$1" ]; }
  if later "$signed" "$ends"; then
    fail certificate_expired "$p7s" "$role: expired $(readable "$ends"), claims $(readable "$signed")"
  elif later "$begins" "$signed"; then
    fail certificate_not_yet_valid "$p7s" "$role: valid from $(readable "$begins"), claims $(readable "$signed")"
  elif later "$now" "$ends"; then
    warn certificate_since_expired "$p7s" "$role: $(readable "$ends")"
  fi
  if later "$signed" "$now"; then warn signed_in_future "$p7s" "$role: $(readable "$signed")"; fi
}

if present tagmanifest-sha256.txt; then
  check_role preparer
  check_stamp preparer signatures/tagmanifest.tsr
  check_role reviewer
  check_stamp reviewer signatures/reviewer.tsr
  if [ -f "$work/preparer.pem" ] && [ -f "$work/reviewer.pem" ]; then
    plain_name() { person "$1" | tr 'A-Z\t' 'a-z ' | tr -s ' ' | sed 's/^ //; s/ $//'; }
    public_key() { openssl x509 -in "$1" -noout -pubkey 2>/dev/null; }
    if [ "$(fingerprint "$work/preparer.pem")" = "$(fingerprint "$work/reviewer.pem")" ] ||
      [ "$(public_key "$work/preparer.pem")" = "$(public_key "$work/reviewer.pem")" ] ||
      [ "$(plain_name "$work/preparer.pem")" = "$(plain_name "$work/reviewer.pem")" ]; then
      fail same_person signatures/reviewer.p7s "$(person "$work/reviewer.pem")"
    else
      ok different_people
    fi
  fi
fi

# ---- addendum --------------------------------------------------------------------------------

# An addendum has no ledger: it names, under its signature, the package that does.
adds_to=$(info Addendum-To-TagManifest-SHA256)
if grep -q '^Addendum-To-TagManifest-SHA256:' "$work/info"; then
  number=$(info Addendum-Number)
  follows=$(info Addendum-Follows-TagManifest-SHA256)
  fault=''
  is_sha256 "$adds_to" || fault='to which package'
  case $number in '' | 0* | *[!0-9]*) fault='its number' ;; esac
  if [ "$number" = 1 ]; then
    [ -z "$follows" ] || fault='what it follows'
  else
    is_sha256 "$follows" || fault='what it follows'
  fi
  for label in Addendum-By Addendum-At Addendum-Reason; do [ -n "$(info $label)" ] || fault=$label; done
  if [ -z "$fault" ]; then
    grep -q "\"to\":\"$adds_to\"" data/addendum.json 2>/dev/null && grep -q "\"number\":$number," data/addendum.json || fault='its sheet says otherwise'
  fi
  if [ -n "$fault" ]; then
    fail addendum_malformed bag-info.txt "$fault"
  else
    if [ -n "$original" ]; then
      if [ "$($sha256 <"$original/tagmanifest-sha256.txt" 2>/dev/null | cut -c 1-64)" = "$adds_to" ]; then at_hand=$original; else at_hand=''; fi
    else
      at_hand=''
      for beside in ../*/; do
        [ -f "${beside}tagmanifest-sha256.txt" ] || continue
        if [ "$($sha256 <"${beside}tagmanifest-sha256.txt" | cut -c 1-64)" = "$adds_to" ]; then at_hand=$beside; break; fi
      done
    fi
    if [ -n "$at_hand" ]; then ok addendum_chained bag-info.txt "$adds_to"
    elif [ -n "$original" ]; then fail addendum_original_differs bag-info.txt "$adds_to"
    else warn addendum_original_absent bag-info.txt "$adds_to"; fi
  fi
else
  adds_to=''
fi

# ---- ledger ----------------------------------------------------------------------------------

# Each line is one entry with its keys in order: action, actor, at, hash, payload, prev, seq. The hash is the
# SHA-256 of the line without its ,"hash":"..." member; prev is the hash of the line before.
ledger=data/13-custody/ledger.jsonl
head_file=data/13-custody/head.txt
for path in "$ledger" "$head_file"; do
  [ -z "$adds_to" ] || break
  present "$path" || grep -q "^.\{64\}  $path\$" "$work/payload" || fail ledger_missing "$path"
done

head_line=''
if present "$head_file"; then
  head_line=$(awk 'NR == 1 && /^(0|[1-9][0-9]*) [0-9a-f]+$/ && length($2) == 64 { line = $0 } END { if (NR == 1 && line != "") print line }' "$head_file")
  [ -z "$(tail -c 1 "$head_file")" ] || head_line=''
  if [ -z "$head_line" ]; then
    fail ledger_malformed "$head_file" 'expected one line: sequence, space, hash'
  elif [ "$(info Ledger-Head)" != "$head_line" ]; then
    fail ledger_head_not_recorded "$head_file" "bag-info.txt has $(info Ledger-Head)"
  fi
fi

entries='-'
if present "$ledger"; then
  whole=$(wc -l <"$ledger" | tr -d ' ')
  : >"$work/chain"
  before=0
  while :; do
    sed -n "$((before + 1)),$((before + 4000))p;$((before + 4000))q" "$ledger" >"$work/part"
    [ -s "$work/part" ] || break
    mkdir "$work/lines"
    # A file a line, without the hash, so that one sha256sum call hashes thousands of them.
    awk -v before="$before" -v whole="$whole" -v lines="$work/lines/" '
      BEGIN {
        text = "\"([^\"\\\\]|\\\\.)*\""
        front_form = "^[{]\"action\":" text ",\"actor\":" text ",\"at\":" text "$"
        ORS = ""
      }
      {
        number = before + NR
        file = sprintf("%010d", number)
        at = index($0, ",\"hash\":\"")
        front = substr($0, 1, at - 1)
        hash = substr($0, at + 9, 64)
        rest = substr($0, at + 74)
        good = number <= whole && at > 0 && front ~ front_form && length(hash) == 64 && hash !~ "[^0-9a-f]"
        good = good && substr($0, at + 73, 12) == "\",\"payload\":"
        good = good && match(rest, ",\"prev\":\"[0-9a-f]+\",\"seq\":[1-9][0-9]*[}]$")
        if (good) {
          last = substr(rest, RSTART)
          prev = substr(last, 10, 64)
          good = substr(last, 74, 8) == "\",\"seq\":"
          seq = substr(last, 82)
          sub(/[}]$/, "", seq)
        }
        if (!good) { print file " malformed\n"; next }
        print file " " seq " " prev " " hash "\n"
        print front rest >(lines file)
        close(lines file)
      }' "$work/part" >"$work/entries"
    (cd "$work/lines" && find . -type f | sed 's|^\./||' | sort >../line-files && if [ -s ../line-files ]; then xargs $sha256 <../line-files; fi) >"$work/made"
    awk -v made="$work/made" '
      BEGIN { while ((getline line <made) > 0) hash[substr(line, 67)] = substr(line, 1, 64) }
      { print $0, hash[$1] }' "$work/entries" >>"$work/chain"
    before=$((before + $(wc -l <"$work/entries")))
    rm -rf "$work/lines"
  done
  awk -v file="$ledger" -v anchor_seq="$anchor_seq" -v anchor_hash="$anchor_hash" -v end="$work/end" '
    function finding(id, detail) { printf "FAIL\t%s\t%s\t%s\n", id, file, detail }
    BEGIN { zeros = sprintf("%064d", 0); previous = zeros; seq = 0; met = anchor_seq == "0" && anchor_hash == zeros }
    $2 == "malformed" { finding("ledger_malformed", "line " (seq + 1)); seq++; previous = ""; next }
    {
      if ($2 + 0 != seq + 1) finding("ledger_gap", "expected entry " (seq + 1) ", found " $2)
      else if (previous != "" && $3 != previous) finding("ledger_broken", "entry " $2)
      if ($5 != $4) finding("ledger_edited", "entry " $2)
      if ($2 == anchor_seq && $4 == anchor_hash) met = 1
      seq = $2 + 0
      previous = $4
    }
    END { print seq, (previous == "" ? "unknown" : previous), met + 0 >end }' "$work/chain" >>"$work/findings"
  read -r entries last_hash met <"$work/end"
  if [ -n "$head_line" ]; then
    if [ "$entries" -lt "${head_line% *}" ]; then
      fail ledger_cut "$ledger" "ends at entry $entries, its head is entry ${head_line% *}"
    elif [ "$entries" -ne "${head_line% *}" ] || { [ "$last_hash" != unknown ] && [ "$last_hash" != "${head_line#* }" ]; }; then
      fail ledger_head_differs "$ledger" "ends at $entries $last_hash"
    fi
  fi
  if [ -n "$anchor_hash" ] && [ "$met" != 1 ]; then fail ledger_head_unexpected "$ledger" "$anchor_seq $anchor_hash"; fi
  if [ -n "$head_line" ] && [ "$last_hash" != unknown ]; then
    awk -F '\t' '$1 == "FAIL" && $2 ~ "^ledger_" { exit 1 }' "$work/findings" && ok ledger_whole "$ledger" "$entries entries"
  fi
fi

# ---- report ----------------------------------------------------------------------------------

code=0
awk -F '\t' '$1 == "FAIL" { print $2 }' "$work/findings" | sort -u | while read -r id; do exit_code_of "$id"; done >"$work/codes"
for candidate in 16 13 14 15 17 10 11 12 3; do
  if grep -q "^$candidate\$" "$work/codes"; then code=$candidate; break; fi
done

# what the package says of itself must not steer the terminal it is shown on
printable() {
  tr -d '\000-\037\177'
}
echo "Evidence package $(basename "$(pwd)" | printable)"
sample=$(info Sample | printable)
[ -z "$sample" ] || echo "$sample"
if present tagmanifest-sha256.txt; then echo "identity  $($sha256 tagmanifest-sha256.txt | cut -c 1-64)"; fi
echo "files     $files, $bytes bytes"
cat "$work/signer-lines"
[ "$entries" = '-' ] || echo "ledger    $entries entries"
if [ -n "$adds_to" ]; then
  printf 'addendum  %s to package %s\n          by %s, %s\n          %s\n' "$(info Addendum-Number)" "$adds_to" "$(info Addendum-By)" "$(info Addendum-At)" "$(info Addendum-Reason)" | tr -d '\000-\011\013-\037\177'
fi
echo

most=20
[ $verbose -eq 0 ] || most=1000000
awk -F '\t' -v most="$most" -v verbose="$verbose" '
  { gsub(/[^\t -~\200-\377]/, "?") }
  $1 == "OK" { if (verbose) print; next }
  ++count[$2] <= most { print; next }
  { more[$2]++ }
  END { for (id in more) printf "MORE\t%s\t\t%d\n", id, more[id] }' "$work/findings" >"$work/shown"
while IFS= read -r line; do
  status=$(printf '%s' "$line" | cut -f 1)
  id=$(printf '%s' "$line" | cut -f 2)
  file=$(printf '%s' "$line" | cut -f 3)
  detail=$(printf '%s' "$line" | cut -f 4)
  if [ "$status" = MORE ]; then
    echo "      $id: $detail more; -v lists them all"
    continue
  fi
  printf '%-5s %s%s%s\n      %s\n' "$status" "$id" "${file:+  $file}" "${detail:+  ($detail)}" "$(meaning "$id")"
done <"$work/shown"
[ ! -s "$work/shown" ] || echo

if [ $code -eq 0 ]; then
  echo 'VERIFIED  The package is whole and its signatures hold.'
  if [ -z "$trusted" ]; then
    echo '          Who signed is what the certificates say of themselves. Compare the fingerprints with the'
    echo '          ones the signers gave you, or give them here with --fingerprint.'
  fi
else
  case $code in
    3) echo 'NOT VERIFIED (3)  Something could not be read, or a program is missing, so the package is not verified.' ;;
    10) echo "FAILED (10)  A file's bytes are not the ones that were signed." ;;
    11) echo 'FAILED (11)  A file that was signed is not there.' ;;
    12) echo 'FAILED (12)  A file is there that was not signed.' ;;
    13) echo 'FAILED (13)  A signature is missing or does not hold.' ;;
    14) echo 'FAILED (14)  A signature holds, but the signer is not who it should be.' ;;
    15) echo 'FAILED (15)  The ledger was cut or edited, or does not end at its recorded head.' ;;
    16) echo 'FAILED (16)  This is not a whole evidence package, or its lists cannot be relied on.' ;;
    17) echo 'FAILED (17)  This addendum does not belong to the package it was checked against.' ;;
  esac
fi
exit $code
