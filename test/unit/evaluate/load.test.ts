import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  compileRules,
  evaluateResource,
  loadRulePack,
  parseRulePack,
  requirementTotals,
  type CompiledRule,
  type RulePack,
} from '../../../main/engine/evaluate/index.ts'
import { packHash } from '../../../main/engine/evaluate/pack/files.ts'
import { readYaml } from '../../../main/engine/evaluate/pack/yaml.ts'
import { aPack, aResource, now, packFiles } from './a-pack.ts'

const rule = 'aws/aws-test-bucket/rule.yaml'

describe('YAML', () => {
  test('keeps every scalar as it is written', () => {
    expect(readYaml('a: 1.10\nb: "1.10"\nc: yes\nd: 007\ne: 1e3\nf: 2026-01-01\ng: null\n').value).toEqual({
      a: '1.10',
      b: '1.10',
      c: 'yes',
      d: '007',
      e: '1e3',
      f: '2026-01-01',
      g: 'null',
    })
  })

  test('tells what other readers would change, keys too, and leaves quoted ones alone', () => {
    expect(
      readYaml("a: 1.10\n1.20: x\nb: '1.30'\nc: [no, 12:30]\nd: 2026-01-01\n").numberLike.map(
        ({ line, text }) => `${line} ${text}`,
      ),
    ).toEqual(['1 1.10', '2 1.20', '4 no', '4 12:30'])
  })

  test('never throws', () => {
    for (const text of [
      '',
      '\0',
      'a: [',
      '- &a [*a, *a]',
      'a: !!js/function x',
      '\t- a',
      'a: b: c',
      '---\na\n---\nb',
      '%YAML 9.9\n---\na: 1',
    ])
      expect(() => readYaml(text)).not.toThrow()
  })
})

describe('a broken rule', () => {
  const judged = (pack: RulePack) =>
    compileRules(pack.rules, pack.ruleErrors).map((compiled: CompiledRule) =>
      evaluateResource(compiled, aResource({ config: { closed: true } }), now),
    )

  test('is kept with its error, so that its resources are counted', () => {
    const pack = aPack({ [rule]: (text) => text.replace('needs:', 'need:') })
    expect(pack.identity.rules).toBe(1)
    expect(judged(pack)).toEqual([
      { status: 'not-evaluated', reason: 'rule-error', detail: 'rule: there is no field need', observed: {} },
    ])
    const totals = { pass: 0, fail: 0, needsReview: 0, notApplicable: 0, notEvaluated: 1, population: 1 }
    expect(
      requirementTotals(pack, new Map([['aws-test-bucket', totals]])).find(
        ({ requirement }) => requirement === 'CC6.1',
      )?.totals,
    ).toEqual(totals)
  })

  test('does not stop the others', () => {
    const sound = packFiles().find(({ path }) => path === rule)?.text ?? ''
    const pack = aPack({
      'aws/aws-test-z/rule.yaml': sound.replace('aws-test-bucket', 'aws-test-z'),
      'aws/aws-test-y/rule.yaml': 'x: [',
      [rule]: (text) => text.replace('high', 'huge'),
    })
    expect(judged(pack).map(({ status }) => status)).toEqual(['not-evaluated', 'pass'])
    expect(pack.problems.map(({ code }) => code).sort()).toEqual(['invalid-field', 'yaml-syntax'])
  })
})

describe("the pack's identity", () => {
  test('does not depend on the order of files, and changes with every byte and name', () => {
    const files = packFiles()
    const hash = packHash(files)
    expect(packHash(files.toReversed())).toBe(hash)
    for (const [index, file] of files.entries()) {
      expect(packHash(files.with(index, { ...file, text: `${file.text} ` }))).not.toBe(hash)
      expect(packHash(files.with(index, { ...file, path: `${file.path}x` }))).not.toBe(hash)
      expect(packHash(files.toSpliced(index, 1))).not.toBe(hash)
    }
    expect(parseRulePack(files).identity).toEqual({ version: '1.2.3', sha256: hash, rules: 1 })
  })
})

describe('folders', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rules-'))
  })
  afterEach(() => rmSync(root, { recursive: true }))
  const write = (folder: string, files: readonly { path: string; text: string }[]) => {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(root, folder, path)), { recursive: true })
      writeFileSync(join(root, folder, path), text)
    }
    return join(root, folder)
  }

  test('load as the files in them; line ends and hidden files make no difference', () => {
    const unix = write('unix', packFiles())
    const windows = write('windows', [
      ...packFiles().map(({ path, text }) => ({ path, text: text.replaceAll('\n', '\r\n') })),
      { path: '.hidden', text: 'x' },
      { path: 'aws/.DS_Store', text: 'x' },
    ])
    expect(loadRulePack(unix)).toEqual(aPack())
    expect(loadRulePack(windows).identity).toEqual(aPack().identity)
  })

  test('links are not followed', () => {
    const folder = write('pack', packFiles())
    symlinkSync('/etc', join(folder, 'aws', 'aws-link'))
    expect(loadRulePack(folder).problems).toEqual([])
  })

  test('a further folder adds rules and is part of the identity', () => {
    const own = (packFiles().find(({ path }) => path === rule)?.text ?? '').replace(
      'aws-test-bucket',
      'aws-own-bucket',
    )
    const pack = loadRulePack(write('pack', packFiles()), [
      write('own', [{ path: 'aws/aws-own-bucket/rule.yaml', text: own }]),
    ])
    expect(pack.rules.map(({ id }) => id)).toEqual(['aws-own-bucket', 'aws-test-bucket'])
    expect(pack.rulePaths.get('aws-own-bucket')).toBe('+1/aws/aws-own-bucket/rule.yaml')
    expect(pack.identity.sha256).not.toBe(aPack().identity.sha256)
    expect(pack.problems).toEqual([])
  })

  test('that are not there, or hold no pack, are said so', () => {
    expect(() => loadRulePack(join(root, 'none'))).toThrow(
      expect.objectContaining({ code: 'rule_pack_not_found' }),
    )
    expect(() => loadRulePack(write('empty', [{ path: 'a.md', text: '' }]))).toThrow(
      expect.objectContaining({ code: 'rule_pack_not_found' }),
    )
    expect(() => loadRulePack(write('pack', packFiles()), [join(root, 'none')])).toThrow(
      expect.objectContaining({ code: 'rule_folder_missing', params: { path: join(root, 'none') } }),
    )
  })
})
