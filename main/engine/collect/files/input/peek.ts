/** The first `size` bytes of a stream (fewer when it is shorter), and the whole stream again. */
export async function peek(
  chunks: AsyncIterable<Buffer>,
  size: number,
): Promise<{ head: Buffer; chunks: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let done = false
  while (head.length < size && !done) {
    const next = await iterator.next()
    if (next.done === true) done = true
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  async function* again(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head
      while (!done) {
        const next = await iterator.next()
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { head, chunks: again() }
}
