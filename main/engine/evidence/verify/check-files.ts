import { bagInfoValue, bagitText, readBagInfo } from '../bag/bag-info.ts'
import type { BagInfoField } from '../bag/bag-info.ts'
import { readManifest } from '../bag/manifest.ts'
import { signatureFiles } from '../sign/signers-list.ts'
import type { Findings } from './findings.ts'
import { readWhole } from './source.ts'
import type { PackageSource } from './source.ts'

const manifestName = 'manifest-sha256.txt'
export const tagManifestName = 'tagmanifest-sha256.txt'
const listedInTagManifest = ['bagit.txt', 'bag-info.txt', manifestName]

// Room for about two million lines.
const longestManifest = 256 * 1024 * 1024
const longestTagFile = 4 * 1024 * 1024

export interface FileProgress {
  readonly onFile?: ((path: string, bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface CheckedFiles {
  /** Bytes of tagmanifest-sha256.txt; undefined when there is none. */
  readonly tagManifest: Buffer | undefined
  readonly info: readonly BagInfoField[]
  readonly files: number
  readonly bytes: number
  /** Payload paths the manifest lists. */
  readonly listed: ReadonlySet<string>
}

/**
 * The container: bagit.txt, both manifests, each listed file's presence and hash, files nobody listed, and
 * Payload-Oxum (RFC 8493 3). Every file's bytes are read once.
 */
export async function checkFiles(
  source: PackageSource,
  findings: Findings,
  progress: FileProgress,
): Promise<CheckedFiles> {
  const absent = ['bagit.txt', manifestName, tagManifestName].filter((name) => !source.files.has(name))
  for (const name of absent) findings.fail('bag_incomplete', name)

  const tagManifest = await readWhole(source, tagManifestName, longestManifest)
  const tags = await readList(source, tagManifestName, 'tag', findings)
  const payload = await readList(source, manifestName, 'payload', findings)
  if (tagManifest) {
    for (const name of listedInTagManifest) {
      if (!tags.has(name))
        findings.fail('manifest_malformed', tagManifestName, { detail: `does not list ${name}` })
    }
  }
  const declaration = await readWhole(source, 'bagit.txt', longestTagFile)
  if (declaration && declaration.toString('utf8') !== bagitText) findings.fail('bag_malformed', 'bagit.txt')
  const info = await readInfo(source, findings)

  const skip = new Set(absent)
  await compare(source, tags, skip, findings, progress)
  const tagFaults = findings.has(
    'file_changed',
    'file_missing',
    'manifest_changed',
    'manifest_malformed',
    'bag_incomplete',
  )
  if (!tagFaults) findings.ok('tag_files_intact', null, { files: tags.size })
  const { files, bytes } = await compare(source, payload, skip, findings, progress)
  for (const path of source.files) {
    // without its list nothing can be called extra
    if (skip.has(path.startsWith('data/') ? manifestName : tagManifestName)) continue
    const known = path === tagManifestName || tags.has(path) || payload.has(path) || signatureFiles.has(path)
    if (!known) findings.fail('file_extra', path)
  }
  checkOxum(info, bytes, files, findings)
  if (
    !findings.has(
      'archive_damaged',
      'archive_unsafe_name',
      'archive_duplicate_name',
      'entry_not_a_file',
      'bag_incomplete',
      'bag_malformed',
      'manifest_malformed',
      'oxum_differs',
    )
  ) {
    findings.ok('bag_sound')
  }
  if (
    !findings.has(
      'file_changed',
      'manifest_changed',
      'file_missing',
      'file_extra',
      'file_unreadable',
      'bag_incomplete',
      'manifest_malformed',
    )
  ) {
    findings.ok('files_intact', null, { files, bytes })
  }
  return { tagManifest, info, files, bytes, listed: new Set(payload.keys()) }
}

async function readList(
  source: PackageSource,
  name: string,
  place: 'payload' | 'tag',
  findings: Findings,
): Promise<ReadonlyMap<string, string>> {
  if (!source.files.has(name)) return new Map()
  const bytes = await readWhole(source, name, longestManifest)
  if (!bytes) {
    findings.fail('file_unreadable', name)
    return new Map()
  }
  const { entries, faults } = readManifest(bytes.toString('utf8'), place)
  for (const { line, reason } of faults) findings.fail('manifest_malformed', name, { line, detail: reason })
  if (entries.size === 0 && faults.length === 0)
    findings.fail('manifest_malformed', name, { detail: 'empty' })
  return entries
}

async function readInfo(source: PackageSource, findings: Findings): Promise<readonly BagInfoField[]> {
  const bytes = await readWhole(source, 'bag-info.txt', longestTagFile)
  if (!bytes) return []
  const fields = readBagInfo(bytes.toString('utf8'))
  if (!fields) findings.fail('bag_malformed', 'bag-info.txt')
  return fields ?? []
}

async function compare(
  source: PackageSource,
  listed: ReadonlyMap<string, string>,
  skip: ReadonlySet<string>,
  findings: Findings,
  { onFile, signal }: FileProgress,
): Promise<{ files: number; bytes: number }> {
  let files = 0
  let bytes = 0
  for (const [path, expected] of listed) {
    signal?.throwIfAborted()
    if (!source.files.has(path)) {
      if (!skip.has(path)) findings.fail('file_missing', path)
      continue
    }
    try {
      const found = await source.digest(path, signal)
      files++
      bytes += found.bytes
      if (found.sha256 !== expected)
        findings.fail(path === manifestName ? 'manifest_changed' : 'file_changed', path, {
          expected,
          found: found.sha256,
        })
      onFile?.(path, found.bytes)
    } catch {
      signal?.throwIfAborted()
      findings.fail('file_unreadable', path)
    }
  }
  return { files, bytes }
}

/** Only said when nothing else explains a difference. */
function checkOxum(info: readonly BagInfoField[], bytes: number, files: number, findings: Findings): void {
  const stated = bagInfoValue(info, 'Payload-Oxum')
  if (
    findings.has(
      'file_changed',
      'manifest_changed',
      'file_missing',
      'file_unreadable',
      'bag_incomplete',
      'manifest_malformed',
      'bag_malformed',
    )
  )
    return
  const found = `${String(bytes)}.${String(files)}`
  if (stated !== found) findings.fail('oxum_differs', 'bag-info.txt', { expected: stated ?? 'none', found })
}
