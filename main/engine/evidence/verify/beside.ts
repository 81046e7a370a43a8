import { readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { readBagInfo } from '../bag/bag-info.ts'
import type { BagInfoField } from '../bag/bag-info.ts'
import { sha256Hex } from '../sign/crypto-engine.ts'
import { newFindings } from './findings.ts'
import { openPackage } from './open-package.ts'
import { readWhole } from './source.ts'

/** A bag that lies in the same folder as another. Nothing but its two names is taken from it: it is not verified. */
export interface Neighbour {
  readonly path: string
  /** SHA-256 of its tagmanifest-sha256.txt. */
  readonly packageId: string
  readonly info: readonly BagInfoField[]
}

const longestTagManifest = 1024 * 1024
const longestInfo = 4 * 1024 * 1024
// A download folder may hold anything; past this many entries a neighbour has to be named.
const mostEntries = 1000

/** Packages and addenda (folders, and ZIPs of which there is no folder) beside `path`, itself included, by name. */
export async function neighbours(path: string): Promise<Neighbour[]> {
  return bagsIn(dirname(resolve(path)))
}

/** The same for everything in a folder; an unreadable or missing folder holds nothing. */
export async function bagsIn(folder: string): Promise<Neighbour[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => (entry.isDirectory() && !entry.name.startsWith('.')) || isZip(entry))
    .sort((a, b) => Number(isZip(a)) - Number(isZip(b)) || (a.name < b.name ? -1 : 1))
    .slice(0, mostEntries)
  const found: Neighbour[] = []
  const seen = new Set<string>()
  for (const { name } of names) {
    const one = await identify(join(folder, name))
    if (!one || seen.has(one.packageId)) continue
    seen.add(one.packageId)
    found.push(one)
  }
  return found
}

const isZip = (entry: { readonly name: string; isFile(): boolean }): boolean =>
  entry.isFile() && entry.name.toLowerCase().endsWith('.zip')

/** A bag's identity and bag-info; undefined for anything else. */
export async function identify(path: string): Promise<Neighbour | undefined> {
  const source = await openPackage(path, newFindings(), 'shallow').catch(() => undefined)
  if (!source) return undefined
  try {
    const tagManifest = await readWhole(source, 'tagmanifest-sha256.txt', longestTagManifest)
    const info = await readWhole(source, 'bag-info.txt', longestInfo)
    if (!tagManifest) return undefined
    return { path, packageId: sha256Hex(tagManifest), info: readBagInfo(info?.toString('utf8') ?? '') ?? [] }
  } finally {
    source.close()
  }
}
