import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PayloadContext } from '../payload/context.ts'
import type { WrittenFile } from '../payload/files.ts'
import type { Pen } from './pen.ts'

/** A file above this is named by its hash in place of being put into the document: a document is for people to open. */
export const attachmentLimit = { file: 1024 * 1024, all: 8 * 1024 * 1024 } as const

/** A data file that a document shows, and whether the document holds it. */
export interface Companion extends WrittenFile {
  readonly attached: boolean
}

/**
 * The written files that a document shows, by path or by folder (`data/07-samples/`, its CSV files), in the order named. Which are attached
 * follows from their sizes alone: up to 1 MiB each and 8 MiB together.
 */
export function companions(context: PayloadContext, wanted: readonly string[]): Companion[] {
  let room: number = attachmentLimit.all
  return wanted.flatMap((one) =>
    context.files
      .filter((file) =>
        one.endsWith('/') ? file.path.startsWith(one) && file.path.endsWith('.csv') : file.path === one,
      )
      .map((file) => {
        const attached = file.bytes <= Math.min(room, attachmentLimit.file)
        if (attached) room -= file.bytes
        return { ...file, attached }
      }),
  )
}

/** Puts those that are attached into the document, under their names in the package. */
export async function attachAll(
  pen: Pen,
  context: PayloadContext,
  files: readonly Companion[],
): Promise<void> {
  for (const file of files) {
    if (!file.attached) continue
    pen.attach({
      name: path.posix.basename(file.path),
      description: `${file.path} of the package, SHA-256 ${file.sha256}`,
      bytes: await readFile(path.join(context.root, ...file.path.split('/'))),
      at: new Date(context.at),
    })
    await pen.breathe()
  }
}
