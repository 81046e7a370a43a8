import { canonicalJson } from '../../../shared/model/canonical.ts'
import { CountersignError } from '../../../shared/model/errors.ts'
import { isJsonObject, type JsonObject } from '../../../shared/model/json.ts'
import { connectionOf, row, rows, type Connection } from './connection.ts'
import { bySha256, sliceOf } from './document-blocks.ts'
import { mergeParts } from './facets.ts'
import { inReading } from './transaction.ts'
import type { Workspace } from './types.ts'

interface DocumentRow {
  readonly id: number
  readonly sha256: string
  readonly block: number
  readonly offset: number
  readonly length: number
  readonly parts: string | null
}

const columns = 'id, sha256, block, offset, length, parts'

/** The document with this hash, parsed; null when the workspace does not hold it. */
export function documentBySha(ws: Workspace, sha256: string): JsonObject | null {
  const connection = connectionOf(ws)
  return inReading(connection, () => {
    const found = row<DocumentRow>(
      connection,
      `SELECT ${columns} FROM document WHERE ${bySha256}`,
      sha256,
      sha256,
    )
    return found === undefined ? null : parsed(connection, found)
  })
}

/** The canonical bytes (RFC 8785) as text: what the hash is the hash of. */
export function documentTextBySha(ws: Workspace, sha256: string): string | null {
  const document = documentBySha(ws, sha256)
  return document === null ? null : canonicalJson(document)
}

/** Parsed documents by id, read in storage order; for a few hundred at a time. */
export function documentsByIds(
  connection: Connection,
  ids: readonly number[],
): Map<number, { readonly sha256: string; readonly document: JsonObject }> {
  return inReading(connection, () => {
    const select = `SELECT ${columns} FROM document WHERE id IN (SELECT value FROM json_each(?)) ORDER BY block, offset`
    const found = rows<DocumentRow>(connection, select, JSON.stringify(ids))
    return new Map(
      found.map((document) => [
        document.id,
        { sha256: document.sha256, document: parsed(connection, document) },
      ]),
    )
  })
}

function parsed(connection: Connection, found: DocumentRow): JsonObject {
  if (found.parts === null) return parseObject(connection, sliceOf(connection, found).toString('utf8'))
  const parts = JSON.parse(found.parts) as number[]
  return mergeParts(
    parts.map((id) => {
      const part = row<DocumentRow>(connection, `SELECT ${columns} FROM document WHERE id = ?`, id)
      if (part === undefined || part.parts !== null)
        throw damaged(connection, `document part ${id} is missing`)
      return parsed(connection, part)
    }),
  )
}

function parseObject(connection: Connection, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch {
    // Falls through to the one error below.
  }
  throw damaged(connection, 'a document cannot be read')
}

function damaged(connection: Connection, detail: string): CountersignError {
  return new CountersignError('workspace_corrupt', { path: connection.path, detail })
}
