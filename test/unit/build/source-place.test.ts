import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inRoot } from '../../../build/root.ts'
import { sourcePlace } from '../../../build/vite/source-place.ts'

type Transform = (code: string, id: string) => { code: string } | null
const transform = sourcePlace().transform as unknown as Transform

let out = ''
beforeAll(() => {
  out = mkdtempSync(path.join(tmpdir(), 'countersign-bundle-'))
  mkdirSync(path.join(out, 'chunks'))
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** Runs a module as it stands in the bundle: one level below out/app, under whatever name. */
async function evaluate(source: string, code: string): Promise<unknown> {
  const file = path.join(out, 'chunks', `${path.basename(source, '.ts')}-hash.mjs`)
  writeFileSync(file, transform(code, inRoot(source))?.code ?? code)
  return ((await import(pathToFileURL(file).href)) as { value: unknown }).value
}

describe('sourcePlace', () => {
  it('lets a bundled module find its data by the words of its source', async () => {
    const value = await evaluate(
      'main/engine/evidence/bag/texts.ts',
      "export const value = new URL('./templates/verify.sh', import.meta.url).href",
    )
    expect(value).toBe(
      pathToFileURL(path.join(out, 'main', 'engine', 'evidence', 'bag', 'templates', 'verify.sh')).href,
    )
  })

  it('does the same for import.meta.dirname', async () => {
    const value = await evaluate(
      'main/app/index.ts',
      "import path from 'node:path'\nexport const value = path.resolve(import.meta.dirname, '..', '..')",
    )
    expect(value).toBe(out)
  })

  it('leaves packages and other code alone', () => {
    expect(transform('import.meta.url', inRoot('node_modules/x/index.js'))).toBeNull()
    expect(transform('const a = 1', inRoot('main/engine/a.ts'))).toBeNull()
  })
})
