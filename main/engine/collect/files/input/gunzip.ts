import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CountersignError } from '../../../../../shared/model/errors.ts'
import type { ArchiveLimits } from '../events.ts'

/** RFC 1952. */
export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b
}

/**
 * Decompresses gzip, all members one after the other (RFC 1952 §2.2).
 * Throws `archive_bomb` beyond the limits, `file_truncated` when the stream ends early,
 * `archive_damaged` when a checksum or a code is wrong.
 */
export async function* gunzip(chunks: AsyncIterable<Buffer>, limits: ArchiveLimits): AsyncGenerator<Buffer> {
  const inflate = createGunzip({ chunkSize: 256 * 1024 })
  let taken = 0
  let given = 0
  let sourceError: unknown = null
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of chunks) {
        taken += chunk.length
        yield chunk
      }
    } catch (error) {
      sourceError = error
      throw error
    }
  }
  const source = Readable.from(counted(), { objectMode: true, highWaterMark: 1 })
  pipeline(source, inflate, () => {
    // The error reaches the reader below.
  })
  try {
    for await (const part of inflate as AsyncIterable<Buffer>) {
      given += part.length
      if (given > limits.maxBytes || (given > limits.floorBytes && given > taken * limits.maxRatio)) {
        throw new CountersignError('archive_bomb', {
          decompressed: given,
          compressed: taken,
          ratio: Math.round(given / taken),
          limit: limits.maxRatio,
        })
      }
      yield part
    }
  } catch (error) {
    if (sourceError !== null) throw sourceError
    throw zlibError(error, given)
  }
}

function zlibError(error: unknown, given: number): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (error.code === 'Z_BUF_ERROR')
    return new CountersignError(
      'file_truncated',
      { offset: given, detail: 'the compressed data ends early' },
      { cause: error },
    )
  if (!error.code.startsWith('Z_')) return error
  return new CountersignError('archive_damaged', { offset: given, detail: error.message }, { cause: error })
}
