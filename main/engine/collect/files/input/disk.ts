import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { CountersignError } from '../../../../../shared/model/errors.ts'
import type { OpenInput } from './source.ts'

/** A few milliseconds of work each, so that the reader gives way often. */
const chunkBytes = 256 * 1024

/**
 * Opens a file on disk for one pass; the hash is of the bytes as read.
 * Throws `file_changed_while_reading` when the file's size or time moved meanwhile.
 */
export function openDisk(path: string): OpenInput {
  const hash = createHash('sha256')
  let bytes = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    const file = await open(path, 'r')
    try {
      const before = await file.stat()
      for (;;) {
        const chunk = Buffer.allocUnsafeSlow(chunkBytes)
        const { bytesRead } = await file.read(chunk, 0, chunkBytes, null)
        if (bytesRead === 0) break
        const part = chunk.subarray(0, bytesRead)
        hash.update(part)
        bytes += bytesRead
        yield part
      }
      const after = await file.stat()
      if (after.size !== bytes || before.size !== after.size || before.mtimeMs !== after.mtimeMs) {
        throw new CountersignError('file_changed_while_reading', {
          path,
          expected: before.size,
          found: bytes,
        })
      }
    } finally {
      await file.close()
    }
  }
  return { chunks: chunks(), bytes: () => bytes, sha256: () => hash.digest('hex') }
}

/** The first bytes of a file, for its magic number. */
export async function readHead(path: string, size: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(size)
    const { bytesRead } = await file.read(head, 0, size, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
