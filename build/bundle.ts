import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'vite'
import { drawIcons } from './icons/draw.ts'
import { inRoot } from './root.ts'
import { nodeConfig } from './vite/node.ts'
import { preloadConfig } from './vite/preload.ts'
import { rendererConfig } from './vite/renderer.ts'
import { copyDataFiles } from './vite/source-place.ts'

const out = inRoot('out', 'app')
const shebang = '#!/usr/bin/env node\n'

/** Written last, so its time says when a build was complete (build/start.ts compares it with the sources). */
export const stampFile = inRoot('out', 'app', '.built')

/** Builds the app into out/app. Rejects with the bundler's error; the stamp is gone then. */
export async function buildApp(): Promise<void> {
  const started = performance.now()
  rmSync(stampFile, { force: true })
  for (const folder of ['main', 'shared', 'cli', 'chunks', 'rules'])
    rmSync(`${out}/${folder}`, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  await build(nodeConfig)
  await build(preloadConfig)
  await build(rendererConfig)

  copyDataFiles(out)
  // Rule data and its cases: the cases let anybody re-test the rules they were judged by.
  if (existsSync(inRoot('rules'))) cpSync(inRoot('rules'), `${out}/rules`, { recursive: true })
  drawIcons(`${out}/icons`)
  makeRunnable(`${out}/cli/index.js`)
  writeFileSync(stampFile, `${new Date().toISOString()}\n`)
  console.log(`built out/app in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

function makeRunnable(file: string): void {
  const text = readFileSync(file, 'utf8')
  if (!text.startsWith('#!')) writeFileSync(file, shebang + text)
  chmodSync(file, 0o755)
}
