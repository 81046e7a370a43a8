import type { InlineConfig } from 'vite'
import { inRoot } from '../root.ts'

/** The preload: a sandboxed one must be CommonJS in a single file. */
export const preloadConfig: InlineConfig = {
  configFile: false,
  root: inRoot(),
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node24',
    outDir: inRoot('out', 'app', 'preload'),
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: inRoot('main', 'app', 'preload', 'index.ts'),
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true },
}
