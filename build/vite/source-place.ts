import { cpSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import { inRoot, root } from '../root.ts'

/**
 * Lets a module find data files beside itself after bundling, with the same words as before it:
 * `new URL('./templates/', import.meta.url)` in main/engine/x.ts means out/app/main/engine/templates/ in the bundle.
 * All bundles lie one level below out/app, so one relative path fits them all; `copyDataFiles` brings the files.
 */
export function sourcePlace(): Plugin {
  return {
    name: 'countersign-source-place',
    enforce: 'pre',
    transform(code, id) {
      const source = path
        .relative(root, id.split('?')[0] ?? id)
        .split(path.sep)
        .join('/')
      if (!/^(main|shared)\//.test(source) || !code.includes('import.meta.')) return null
      const place = `../${source.replace(/\.tsx?$/, '.js')}`
      const placed = code
        .replace(/\bimport\.meta\.url\b/g, `new URL(${JSON.stringify(place)}, import.meta.url).href`)
        .replace(
          /\bimport\.meta\.dirname\b/g,
          `(import.meta.dirname + ${JSON.stringify(`/${path.posix.dirname(place)}`)})`,
        )
      return { code: placed, map: null }
    },
  }
}

/** Copies what lies beside the sources and is no source: templates, schemas, fonts. @param out absolute out/app */
export function copyDataFiles(out: string): void {
  for (const folder of ['main', 'shared'])
    cpSync(inRoot(folder), path.join(out, folder), {
      recursive: true,
      filter: (file) => !/\.tsx?$|(^|[\\/])tsconfig[^\\/]*\.json$/.test(file),
    })
}
