import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { readExports, type FileEvent, type ReadOptions } from '../../../main/engine/collect/files/index.ts'
import {
  sourceFileSchema,
  type CallFailure,
  type CoverageClaim,
  type ItemProblem,
  type RawItem,
  type SourceFile,
} from '../../../shared/model/source.ts'

export const now = '2026-07-06T09:00:00.000Z'

export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/collect/${name}`, import.meta.url))
}

export async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-collect-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A file of these bytes in a folder of its own. */
export async function fileOf(content: string | Buffer, name = 'x.json'): Promise<string> {
  const path = join(await scratch(), name)
  await writeFile(path, content)
  return path
}

export interface ReadResult {
  events: FileEvent[]
  items: RawItem[]
  problems: ItemProblem[]
  failures: CallFailure[]
  sources: SourceFile[]
  claims: CoverageClaim[]
  refused: Extract<FileEvent, { kind: 'file-refused' }>[]
}

export async function read(
  paths: string | string[],
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  const result: ReadResult = {
    events: [],
    items: [],
    problems: [],
    failures: [],
    sources: [],
    claims: [],
    refused: [],
  }
  for await (const event of readExports(typeof paths === 'string' ? [paths] : paths, { now, ...options })) {
    result.events.push(event)
    if (event.kind === 'items') result.items.push(...event.items)
    else if (event.kind === 'problems') result.problems.push(...event.problems)
    else if (event.kind === 'failures') result.failures.push(...event.failures)
    else if (event.kind === 'file-refused') result.refused.push(event)
    else if (event.kind === 'file-end') {
      result.sources.push(sourceFileSchema.parse(event.source))
      result.claims.push(...event.claims)
    }
  }
  return result
}

export function readText(content: string | Buffer, options: Partial<ReadOptions> = {}): Promise<ReadResult> {
  return fileOf(content).then((path) => read(path, options))
}
