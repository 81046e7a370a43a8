import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodeFor, exitCodeOf, exitCodes } from '../../../../main/engine/evidence/verify/index.ts'
import { severity } from '../../../../main/engine/evidence/verify/exit-codes.ts'
import { checkIds } from '../../../../shared/model/verification.ts'
import { checkTexts } from '../../../../shared/text/verification.ts'

const root = join(import.meta.dirname, '../../../..')
const template = (name: string): string =>
  readFileSync(join(root, 'main/engine/evidence/bag/templates', name), 'utf8')
const script = template('verify.sh')

describe('one table of exit codes', () => {
  it('stands word for word in verify.sh, in its last line, in VERIFY.md and in the documentation', () => {
    for (const { code, word, meaning } of exitCodes) {
      expect(script).toContain(`#${String(code).padStart(4)}  ${word}: ${meaning}\n`)
      for (const text of [
        template('VERIFY.md'),
        template('VERIFY-addendum.md'),
        readFileSync(join(root, 'docs/verify-a-package.md'), 'utf8'),
      ]) {
        expect(text).toContain(`| ${String(code)} | ${word} | ${meaning} |\n`)
      }
      if (code >= 3)
        expect(script).toMatch(
          new RegExp(
            `echo ['"](NOT VERIFIED|FAILED) \\(${String(code)}\\) {2}${meaning.replaceAll('.', '\\.')}['"]`,
          ),
        )
    }
  })
  it('decides by severity, and knows every code it uses', () => {
    const known = exitCodes.map(({ code }) => code as number)
    for (const code of Object.values(exitCodeOf)) expect(severity).toContain(code)
    for (const code of severity) expect(known).toContain(code)
    expect(script).toContain(`first of ${severity.join(' ')}`)
    expect(script).toContain(`for candidate in ${severity.join(' ')}; do`)
    expect(exitCodeFor([])).toBe(0)
    expect(exitCodeFor(['file_extra', 'file_missing', 'file_changed'])).toBe(10)
    expect(exitCodeFor(['file_changed', 'ledger_cut'])).toBe(15)
    expect(exitCodeFor(['ledger_cut', 'signature_invalid'])).toBe(13)
    expect(exitCodeFor(['file_unreadable'])).toBe(3)
  })
  it('is the one verify.sh gives each finding', () => {
    const cases = /exit_code_of\(\) \{([^]*?)\n\}/.exec(script)?.[1] ?? ''
    const codeOf = (id: string): number => {
      for (const [, patterns = '', code] of cases.matchAll(/^ {4}(.+?)\) echo (\d+) ;;$/gm)) {
        const hit = patterns
          .split(' | ')
          .some((pattern) => (pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id))
        if (hit || patterns === '*') return Number(code)
      }
      return -1
    }
    for (const [id, code] of Object.entries(exitCodeOf)) expect([id, codeOf(id)]).toEqual([id, code])
  })
})

describe('one sentence for each finding', () => {
  it('every id has one, and verify.sh says the same', () => {
    const said = new Map(
      [...script.matchAll(/^ {4}([a-z_]+)\) echo '(.+)' ;;$/gm)].map(([, id = '', text]) => [id, text]),
    )
    for (const id of checkIds) expect(checkTexts[id]).toMatch(/^[A-Z].*\.$/)
    for (const [id, text] of said) expect([id, text]).toEqual([id, checkTexts[id as keyof typeof checkTexts]])
    const used = new Set(
      [...script.matchAll(/\b(?:ok|warn|fail|finding\(")\(?"? ?([a-z]+_[a-z_]+)\b/g)].map(
        (match) => match[1] ?? '',
      ),
    )
    for (const id of used) if (id in checkTexts) expect(said.has(id), id).toBe(true)
    const onlyZip = checkIds.filter((id) => id.startsWith('archive_'))
    expect([...said.keys()].toSorted()).toEqual(checkIds.filter((id) => !onlyZip.includes(id)).toSorted())
  })
})

describe('verify.sh', () => {
  it('uses nothing that only bash has', () => {
    const code = script
      .split('\n')
      .filter((line) => !line.trimStart().startsWith('#'))
      .join('\n')
    expect(code).not.toMatch(/\[\[|\bfunction \w+ *\{|<\(|<<<|\$'|\blocal\b|\bsource\b|&>/)
    expect(script.startsWith('#!/bin/sh\n')).toBe(true)
  })
})
