import { CountersignError } from '../../../../shared/model/errors.ts'
import { defaultLimits, type FileEvent, type Limits, type ReadOptions } from './events.ts'
import { fileSystemError, listInputs } from './input/list.ts'
import type { Input } from './input/source.ts'
import { readFile } from './read-file.ts'

export type { ArchiveLimits, FileEvent, InputFile, ReadOptions } from './events.ts'

/** Bytes between two `progress` events of a file. */
const progressStep = 1024 * 1024

/**
 * Reads export files of AWS Config, Azure Resource Graph and ARM, and GCP Cloud Asset Inventory, our
 * own document envelope, and providers' refusals; plain, gzip or zip; told apart by content only.
 * Memory is bounded by one item (`maxItemBytes`), a few pages of 500 items, and 100 bytes an item of
 * the file at hand for finding duplicates.
 *
 * Order of events: `inputs`; then for each file `file`, any number of `problems`, `items`, `failures`
 * and `progress`, and one of `file-end` or `file-refused`. The caller decides what a refused file means
 * for the others. **Items of a file may have been given out before it turns out to be refused (cut off,
 * wrong encoding, a bomb): the caller must drop what it staged of a file that ends in `file-refused`.**
 *
 * Resume (`skip`): the caller counts the RawItems it has committed of the file it was in. Problems
 * before an item come before its page, so committing each page with the problems before it loses and
 * doubles nothing; problems after the last committed page come again, with the same `index` and `reason`.
 *
 * Throws `file_not_found`, `file_unreadable` (a path or folder), `nothing_to_import`, `cancelled`.
 * @param paths files or folders
 */
export async function* readExports(
  paths: readonly string[],
  options: ReadOptions,
): AsyncGenerator<FileEvent> {
  const limits: Limits = {
    maxItemBytes: options.maxItemBytes ?? defaultLimits.maxItemBytes,
    maxDepth: options.maxDepth ?? defaultLimits.maxDepth,
    archive: { ...defaultLimits.archive, ...options.archive },
  }
  const { inputs, leftOut } = await listInputs(paths, limits.archive, options.signal)
  const bytesTotal = inputs.reduce((sum, input) => sum + input.bytes, 0)
  yield {
    kind: 'inputs',
    files: inputs.map(({ ordinal, path, bytes }) => ({ ordinal, path, bytes })),
    bytes: bytesTotal,
    leftOut,
  }
  let bytesBefore = 0
  for (const input of inputs) {
    if (options.signal?.aborted) throw new CountersignError('cancelled')
    if (options.skip !== undefined && input.ordinal < options.skip.file)
      yield await hashOnly(input, options.signal)
    else yield* readOne(input, options, limits, bytesBefore, bytesTotal)
    bytesBefore += input.bytes
    yield { kind: 'progress', bytesRead: bytesBefore, bytesTotal }
  }
}

async function* readOne(
  input: Input,
  options: ReadOptions,
  limits: Limits,
  bytesBefore: number,
  bytesTotal: number,
): AsyncGenerator<FileEvent> {
  const { ordinal, path } = input
  const passOver = options.skip?.file === ordinal ? options.skip.items : 0
  yield { kind: 'file', ordinal, path }
  let told = 0
  for await (const step of readFile(input, { now: options.now, limits, passOver, signal: options.signal })) {
    if (step.kind === 'batch') {
      const { problems, items, failures } = step.batch
      if (problems.length > 0) yield { kind: 'problems', file: ordinal, problems }
      if (items.length > 0) yield { kind: 'items', file: ordinal, items }
      if (failures.length > 0) yield { kind: 'failures', file: ordinal, failures }
    } else if (step.kind === 'read') {
      if (step.bytes - told < progressStep) continue
      told = step.bytes
      yield { kind: 'progress', bytesRead: bytesBefore + Math.min(told, input.bytes), bytesTotal }
    } else if (step.kind === 'end') {
      yield { kind: 'file-end', ordinal, source: step.source, claims: step.claims }
    } else {
      yield {
        kind: 'file-refused',
        ordinal,
        path,
        error: { code: step.error.code, params: step.error.params },
      }
    }
  }
}

/** A file from before the resume point: read for its hash alone. */
async function hashOnly(input: Input, signal: AbortSignal | undefined): Promise<FileEvent> {
  const { ordinal, path } = input
  if (input.refusal !== null)
    return {
      kind: 'file-refused',
      ordinal,
      path,
      error: { code: input.refusal.code, params: input.refusal.params },
    }
  try {
    const opened = input.open()
    for await (const _chunk of opened.chunks) if (signal?.aborted) throw new CountersignError('cancelled')
    return { kind: 'file-skipped', ordinal, path, sha256: opened.sha256(), bytes: opened.bytes() }
  } catch (error) {
    const known = fileSystemError(error, path)
    if (!(known instanceof CountersignError) || known.code === 'cancelled') throw known
    return { kind: 'file-refused', ordinal, path, error: { code: known.code, params: known.params } }
  }
}
