import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
import { noncePlaceholder } from '../../main/app/security/csp.ts'
import { inRoot } from '../root.ts'

/** The window's page. Nothing is inlined, since the page's policy allows no inline script and no data: fonts. */
export const rendererConfig: InlineConfig = {
  configFile: false,
  root: inRoot('renderer'),
  base: '/',
  logLevel: 'warn',
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  build: {
    target: 'chrome146',
    outDir: inRoot('out', 'app', 'renderer'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4_000,
  },
}
