import path from 'node:path'

/**
 * Where the built files lie, the same in a checkout and inside the packaged archive; build/bundle.ts is the other side.
 * @param sourceFolder what `import.meta.dirname` says in main/app, two levels below the root of all built files
 */
export function appLayout(sourceFolder: string) {
  const app = path.resolve(sourceFolder, '..', '..')
  return {
    engine: path.join(app, 'main', 'engine.js'),
    preload: path.join(app, 'preload', 'index.cjs'),
    renderer: path.join(app, 'renderer'),
    rules: path.join(app, 'rules'),
    cli: path.join(app, 'cli', 'index.js'),
    icon: path.join(app, 'icons', 'icon-256.png'),
    trayIcon: path.join(app, 'icons', 'tray-32.png'),
  } as const
}
export type AppLayout = ReturnType<typeof appLayout>
