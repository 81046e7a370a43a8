import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { readableFingerprint } from '../../../../shared/model/signing.ts'
import { bagInfoText, bagitText } from './bag-info.ts'
import type { BagInfoField } from './bag-info.ts'
import { writeDurably } from './durable.ts'
import { hashFile } from './hash-file.ts'
import { readHead } from './ledger-head.ts'
import { manifestText } from './manifest.ts'
import type { ManifestEntry } from './manifest.ts'
import { assertNames } from './names.ts'
import { packageTexts } from './package-texts.ts'
import { walk } from './walk.ts'

export interface BagOptions {
  /** An addendum is a bag of its own without a ledger: what it adds to, and the ledger there, is named in `info`. Default: package. */
  readonly kind?: 'package' | 'addendum'
  /** Name shown at the head of README.txt, e.g. client and period. */
  readonly title: string
  /** bag-info fields in the order wanted (period, client, tool version, completeness, …). */
  readonly info: readonly BagInfoField[]
  /** Day of bagging, `YYYY-MM-DD`. */
  readonly baggedOn: string
  /** Invented data: said in bag-info and README. */
  readonly sample: boolean
  /** SHA-256 of the certificate that will sign as preparer; recorded under the signature, so that another can't take its place unseen. */
  readonly preparerFingerprint?: string
  /** Told after each payload file is hashed. */
  readonly onFile?: (path: string, bytes: number) => void
  readonly signal?: AbortSignal
  /** Folder of the package's text files; default: beside this module. */
  readonly templates?: string
}

export interface WrittenBag {
  /** SHA-256 of tagmanifest-sha256.txt. */
  readonly packageId: string
  /** Payload files and their bytes. */
  readonly files: number
  readonly bytes: number
}

const computedLabels = new Set([
  'Bagging-Date',
  'Payload-Oxum',
  'Ledger-Head',
  'Preparer-Fingerprint',
  'Sample',
])

/**
 * Turns a folder that holds `data/` into a BagIt 1.0 bag (RFC 8493): declaration, bag-info with
 * computed Payload-Oxum and Ledger-Head, README.txt, VERIFY.md, verify.sh, verify.ps1, manifests.
 * Signing comes after. Memory grows with the number of files, not with their size.
 *
 * Throws `package_invalid` naming the file for bad names, links, files outside `data/`, an empty
 * payload, or a package's missing ledger head; `invalid_input` for a bag-info field it computes itself.
 */
export async function writeBag(folder: string, options: BagOptions): Promise<WrittenBag> {
  const reserved = options.info.find((field) => computedLabels.has(field.label))
  if (reserved)
    throw new CountersignError('invalid_input', { field: reserved.label, detail: 'it is computed here' })
  const payload = await payloadFiles(folder)
  const kind = options.kind ?? 'package'
  const head = kind === 'package' ? await readHead(folder) : undefined

  const entries: ManifestEntry[] = []
  let bytes = 0
  for (const path of payload) {
    options.signal?.throwIfAborted()
    const digest = await hashFile(join(folder, path), options.signal)
    entries.push({ path, sha256: digest.sha256 })
    bytes += digest.bytes
    options.onFile?.(path, digest.bytes)
  }

  const info = bagInfo(options, `${String(bytes)}.${String(entries.length)}`, head)
  const texts = new Map([
    ['bagit.txt', bagitText],
    ['bag-info.txt', bagInfoText(info)],
    ...(await packageTexts({
      kind,
      title: options.title,
      sample: options.sample,
      info,
      payload,
      templates: options.templates,
    })),
    ['manifest-sha256.txt', manifestText(entries)],
  ])
  const tags: ManifestEntry[] = []
  for (const [name, text] of texts) {
    await writeDurably(join(folder, name), text, name === 'verify.sh' ? 0o755 : 0o644)
    tags.push({ path: name, sha256: (await hashFile(join(folder, name))).sha256 })
  }
  const tagManifest = join(folder, 'tagmanifest-sha256.txt')
  await writeDurably(tagManifest, manifestText(tags))
  return { packageId: (await hashFile(tagManifest)).sha256, files: entries.length, bytes }
}

async function payloadFiles(folder: string): Promise<readonly string[]> {
  const { files, others } = await walk(folder)
  if (others[0] !== undefined)
    throw new CountersignError('package_invalid', { path: others[0], detail: 'neither a file nor a folder' })
  const outside = files.find((path) => !path.startsWith('data/'))
  if (outside !== undefined)
    throw new CountersignError('package_invalid', { path: outside, detail: 'outside data/' })
  if (files.length === 0)
    throw new CountersignError('package_invalid', { path: 'data/', detail: 'holds no file' })
  assertNames(files)
  return files
}

function bagInfo(options: BagOptions, oxum: string, head: string | undefined): BagInfoField[] {
  const fields = [...options.info, { label: 'Bagging-Date', value: options.baggedOn }]
  if (options.sample) fields.push({ label: 'Sample', value: 'SAMPLE: invented data, evidence of nothing' })
  fields.push({ label: 'Payload-Oxum', value: oxum })
  if (head !== undefined) fields.push({ label: 'Ledger-Head', value: head })
  if (options.preparerFingerprint) {
    fields.push({ label: 'Preparer-Fingerprint', value: readableFingerprint(options.preparerFingerprint) })
  }
  return fields
}
