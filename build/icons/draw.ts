import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Resvg } from '@resvg/resvg-js'

/** Sizes the app needs: window and package icon, and the tray's. */
const sizes = { 'icon-512.png': 512, 'icon-256.png': 256, 'tray-32.png': 32 } as const

/** Draws the app's icons from the one SVG beside this file. @param folder absolute, made if missing */
export function drawIcons(folder: string): void {
  const svg = readFileSync(path.join(import.meta.dirname, 'icon.svg'), 'utf8')
  mkdirSync(folder, { recursive: true })
  for (const [name, width] of Object.entries(sizes))
    writeFileSync(
      path.join(folder, name),
      new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng(),
    )
}
