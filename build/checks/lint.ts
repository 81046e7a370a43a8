// `npm run lint`: oxlint with type-aware rules, oxfmt in check mode, and the long files that are worth a second look.
import { longFiles } from './long-files.ts'
import { runTool } from './run.ts'

const codes = [
  runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  runTool('oxfmt/bin/oxfmt', ['--check']),
]
for (const { file, lines } of longFiles(['main', 'shared', 'renderer', 'build', 'test'], 300))
  console.warn(`${file}: ${lines} lines; over 300 think again (500 is an error)`)
process.exit(codes.every((code) => code === 0) ? 0 : 1)
