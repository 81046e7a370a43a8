import type { Readable } from 'node:stream'
import { openPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { hashStream } from '../bag/hash-file.ts'
import { byPath, nameFault } from '../bag/names.ts'
import type { Findings } from './findings.ts'
import type { PackageSource } from './source.ts'

// Deflate never does better than 1032 to 1, so more than that means entries that overlap: a bomb.
const greatestRatio = 1032
const mostEntries = 2_000_000

const fileType = 0o170000
const regularFile = 0o100000
const folderType = 0o040000

/**
 * Opens a package inside a ZIP, read in place. Names are judged before anything is trusted: unsafe ones,
 * repeated ones (also by case alone), links and encrypted entries are found and left out.
 */
export async function openArchive(path: string, findings: Findings): Promise<PackageSource> {
  let zip: ZipFile
  try {
    // decodeStrings off: yauzl would give up at the first odd name, we want to name them all
    zip = await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    })
  } catch {
    findings.fail('archive_damaged', null, { detail: 'no ZIP directory at its end' })
    return nothing
  }
  const entries = await readEntries(zip, findings)
  const top = topFolder([...entries.keys()])
  const files = new Map<string, Entry>()
  for (const [name, entry] of [...entries].toSorted(([a], [b]) => byPath(a, b))) {
    if (name.startsWith(top)) files.set(name.slice(top.length), entry)
    else findings.fail('file_extra', name, { detail: 'outside the package folder' })
  }
  const open = (name: string): Promise<Readable> => openEntry(zip, files.get(name), `${top}${name}`)
  return {
    files: new Set(files.keys()),
    open,
    digest: async (name, signal) => {
      try {
        return await hashStream(await open(name), signal)
      } catch (error) {
        if (!signal?.aborted)
          findings.fail('archive_damaged', name, { detail: 'its bytes cannot be unpacked' })
        throw error
      }
    },
    close: () => zip.close(),
  }
}

const nothing: PackageSource = {
  files: new Set(),
  open: async (path) => Promise.reject(new Error(`no ${path}`)),
  digest: async (path) => Promise.reject(new Error(`no ${path}`)),
  close: () => undefined,
}

async function readEntries(zip: ZipFile, findings: Findings): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  const folded = new Set<string>()
  let bytes = 0
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('latin1')
      const type = (entry.externalFileAttributes >>> 16) & fileType
      const isFolder = name.endsWith('/')
      bytes += entry.uncompressedSize
      if (entries.size > mostEntries || bytes > greatestRatio * zip.fileSize) {
        findings.fail('archive_damaged', null, { detail: 'it claims to hold more than it can' })
        return new Map()
      }
      if (nameFault(isFolder ? name.slice(0, -1) : name))
        findings.fail('archive_unsafe_name', printable(name))
      else if (type !== 0 && type !== (isFolder ? folderType : regularFile))
        findings.fail('entry_not_a_file', name)
      else if (isFolder) continue
      else if (folded.has(name.toLowerCase())) findings.fail('archive_duplicate_name', name)
      else if (!entry.canDecodeFileData())
        findings.fail('archive_damaged', name, { detail: 'encrypted or packed in an unknown way' })
      else entries.set(name, entry)
      folded.add(name.toLowerCase())
    }
  } catch {
    findings.fail('archive_damaged', null, { detail: 'its directory cannot be read' })
  }
  return entries
}

/** The folder all of the package lies in, with its slash; empty when the package lies at the top of the ZIP. */
function topFolder(names: readonly string[]): string {
  if (names.includes('bagit.txt') || names.includes('tagmanifest-sha256.txt')) return ''
  const tops = new Set(names.map((name) => name.slice(0, name.indexOf('/') + 1)))
  const withBag = [...tops].find((top) => top !== '' && names.includes(`${top}bagit.txt`))
  const first = [...tops].find((top) => top !== '')
  return withBag ?? first ?? ''
}

async function openEntry(zip: ZipFile, entry: Entry | undefined, name: string): Promise<Readable> {
  if (!entry) throw new Error(`no ${name}`)
  const header = await zip.readLocalFileHeaderPromise(entry)
  // Programs that unpack in passing read this second name; it must not tell another story.
  if (header.fileName.toString('latin1') !== name) throw new Error('two names')
  return zip.openReadStreamPromise(entry)
}

function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
}
