# Verifies this evidence package on Windows with PowerShell 5.1 or newer and nothing else.
# It has never been run by its maker, who has no Windows; only its syntax was checked. Where it and
# verify.sh differ, believe verify.sh.
#
#   powershell -ExecutionPolicy Bypass -File verify.ps1 [-Folder PATH] [-Fingerprint SHA256] [-Original PATH]
#
# It checks every listed file, missing and extra files, the signatures and their signers, and the
# chain of the ledger up to its recorded head. verify.sh only: time stamps, that a signature names its
# certificate, links, and an addendum's number and sheet.
# For an addendum, Original is the package it belongs to. Exit codes are the ones VERIFY.md lists.

param([string] $Folder = $PSScriptRoot, [string] $Fingerprint = '', [string] $Original = '')

$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Security
if ($Original -ne '') { $Original = (Resolve-Path -LiteralPath $Original).Path }
Set-Location -LiteralPath $Folder
$root = (Get-Location).Path
$codes = @()

function Report([int] $code, [string] $id, [string] $file) {
    Write-Output ("FAIL  {0}  {1}" -f $id, $file)
    $script:codes += $code
}

function Read-Manifest([string] $name) {
    $entries = @{}
    if (-not (Test-Path -LiteralPath $name)) { Report 16 'bag_incomplete' $name; return $entries }
    foreach ($line in [IO.File]::ReadAllLines((Join-Path $root $name))) {
        $good = [regex]::Match($line, '^([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,179})$')
        $path = $good.Groups[2].Value
        $unsafe = [regex]::IsMatch($path, '(^|/)-|(^|/)(/|$)|\.(/|$)')
        if (-not $good.Success -or $unsafe -or $entries.ContainsKey($path)) { Report 16 'manifest_malformed' $name; continue }
        $entries[$path] = $good.Groups[1].Value
    }
    return $entries
}

function Get-Sha256([string] $path) {
    return (Get-FileHash -Algorithm SHA256 -LiteralPath $path).Hash.ToLowerInvariant()
}

function Read-BagInfo {
    $fields = @{}
    $label = ''
    if (-not (Test-Path -LiteralPath 'bag-info.txt')) { return $fields }
    foreach ($line in [IO.File]::ReadAllLines((Join-Path $root 'bag-info.txt'))) {
        $folded = [regex]::Match($line, '^[ \t]+(.*)$')
        $field = [regex]::Match($line, '^([^ \t:]+):[ \t]*(.*)$')
        if ($folded.Success) {
            if ($label -ne '') { $fields[$label] += ' ' + $folded.Groups[1].Value.TrimEnd() }
        } elseif ($field.Success) {
            # as verify.sh, the first of a label counts
            $label = $field.Groups[1].Value
            if ($fields.ContainsKey($label)) { $label = '' } else { $fields[$label] = $field.Groups[2].Value.TrimEnd() }
        }
    }
    return $fields
}

function Get-Fingerprint([byte[]] $der) {
    $sha = [Security.Cryptography.SHA256]::Create()
    return [BitConverter]::ToString($sha.ComputeHash($der)).Replace('-', ':')
}

$info = Read-BagInfo
$known = @{ 'tagmanifest-sha256.txt' = $true }
foreach ($name in 'preparer.p7s', 'reviewer.p7s', 'signers.pem', 'FINGERPRINTS.txt', 'tagmanifest.tsq', 'tagmanifest.tsr', 'reviewer.tsq', 'reviewer.tsr') {
    $known["signatures/$name"] = $true
}
$files = 0
$bytes = [long] 0
foreach ($manifest in 'tagmanifest-sha256.txt', 'manifest-sha256.txt') {
    $entries = Read-Manifest $manifest
    if ($manifest -eq 'tagmanifest-sha256.txt') {
        foreach ($needed in 'bagit.txt', 'bag-info.txt', 'manifest-sha256.txt') {
            if (-not $entries.ContainsKey($needed)) { Report 16 'manifest_malformed' $manifest }
        }
    }
    foreach ($path in $entries.Keys) {
        $known[$path] = $true
        if (-not (Test-Path -LiteralPath $path -PathType Leaf)) { Report 11 'file_missing' $path }
        elseif ((Get-Sha256 $path) -cne $entries[$path]) { Report 10 'file_changed' $path }
        elseif ($manifest -eq 'manifest-sha256.txt') {
            $files += 1
            $bytes += (Get-Item -LiteralPath $path -Force).Length
        }
    }
}
if ($codes.Count -eq 0 -and $info['Payload-Oxum'] -cne "$bytes.$files") { Report 16 'oxum_differs' 'bag-info.txt' }
foreach ($item in Get-ChildItem -LiteralPath $root -Recurse -Force -File) {
    $path = $item.FullName.Substring($root.Length + 1).Replace('\', '/')
    if (-not $known.ContainsKey($path)) { Report 12 'file_extra' $path }
}

# Certificates of signers.pem, by fingerprint.
$listedCertificates = @()
if (Test-Path -LiteralPath 'signatures/signers.pem') {
    $pem = [IO.File]::ReadAllText((Join-Path $root 'signatures/signers.pem'))
    foreach ($block in [regex]::Matches($pem, '-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----')) {
        $listedCertificates += Get-Fingerprint ([Convert]::FromBase64String(($block.Groups[1].Value -replace '\s', '')))
    }
}
$prints = ''
if (Test-Path -LiteralPath 'signatures/FINGERPRINTS.txt') {
    $prints = [IO.File]::ReadAllText((Join-Path $root 'signatures/FINGERPRINTS.txt'))
}

$signers = @{}
foreach ($role in 'preparer', 'reviewer') {
    $file = "signatures/$role.p7s"
    if (-not (Test-Path -LiteralPath $file)) {
        $expected = $role -eq 'preparer' -or [regex]::IsMatch($prints, "(?m)^$role  ")
        if ($expected) { Report 13 'signature_missing' $file } else { Write-Output 'WARN  reviewer_absent' }
        continue
    }
    try {
        $bytes = [IO.File]::ReadAllBytes((Join-Path $root 'tagmanifest-sha256.txt'))
        $content = New-Object Security.Cryptography.Pkcs.ContentInfo (, $bytes)
        $cms = New-Object Security.Cryptography.Pkcs.SignedCms ($content, $true)
        $cms.Decode([IO.File]::ReadAllBytes((Join-Path $root $file)))
        $cms.CheckSignature($true)
        if ($cms.SignerInfos.Count -ne 1) { throw 'more than one signer' }
        $certificate = $cms.SignerInfos[0].Certificate
    } catch {
        Report 13 'signature_invalid' $file
        continue
    }
    $print = Get-Fingerprint $certificate.RawData
    $signers[$role] = $certificate
    Write-Output ("{0}  {1}" -f $role, $certificate.Subject)
    Write-Output ("          SHA-256 {0}" -f $print)
    $timed = $false
    foreach ($attribute in $cms.SignerInfos[0].SignedAttributes) {
        if ($attribute.Oid.Value -ne '1.2.840.113549.1.9.5') { continue }
        $timed = $true
        $claimed = (New-Object Security.Cryptography.Pkcs.Pkcs9SigningTime (, $attribute.Values[0].RawData)).SigningTime.ToUniversalTime()
        Write-Output ("          claims to have signed at {0:yyyy-MM-ddTHH:mm:ssZ}" -f $claimed)
        if ($claimed -gt $certificate.NotAfter.ToUniversalTime()) { Report 14 'certificate_expired' $file }
        if ($claimed -lt $certificate.NotBefore.ToUniversalTime()) { Report 14 'certificate_not_yet_valid' $file }
    }
    if (-not $timed) { Report 13 'signature_invalid' $file }
    $listed = [regex]::IsMatch($prints, ("(?m)^{0}  \S+  {1}  " -f $role, $print))
    if (-not $listed -or $listedCertificates -notcontains $print) { Report 14 'signer_foreign' $file }
    $declared = $info['Preparer-Fingerprint']
    if ($role -eq 'preparer' -and $declared -and ($declared -replace '[:\s]', '') -ne ($print -replace ':', '')) {
        Report 14 'signer_not_declared' $file
    }
    if ($role -eq 'preparer' -and $Fingerprint -ne '' -and ($Fingerprint -replace '[:\s]', '') -ne ($print -replace ':', '')) {
        Report 14 'signer_not_trusted' $file
    }
}
if ($signers.Count -eq 2) {
    $first = $signers['preparer']
    $second = $signers['reviewer']
    $name = [Security.Cryptography.X509Certificates.X509NameType]::SimpleName
    if ($first.GetPublicKeyString() -eq $second.GetPublicKeyString() -or $first.GetNameInfo($name, $false) -eq $second.GetNameInfo($name, $false)) {
        Report 14 'same_person' 'signatures/reviewer.p7s'
    }
}

$addsTo = [regex]::IsMatch([string] $info['Addendum-To-TagManifest-SHA256'], '^[0-9a-f]{64}$')
if ($addsTo) {
    $to = $info['Addendum-To-TagManifest-SHA256']
    Write-Output "addendum  to package $to"
    if ($Original -eq '') { Write-Output 'SKIP  addendum_original_absent' }
    elseif ((Get-Sha256 (Join-Path $Original 'tagmanifest-sha256.txt')) -cne $to) { Report 17 'addendum_original_differs' $Original }
}
$ledger = 'data/13-custody/ledger.jsonl'
$head = 'data/13-custody/head.txt'
if ((Test-Path -LiteralPath $ledger) -and (Test-Path -LiteralPath $head)) {
    $expected = [IO.File]::ReadAllText((Join-Path $root $head)).Trim()
    if ($info['Ledger-Head'] -cne $expected) { Report 15 'ledger_head_not_recorded' $head }
    # An entry's hash is the SHA-256 of its line without the hash; prev is the hash of the entry before.
    $word = '"(?:[^"\\]|\\.)*"'
    $form = New-Object regex ('^(\{"action":' + $word + ',"actor":' + $word + ',"at":' + $word + '),"hash":"([0-9a-f]{64})"(,"payload":.*,"prev":"([0-9a-f]{64})","seq":([1-9][0-9]*)\})$')
    $sha = [Security.Cryptography.SHA256]::Create()
    $utf8 = New-Object Text.UTF8Encoding $false
    $previous = '0' * 64
    $seq = [long] 0
    foreach ($line in [IO.File]::ReadLines((Join-Path $root $ledger))) {
        $seq += 1
        $entry = $form.Match($line)
        if (-not $entry.Success) { Report 15 'ledger_malformed' "$ledger line $seq"; $previous = ''; continue }
        $made = [BitConverter]::ToString($sha.ComputeHash($utf8.GetBytes($entry.Groups[1].Value + $entry.Groups[3].Value))).Replace('-', '').ToLowerInvariant()
        $hash = $entry.Groups[2].Value
        if ([long] $entry.Groups[5].Value -ne $seq) { Report 15 'ledger_gap' "$ledger line $seq"; $seq = [long] $entry.Groups[5].Value }
        elseif ($previous -cne '' -and $entry.Groups[4].Value -cne $previous) { Report 15 'ledger_broken' "$ledger entry $seq" }
        if ($made -cne $hash) { Report 15 'ledger_edited' "$ledger entry $seq" }
        $previous = $hash
    }
    $stated = [regex]::Match($expected, '^(0|[1-9][0-9]*) ([0-9a-f]{64})$')
    if (-not $stated.Success) { Report 15 'ledger_malformed' $head }
    elseif ($seq -lt [long] $stated.Groups[1].Value) { Report 15 'ledger_cut' $ledger }
    elseif ($seq -ne [long] $stated.Groups[1].Value -or ($previous -cne '' -and $previous -cne $stated.Groups[2].Value)) { Report 15 'ledger_head_differs' $ledger }
} elseif (-not $addsTo) { Report 15 'ledger_missing' $ledger }

foreach ($code in 16, 13, 14, 15, 17, 10, 11, 12, 3) {
    if ($codes -contains $code) { Write-Output "FAILED ($code): see VERIFY.md"; exit $code }
}
Write-Output 'VERIFIED  Compare the fingerprints with the ones the signers gave you.'
exit 0
