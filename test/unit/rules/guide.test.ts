import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  functions,
  lintPack,
  parseRulePack,
  runCases,
  type PackFile,
} from '../../../main/engine/evaluate/index.ts'
import { problemCodes } from '../../../main/engine/evaluate/pack/problem.ts'
import { readPackFiles } from '../../../main/engine/evaluate/pack/files.ts'
import { caseNormaliser } from '../../../main/engine/pipeline/case-normaliser.ts'
import { fileURLToPath } from 'node:url'

const guide = readFileSync(new URL('../../../docs/rule-authoring.md', import.meta.url), 'utf8')
const example: PackFile[] = [...guide.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)].map(
  ([, path, text]) => ({ path: path as string, text: text as string }),
)

test('the worked example is a rule without problems, whose cases hold', () => {
  expect(example.map(({ path }) => path)).toHaveLength(4)
  const catalogues = readPackFiles(fileURLToPath(new URL('../../../rules', import.meta.url))).filter(
    ({ path }) => /^(frameworks|benchmarks)\/|^pack\.yaml$/.test(path),
  )
  const pack = parseRulePack([...catalogues, ...example])
  const toNormal = caseNormaliser()
  // One rule covers one thing; that the whole pack covers all is pack.test.ts's to say.
  expect(lintPack(pack, { toNormal }).filter(({ code }) => !code.endsWith('-uncovered'))).toEqual([])
  const { results } = runCases(pack, toNormal)
  expect(results.map((result) => [result.verdict.status, result.differences])).toEqual([
    ['fail', []],
    ['pass', []],
    ['not-evaluated', []],
  ])
})

test('the guide has every helper function with its own words about it', () => {
  for (const { signature, doc } of functions)
    expect(guide).toContain(`| \`${signature}\` | ${doc.replaceAll('|', '\\|')} |`)
})

test('the guide says what to do about every code of the linter', () => {
  for (const code of problemCodes) expect(guide).toContain(`\`${code}\``)
})
