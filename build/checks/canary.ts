import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRoot } from '../root.ts'
import { cruiseTree } from './cruise.ts'

/** Forbidden imports, each planted into a copy of the tree, and the rule that has to find it. */
export const canaries = [
  {
    name: 'main/engine/drift/canary-sibling.ts',
    code: "import '../store/canary-target.ts'\n",
    rule: 'stages-stand-alone',
  },
  {
    name: 'main/engine/store/canary-target.ts',
    code: "import '../../app/canary-app.ts'\n",
    rule: 'engine-knows-no-shell',
  },
  {
    name: 'main/app/canary-app.ts',
    code: "import '../engine/store/canary-target.ts'\n",
    rule: 'engine-by-its-host',
  },
  {
    name: 'main/engine/review/canary-sqlite.ts',
    code: "import 'better-sqlite3'\n",
    rule: 'only-store-opens-sqlite',
  },
  { name: 'main/cli/canary-electron.ts', code: "import 'electron'\n", rule: 'only-app-uses-electron' },
  { name: 'shared/model/canary-node.ts', code: "import 'node:fs'\n", rule: 'shared-is-pure' },
  { name: 'shared/model/canary-package.ts', code: "import 'react'\n", rule: 'shared-is-pure' },
  {
    name: 'renderer/app/canary-main.ts',
    code: "import '../../main/app/canary-app.ts'\n",
    rule: 'renderer-imports-shared-only',
  },
  {
    name: 'renderer/features/canary-a/one.ts',
    code: "import '../canary-b/two.ts'\n",
    rule: 'features-stand-alone',
  },
  { name: 'renderer/features/canary-b/two.ts', code: "import 'node:path'\n", rule: 'renderer-has-no-node' },
  {
    name: 'main/engine/host/canary-test.ts',
    code: "import '../../../test/canary.ts'\n",
    rule: 'nobody-imports-test',
  },
  {
    name: 'main/engine/host/canary-build.ts',
    code: "import '../../../build/root.ts'\n",
    rule: 'nobody-imports-build',
  },
  { name: 'main/engine/drift/canary-left.ts', code: "import './canary-right.ts'\n", rule: 'no-cycles' },
  { name: 'shared/text/canary-orphan.ts', code: 'export const alone = 1\n', rule: 'no-orphans' },
  {
    name: 'main/engine/evidence/canary-dev.ts',
    code: "import { build } from 'vite'\nbuild()\n",
    rule: 'no-dev-packages-shipped',
  },
  { name: 'main/engine/collect/canary-missing.ts', code: "import './nothing-here.ts'\n", rule: 'resolvable' },
] as const

/** Files the planted imports lead to. */
const targets = {
  'main/engine/drift/canary-right.ts': "import './canary-left.ts'\n",
  'test/canary.ts': 'export const canary = 1\n',
}

/** Copies the sources, plants every canary and gives what the check finds there. */
export function plantCanaries(): readonly string[] {
  const folder = mkdtempSync(inRoot('.cache', 'canary-'))
  try {
    for (const name of [
      'main',
      'shared',
      'renderer',
      'build',
      'package.json',
      'tsconfig.base.json',
      '.dependency-cruiser.cjs',
    ])
      cpSync(inRoot(name), path.join(folder, name), { recursive: true })
    symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'), 'junction')
    const files = [...canaries.map(({ name, code }) => [name, code] as const), ...Object.entries(targets)]
    for (const [name, code] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), code)
    }
    return cruiseTree(folder).violations
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
