import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EvidenceReader } from '../../main/engine/evidence/reader.ts'
import {
  writePayload,
  type PayloadOptions,
  type PayloadProgress,
  type PayloadSummary,
} from '../../main/engine/evidence/payload/index.ts'
import { fakeNow, fakePeriod } from './fake-reader.ts'

export interface MadePayload {
  readonly dir: string
  readonly summary: PayloadSummary
  readonly progress: readonly PayloadProgress[]
  text(relative: string): string
  bytes(relative: string): Buffer
  /** Every file under the package, `data/…`, sorted. */
  list(): string[]
}

export const emptyDir = (): string => mkdtempSync(path.join(tmpdir(), 'payload-'))

/** Writes a payload into a new temporary folder; the caller removes `dir`. */
export async function makePayload(
  reader: EvidenceReader,
  options: Partial<PayloadOptions> = {},
  dir = emptyDir(),
): Promise<MadePayload> {
  const run = writePayload(dir, reader, { at: fakeNow, period: fakePeriod, ...options })
  const progress: PayloadProgress[] = []
  for (;;) {
    const step = await run.next()
    if (!step.done) {
      progress.push(step.value)
      continue
    }
    const bytes = (relative: string): Buffer => readFileSync(path.join(dir, relative))
    return {
      dir,
      summary: step.value,
      progress,
      bytes,
      text: (relative) => bytes(relative).toString('utf8'),
      list: () =>
        readdirSync(path.join(dir, 'data'), { recursive: true, withFileTypes: true })
          .filter((one) => one.isFile())
          .map((one) => path.relative(dir, path.join(one.parentPath, one.name)).split(path.sep).join('/'))
          .sort(),
    }
  }
}
