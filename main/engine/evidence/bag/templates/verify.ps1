# Verifies this evidence package on Windows with PowerShell 5.1 or newer and nothing else.
# It has not been run in the maker's automatic tests, which have no Windows: where it and
# verify.sh differ, believe verify.sh.
#
#   powershell -ExecutionPolicy Bypass -File verify.ps1 [-Folder PATH] [-Fingerprint SHA256] [-Original PATH]
#
# It checks every listed file, missing and extra files, the signatures and their signers, and the
# recorded head of the ledger. The ledger's chain itself is recomputed by verify.sh only.
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
        if ($line -cnotmatch '^([0-9a-f]{64})  ([A-Za-z0-9._/-]+)$' -or $line -match '\.\.') { Report 16 'manifest_malformed' $name; continue }
        $entries[$Matches[2]] = $Matches[1]
    }
    return $entries
}

function Get-Sha256([string] $path) {
    return (Get-FileHash -Algorithm SHA256 -LiteralPath $path).Hash.ToLowerInvariant()
}

$known = @{ 'tagmanifest-sha256.txt' = $true }
foreach ($name in 'preparer.p7s', 'reviewer.p7s', 'signers.pem', 'FINGERPRINTS.txt', 'tagmanifest.tsq', 'tagmanifest.tsr', 'reviewer.tsq', 'reviewer.tsr') {
    $known["signatures/$name"] = $true
}
foreach ($manifest in 'tagmanifest-sha256.txt', 'manifest-sha256.txt') {
    $entries = Read-Manifest $manifest
    foreach ($path in $entries.Keys) {
        $known[$path] = $true
        if (-not (Test-Path -LiteralPath $path -PathType Leaf)) { Report 11 'file_missing' $path }
        elseif ((Get-Sha256 $path) -cne $entries[$path]) { Report 10 'file_changed' $path }
    }
}
foreach ($item in Get-ChildItem -LiteralPath $root -Recurse -Force -File) {
    $path = $item.FullName.Substring($root.Length + 1).Replace('\', '/')
    if (-not $known.ContainsKey($path)) { Report 12 'file_extra' $path }
}

$signers = @{}
foreach ($role in 'preparer', 'reviewer') {
    $file = "signatures/$role.p7s"
    if (-not (Test-Path -LiteralPath $file)) {
        if ($role -eq 'preparer') { Report 13 'signature_missing' $file } else { Write-Output 'WARN  reviewer_absent' }
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
    $sha = [Security.Cryptography.SHA256]::Create()
    $print = [BitConverter]::ToString($sha.ComputeHash($certificate.RawData)).Replace('-', ':')
    $signers[$role] = $certificate
    Write-Output ("{0}  {1}" -f $role, $certificate.Subject)
    Write-Output ("          SHA-256 {0}" -f $print)
    foreach ($attribute in $cms.SignerInfos[0].SignedAttributes) {
        if ($attribute.Oid.Value -ne '1.2.840.113549.1.9.5') { continue }
        $claimed = (New-Object Security.Cryptography.Pkcs.Pkcs9SigningTime (, $attribute.Values[0].RawData)).SigningTime.ToUniversalTime()
        Write-Output ("          claims to have signed at {0:yyyy-MM-ddTHH:mm:ssZ}" -f $claimed)
        if ($claimed -gt $certificate.NotAfter.ToUniversalTime()) { Report 14 'certificate_expired' $file }
        if ($claimed -lt $certificate.NotBefore.ToUniversalTime()) { Report 14 'certificate_not_yet_valid' $file }
    }
    $listed = Select-String -LiteralPath 'signatures/FINGERPRINTS.txt' -Pattern ("^{0}  \S+  {1}  " -f $role, $print) -CaseSensitive
    if (-not $listed) { Report 14 'signer_foreign' $file }
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

$addsTo = Select-String -LiteralPath 'bag-info.txt' -Pattern '^Addendum-To-TagManifest-SHA256: ([0-9a-f]{64})$' -CaseSensitive
if ($addsTo) {
    $to = $addsTo.Matches[0].Groups[1].Value
    Write-Output "addendum  to package $to"
    if ($Original -eq '') { Write-Output 'SKIP  addendum_original_absent' }
    elseif ((Get-Sha256 (Join-Path $Original 'tagmanifest-sha256.txt')) -cne $to) { Report 17 'addendum_original_differs' $Original }
}
$ledger = 'data/13-custody/ledger.jsonl'
$head = 'data/13-custody/head.txt'
if ((Test-Path -LiteralPath $ledger) -and (Test-Path -LiteralPath $head)) {
    $expected = [IO.File]::ReadAllText((Join-Path $root $head)).Trim()
    $last = ''
    foreach ($line in [IO.File]::ReadLines((Join-Path $root $ledger))) { $last = $line }
    $found = ''
    if ($last -cmatch ',"hash":"([0-9a-f]{64})","payload":') { $hash = $Matches[1]; if ($last -cmatch ',"seq":(\d+)}$') { $found = "$($Matches[1]) $hash" } }
    if ($found -cne $expected) { Report 15 'ledger_head_differs' $ledger }
} elseif (-not $addsTo) { Report 15 'ledger_missing' $ledger }

foreach ($code in 16, 13, 14, 15, 17, 10, 11, 12, 3) {
    if ($codes -contains $code) { Write-Output "FAILED ($code): see VERIFY.md"; exit $code }
}
Write-Output 'VERIFIED  Compare the fingerprints with the ones the signers gave you.'
exit 0
