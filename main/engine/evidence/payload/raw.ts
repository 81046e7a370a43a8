import type { EvidenceDocument } from '../reader.ts'
import { idCell } from './cells.ts'
import { csvText, writeCsv, type Row } from './csv.ts'
import type { PayloadContext } from './context.ts'
import { openFile, safeName, type PayloadFile } from './files.ts'
import type { Tally } from './gather.ts'

const slice = 250

/** What stands in a document where a secret was (normalise/redact). */
const redactedMark = 'redacted:hmac-sha256:'
const redactionWords =
  'HMAC-SHA-256 of the value under a key that stays in the engagement file; equal values have equal marks, so a change shows'

interface AccountFiles {
  readonly key: string
  readonly documents: PayloadFile
  readonly index: PayloadFile
  lines: string[]
  rows: Row[]
  count: number
}

/**
 * `09-raw/<provider>/<account>.ndjson`: the documents of the closing scan, one canonical JSON document a line, so that
 * `sed -n 5p FILE | tr -d '\n' | sha256sum` gives the hash that outcomes, populations and baselines name.
 * `<account>.index.csv` says which line is which resource; `redactions.csv` names the documents with values that were replaced.
 */
export async function* writeRaw(context: PayloadContext, tally: Tally): AsyncGenerator<number> {
  if (context.closing === null) return
  let current: AccountFiles | null = null
  let total = 0
  // Resources with something replaced are few, and each counts as one row.
  const redactions: Row[] = []
  const tool = context.reader.tool()
  try {
    for (const document of context.reader.documents(context.closing.id)) {
      const key = `${document.provider}/${safeName(document.account)}`
      if (current?.key !== key) {
        if (current !== null) await finish(context, current)
        current = null
        current = await begin(context, key)
      }
      tally.document()
      total++
      add(current, document)
      const replaced = document.json.split(redactedMark).length - 1
      if (replaced > 0)
        redactions.push([
          `${current.key}.ndjson`,
          current.count,
          idCell(document.provider, document.resourceId),
          replaced,
          `${tool.name} ${tool.version}, when it was read`,
          redactionWords,
        ])
      if (current.lines.length < slice) continue
      await flush(current)
      context.checkCancelled()
      yield total
    }
    if (current !== null) await finish(context, current)
    current = null
    yield* writeCsv(
      context,
      'data/09-raw/redactions.csv',
      ['File', 'Line', 'Resource', 'Values replaced', 'Replaced by', 'How'],
      redactions,
    )
  } finally {
    if (current !== null) await Promise.all([current.documents.abandon(), current.index.abandon()])
  }
  yield total
}

async function begin(context: PayloadContext, key: string): Promise<AccountFiles> {
  const documents = await openFile(context.root, `data/09-raw/${key}.ndjson`)
  const index = await openFile(context.root, `data/09-raw/${key}.index.csv`)
  await index.write(
    `\uFEFF${csvText([['Line', 'SHA-256', 'Type', 'Region', 'Resource', 'Name', 'Captured at']])}`,
  )
  return { key, documents, index, lines: [], rows: [], count: 0 }
}

function add(files: AccountFiles, document: EvidenceDocument): void {
  files.count++
  files.lines.push(`${document.json}\n`)
  files.rows.push([
    files.count,
    document.sha256,
    document.type,
    document.region,
    idCell(document.provider, document.resourceId),
    document.name,
    document.capturedAt,
  ])
}

async function flush(files: AccountFiles): Promise<void> {
  await files.documents.write(files.lines.join(''))
  await files.index.write(csvText(files.rows))
  files.lines = []
  files.rows = []
}

async function finish(context: PayloadContext, files: AccountFiles): Promise<void> {
  if (files.lines.length > 0) await flush(files)
  context.record(await files.documents.close(files.count))
  context.record(await files.index.close(files.count))
}
