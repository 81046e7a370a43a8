import type { PayloadContext } from '../payload/context.ts'
import { openFile } from '../payload/files.ts'

const items = Symbol('items')

/** A list too long to hold: its elements are asked for when the file is written, and again if it is written again. */
export interface Stream {
  readonly [items]: () => Iterable<unknown>
}

/** A list of a document that is written as it comes. */
export const stream = (elements: () => Iterable<unknown>): Stream => ({ [items]: elements })

const isStream = (value: unknown): value is Stream =>
  typeof value === 'object' && value !== null && items in value

/** Texts of a JSON document in order; fields that are undefined, and lists of a stream without elements, are left out. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (isStream(value)) {
    let separator = '['
    for (const element of value[items]()) {
      yield separator
      yield* jsonPieces(element)
      separator = ',\n'
    }
    yield separator === '[' ? '[]' : ']'
  } else if (Array.isArray(value)) {
    let separator = '['
    for (const element of value) {
      yield separator
      yield* jsonPieces(element)
      separator = ','
    }
    yield separator === '[' ? '[]' : ']'
  } else if (typeof value === 'object' && value !== null) {
    let separator = '{'
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined || (isStream(field) && isEmpty(field))) continue
      yield `${separator}${JSON.stringify(key)}:`
      yield* jsonPieces(field)
      separator = ','
    }
    yield separator === '{' ? '{}' : '}'
  } else yield JSON.stringify(value)
}

function isEmpty(value: Stream): boolean {
  for (const _ of value[items]()) {
    void _
    return false
  }
  return true
}

const pieceLength = 64 * 1024

/**
 * Writes a JSON document to a payload file in pieces of about 64 KiB, however long its streams are. Yields the pieces written.
 * @throws CountersignError cancelled, disk_full, package_exists
 */
export async function* writeJson(
  context: PayloadContext,
  relative: string,
  documents: Iterable<unknown>,
): AsyncGenerator<number> {
  const file = await openFile(context.root, relative)
  let finished = false
  let written = 0
  let rows = 0
  try {
    let held = ''
    for (const document of documents) {
      for (const piece of jsonPieces(document)) {
        held += piece
        if (held.length < pieceLength) continue
        await file.write(held)
        held = ''
        context.checkCancelled()
        yield ++written
      }
      held += '\n'
      rows++
    }
    await file.write(held)
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  context.record(await file.close(rows))
}
