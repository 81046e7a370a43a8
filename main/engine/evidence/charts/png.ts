import { existsSync } from 'node:fs'
import { fontFiles } from './fonts.ts'

/** The drawing library opens fonts by itself and cannot look into an application archive; the files must lie unpacked beside it. */
function onDisk(file: string): string {
  const unpacked = file.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2')
  // Without its fonts a chart loses every word without an error.
  if (!existsSync(unpacked)) throw new Error(`font not found: ${unpacked}`)
  return unpacked
}

/** Rasterises an SVG on white at twice its px size. Only the embedded fonts are used, so the bytes do not depend on the machine's. */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const picture = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: 2 },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFiles.regular, fontFiles.bold, fontFiles.fallback].map(onDisk),
      defaultFontFamily: 'Inter',
    },
  })
  return picture.render().asPng()
}
