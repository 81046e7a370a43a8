import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'

export interface FileDigest {
  /** Lower-case hex. */
  readonly sha256: string
  readonly bytes: number
}

const pieceLength = 256 * 1024

/** SHA-256 and length of a stream, read to its end in whatever pieces it comes. */
export async function hashStream(stream: Readable, signal?: AbortSignal): Promise<FileDigest> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** SHA-256 and length of a file, in pieces of at most 256 KiB whatever its size. Throws what the file system throws. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<FileDigest> {
  const handle = await open(path, 'r')
  try {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafe(Math.min(Math.max((await handle.stat()).size, 4096), pieceLength))
    let bytes = 0
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await handle.read(piece, 0, piece.length)
      hash.update(piece.subarray(0, bytesRead))
      bytes += bytesRead
      if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes }
    }
  } finally {
    await handle.close()
  }
}
