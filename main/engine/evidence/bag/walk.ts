import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { byPath } from './names.ts'

export interface FolderListing {
  /** Paths of regular files relative to the folder, with `/`, in byte order. */
  readonly files: string[]
  /** Links, sockets, devices: whatever is neither file nor folder. Never followed. */
  readonly others: string[]
}

/** Lists a folder with all below it. Links are reported, not followed. Throws what the file system throws. */
export async function walk(folder: string): Promise<FolderListing> {
  const listing: FolderListing = { files: [], others: [] }
  const pending = ['']
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) pending.push(path)
      else if (entry.isFile()) listing.files.push(path)
      else listing.others.push(path)
    }
  }
  listing.files.sort(byPath)
  listing.others.sort(byPath)
  return listing
}
