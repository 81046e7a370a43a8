import type { InlineConfig } from 'vite'
import { inRoot } from '../root.ts'
import { sourcePlace } from './source-place.ts'

/**
 * Everything that runs under Node: the app's main process, the engine's process and its import thread, the command line. Packages stay
 * outside (native binaries, fonts and data files are found by their own paths); only our sources are bundled.
 */
export const nodeConfig: InlineConfig = {
  configFile: false,
  root: inRoot(),
  publicDir: false,
  logLevel: 'warn',
  plugins: [sourcePlace()],
  build: {
    ssr: true,
    target: 'node24',
    outDir: inRoot('out', 'app'),
    emptyOutDir: false,
    minify: false,
    rollupOptions: {
      input: {
        'main/index': inRoot('main', 'app', 'index.ts'),
        'main/engine': inRoot('main', 'app', 'engine-process.ts'),
        // A thread of the engine, found by its place in the bundle (main/engine/pipeline/prepare-apart.ts).
        'main/import-worker': inRoot('main', 'engine', 'pipeline', 'import-worker.ts'),
        'cli/index': inRoot('main', 'cli', 'index.ts'),
      },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
}
