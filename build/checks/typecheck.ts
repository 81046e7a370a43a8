// `npm run typecheck`: every environment by its own tsconfig, which is what keeps Node out of the renderer and the DOM
// out of the engine. TypeScript 7 does it; its JavaScript-API predecessor stays for dependency-cruiser and knip.
import { readdirSync } from 'node:fs'
import { inRoot } from '../root.ts'
import { runTool } from './run.ts'

const projects = [
  'shared',
  'main',
  'main/app/preload',
  'renderer',
  'build',
  'test',
  'test/ui',
  'test/electron',
]

let failed = 0
for (const project of projects) {
  // A project whose folder holds no source yet has nothing to check, which the compiler calls an error.
  if (!hasSources(project)) continue
  const code = runTool('typescript-7/bin/tsc', ['-p', `${project}/tsconfig.json`])
  if (code !== 0) failed += 1
}
if (failed > 0) console.error(`typecheck: ${failed} of ${projects.length} projects have errors`)
process.exit(failed === 0 ? 0 : 1)

function hasSources(project: string): boolean {
  return readdirSync(inRoot(project), { recursive: true, encoding: 'utf8' }).some((name) =>
    /\.tsx?$/.test(name),
  )
}
