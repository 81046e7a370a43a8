import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { generateSample, type SampleManifest } from '../../../main/engine/sample/index.ts'

export interface Sample {
  dir: string
  manifest: SampleManifest
  /** Milliseconds the generation took. */
  took: number
}

/** One generated sample for a test file; its folder goes with the tests. */
export function useSample(seed = 1): () => Sample {
  let sample: Sample | undefined
  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'countersign-sample-'))
    const start = performance.now()
    const manifest = await generateSample(dir, { seed })
    sample = { dir, manifest, took: performance.now() - start }
  })
  afterAll(() => {
    if (sample !== undefined) rmSync(sample.dir, { recursive: true, force: true })
  })
  return () => {
    if (sample === undefined) throw new Error('the sample is made in beforeAll')
    return sample
  }
}
