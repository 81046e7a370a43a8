import { readdirSync } from 'node:fs'
import path from 'node:path'

/** What the window may load: address path → file on disk and its type. Built once, so no request ever joins a path. */
export type FileMap = ReadonlyMap<string, { readonly file: string; readonly type: string }>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * Lists the built renderer, once, at start. Files of a type not named above (source maps, for one) are not served.
 * @param folder absolute path of the built renderer
 * @throws when the folder cannot be read: the app is not built
 */
export function mapFiles(folder: string): FileMap {
  const map = new Map<string, { file: string; type: string }>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[path.extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`
    map.set(address, { file, type })
    if (address === '/index.html') map.set('/', { file, type })
  }
  return map
}
