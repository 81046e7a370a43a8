import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerRequest } from '../../../main/app/protocol/answer.ts'
import { mapFiles, type FileMap } from '../../../main/app/protocol/file-map.ts'

let folder = ''
let files: FileMap
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-map-'))
  mkdirSync(path.join(folder, 'renderer', 'assets'), { recursive: true })
  for (const name of [
    'index.html',
    'assets/app-1.js',
    'assets/app-1.js.map',
    'assets/x.ts',
    'assets/font.woff2',
  ])
    writeFileSync(path.join(folder, 'renderer', name), name)
  writeFileSync(path.join(folder, 'secret.json'), '{}')
  symlinkSync(path.join(folder, 'secret.json'), path.join(folder, 'renderer', 'assets', 'link.json'))
  files = mapFiles(path.join(folder, 'renderer'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ask = (address: string, method = 'GET') => answerRequest(files, method, address, 'N')

describe('app protocol', () => {
  it('maps the built files and nothing that is no part of the page', () => {
    expect([...files.keys()].sort()).toEqual(['/', '/assets/app-1.js', '/assets/font.woff2', '/index.html'])
  })

  it('serves a file with its type and the policy', () => {
    const answer = ask('app://countersign/assets/app-1.js')
    expect(answer).toMatchObject({ status: 200, file: path.join(folder, 'renderer', 'assets', 'app-1.js') })
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'X-Content-Type-Options': 'nosniff',
    })
    expect(answer.headers['Content-Security-Policy']).toContain("'nonce-N'")
  })

  it('serves the page for the bare origin and ignores the query', () => {
    expect(ask('app://countersign/').file).toBe(ask('app://countersign/index.html?x=1#y').file)
  })

  it.each([
    'app://countersign/../secret.json',
    'app://countersign/%2e%2e/secret.json',
    'app://countersign/..%2fsecret.json',
    'app://countersign/..%5csecret.json',
    'app://countersign/assets/%2e%2e%2f%2e%2e%2fsecret.json',
    'app://countersign//index.html',
    'app://countersign/INDEX.HTML',
    'app://countersign/assets',
    'app://countersign/assets/app-1.js.map',
    'app://countersign/assets/link.json',
    'app://elsewhere/index.html',
    'https://countersign/index.html',
    'not an address',
  ])('has no %s', (address) => {
    expect(ask(address)).toMatchObject({ status: 404, file: null })
  })

  it.each(['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'get'])('refuses %s', (method) => {
    expect(ask('app://countersign/index.html', method)).toMatchObject({ status: 405, file: null })
  })

  it('gives files of the map only, whatever is asked, and the policy with every answer', () => {
    const known = new Set([...files.values()].map(({ file }) => file))
    const pieces = [
      '..',
      '.',
      '/',
      '%2e',
      '%2f',
      '%5c',
      '\\',
      'index.html',
      'assets',
      'secret.json',
      '?',
      '#',
      '\0',
      ':',
      '@',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 8 }),
        (parts) => {
          const { file, headers } = ask(`app://countersign/${parts.join('')}`)
          expect(file === null || known.has(file)).toBe(true)
          expect(headers['Content-Security-Policy']).toBeDefined()
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
