import { CountersignError, type ErrorParams } from '../../../../shared/model/errors.ts'
import type { CoverageClaim, SourceFile } from '../../../../shared/model/source.ts'
import { fileKindWords } from '../../../../shared/text/file-kinds.ts'
import { createCollector, type Batch, type Collector } from './collector.ts'
import type { Limits } from './events.ts'
import { gunzip, isGzip } from './input/gunzip.ts'
import { fileSystemError } from './input/list.ts'
import { peek } from './input/peek.ts'
import type { Input, OpenInput } from './input/source.ts'
import { createUtf8Check } from './input/utf8.ts'
import { createInterpreter, type Interpreter } from './interpreter.ts'
import { jsonKind } from './looks-like/json.ts'
import { binaryKind } from './looks-like/magic.ts'
import { textKind } from './looks-like/text.ts'
import { readPrefix } from './split/prefix.ts'
import { createSplitter } from './split/splitter.ts'
import { newTally, type Tally } from './tally.ts'

/** Kept of the content's beginning, for messages and for refusals in plain text. */
const headBytes = 64 * 1024
/** Longest line of NDJSON that is read as a line; longer ones are cut by their brackets. */
const lineWindow = 1024 * 1024

export interface ReadOne {
  readonly now: string
  readonly limits: Limits
  /** Items of this file that were received before. */
  readonly passOver: number
  readonly signal: AbortSignal | undefined
}

export type FileStep =
  | { readonly kind: 'batch'; readonly batch: Batch }
  /** After each chunk; `bytes` of the stored file were read so far. */
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'end'; readonly source: SourceFile; readonly claims: CoverageClaim[] }
  | { readonly kind: 'refused'; readonly error: CountersignError }

/** Reads one input to its end. Throws `cancelled`; every other trouble with the file is a `refused` step. */
export async function* readFile(input: Input, options: ReadOne): AsyncGenerator<FileStep> {
  if (input.refusal !== null) {
    yield {
      kind: 'refused',
      error: worded(new CountersignError(input.refusal.code, input.refusal.params), input.path, null),
    }
    return
  }
  const tally = newTally()
  const collector = createCollector(tally, options.now, options.passOver)
  try {
    yield* readContent(input, options, tally, collector)
  } catch (error) {
    const known = fileSystemError(error, input.path)
    if (!(known instanceof CountersignError) || known.code === 'cancelled') throw known
    for (const batch of collector.take(true)) yield { kind: 'batch', batch }
    yield { kind: 'refused', error: worded(known, input.path, tally) }
  }
}

async function* readContent(
  input: Input,
  options: ReadOne,
  tally: Tally,
  collector: Collector,
): AsyncGenerator<FileStep> {
  const opened = input.open()
  const stored = await peek(opened.chunks, 512)
  if (stored.head.length === 0) throw new CountersignError('file_empty')
  const zipped = isGzip(stored.head)
  const content = zipped ? await peek(gunzip(stored.chunks, options.limits.archive), 512) : stored
  if (content.head.length === 0) throw new CountersignError('file_empty')
  const binary = binaryKind(content.head)
  if (binary !== null) throw new CountersignError('file_unknown_format', { kind: binary })

  const interpreter = createInterpreter(collector, tally, options.limits.maxDepth)
  const beginning = { text: '' }
  try {
    for await (const _chunk of readText(content.chunks, interpreter, options, beginning)) {
      for (const batch of collector.take(false)) yield { kind: 'batch', batch }
      yield { kind: 'read', bytes: opened.bytes() }
    }
  } catch (error) {
    throw reconsidered(error, collector, interpreter, beginning.text, options.limits)
  }
  const outcome = interpreter.finish()
  if (outcome === null) throw nothingFound(collector, interpreter, beginning.text, options.limits)
  for (const batch of collector.take(true)) yield { kind: 'batch', batch }
  const compression = input.compression === 'zip' ? 'zip' : zipped ? 'gzip' : 'none'
  const { format, provider, claims } = outcome
  yield { kind: 'end', source: { ...sourceOf(input, opened, tally), format, provider, compression }, claims }
}

/** Drives the splitter; yields after each chunk. `beginning.text` holds the first 64 KiB, also after an error. */
async function* readText(
  chunks: AsyncIterable<Buffer>,
  interpreter: Interpreter,
  options: ReadOne,
  beginning: { text: string },
): AsyncGenerator<null> {
  const splitter = createSplitter(interpreter.handlers, { ...options.limits, lineWindow })
  const utf8 = createUtf8Check()
  let size = 0
  let isJson = true
  const take = (ready: Buffer): void => {
    if (size < headBytes) beginning.text += ready.toString('utf8', 0, headBytes - size)
    size += ready.length
    if (isJson) isJson = splitter.push(ready, utf8.skipped())
  }
  for await (const chunk of chunks) {
    if (options.signal?.aborted) throw new CountersignError('cancelled')
    take(utf8.push(chunk))
    // A refusal in plain text is short; the rest of a longer text need not be read to know it is none.
    if (!isJson && size > headBytes)
      throw new CountersignError('file_unknown_format', { kind: textKind(beginning.text) })
    yield null
  }
  take(utf8.end())
  if (beginning.text.trim() === '') throw new CountersignError('file_unknown_format', { kind: 'blank' })
  if (isJson && splitter.end()) return
  if (!interpreter.readText(beginning.text))
    throw new CountersignError('file_unknown_format', { kind: textKind(beginning.text) })
}

/** Before a file is decided, an error of structure may mean that it is something else altogether. */
function reconsidered(
  error: unknown,
  collector: Collector,
  interpreter: Interpreter,
  beginning: string,
  limits: Limits,
): unknown {
  if (!(error instanceof CountersignError) || collector.decided() !== null) return error
  if (error.params['kind'] === 'undecided') return nothingFound(collector, interpreter, beginning, limits)
  if (error.code === 'file_malformed' && !beginsAsJson.test(beginning))
    return new CountersignError('file_unknown_format', { kind: textKind(beginning) })
  return error
}

/** Logs and settings may begin with a bracket too. */
const beginsAsJson = /^\s*(\{\s*["}]|\[\s*[{["\]])/

function sourceOf(
  input: Input,
  opened: OpenInput,
  tally: Tally,
): Omit<SourceFile, 'format' | 'provider' | 'compression'> {
  return {
    path: input.path,
    sha256: opened.sha256(),
    bytes: opened.bytes(),
    accounts: [...tally.accounts].sort(),
    regions: [...tally.regions].sort(),
    items: tally.items,
    problems: tally.problems,
    duplicates: tally.duplicates,
    firstCapturedAt: tally.firstCapturedAt,
    lastCapturedAt: tally.lastCapturedAt,
  }
}

/** JSON in which no item could be found: broken, harmful, or of another kind. */
function nothingFound(
  collector: Collector,
  interpreter: Interpreter,
  head: string,
  limits: Limits,
): CountersignError {
  const first = collector.firstProblem()
  const place = { offset: first?.offset ?? 0, line: first?.line ?? 1 }
  const other = new CountersignError('file_unknown_format', { kind: interpreter.hint() ?? jsonKind(head) })
  if (!beginsAsJson.test(head)) return new CountersignError('file_unknown_format', { kind: textKind(head) })
  if (first?.reason === 'too-deep')
    return new CountersignError('nesting_too_deep', { ...place, limit: limits.maxDepth })
  if (first?.reason === 'too-large' && other.params['kind'] === 'json')
    return new CountersignError('item_too_large', { ...place, limit: limits.maxItemBytes })
  if (first?.reason === 'not-json') return brokenJson(head, place)
  return other
}

/** Names the very place when it is near the beginning, else the item that holds it. */
function brokenJson(head: string, place: { offset: number; line: number }): CountersignError {
  const found = readPrefix(head)
  if (found.kind !== 'invalid')
    return new CountersignError('file_malformed', {
      ...place,
      detail: `line ${place.line}: expected a JSON value`,
    })
  const before = head.slice(0, found.at)
  const line = before.split('\n').length
  const column = found.at - before.lastIndexOf('\n')
  return new CountersignError('file_malformed', {
    offset: Buffer.byteLength(before),
    line,
    expected: found.expected,
    found: head[found.at] ?? '',
    detail: `line ${line}, column ${column}: expected ${found.expected}`,
  })
}

/** Adds the path and, for files that are something else, what they look like in words. */
function worded(error: CountersignError, path: string, tally: Tally | null): CountersignError {
  const params: Record<string, ErrorParams[string]> = { path, ...error.params }
  const kind = params['kind']
  if (error.code === 'file_unknown_format')
    params['looksLike'] = fileKindWords[typeof kind === 'string' ? kind : 'json'] ?? null
  if (error.code === 'file_truncated' && tally !== null) params['items'] = tally.items
  return new CountersignError(error.code, params, { cause: error })
}
