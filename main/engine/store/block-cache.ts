/** Decompressed document blocks by id, the least recently used dropped first. */
export interface BlockCache {
  readonly get: (id: number) => Buffer | undefined
  readonly put: (id: number, bytes: Buffer) => void
  readonly clear: () => void
}

/** A cache that holds at most `limit` bytes (and always the newest block). */
export function blockCache(limit = 32 * 1024 * 1024): BlockCache {
  const blocks = new Map<number, Buffer>()
  let held = 0
  return {
    get(id) {
      const bytes = blocks.get(id)
      if (bytes === undefined) return undefined
      blocks.delete(id)
      blocks.set(id, bytes)
      return bytes
    },
    put(id, bytes) {
      const old = blocks.get(id)
      if (old !== undefined) held -= old.length
      blocks.delete(id)
      blocks.set(id, bytes)
      held += bytes.length
      for (const [oldest, body] of blocks) {
        if (held <= limit || oldest === id) break
        blocks.delete(oldest)
        held -= body.length
      }
    },
    clear() {
      blocks.clear()
      held = 0
    },
  }
}
