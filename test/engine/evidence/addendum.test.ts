import { createHash } from 'node:crypto'
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAddendum } from '../../../main/engine/pipeline/addendum.ts'
import type { AddendumRequest, MadeAddendum } from '../../../main/engine/pipeline/addendum.ts'
import { writeBag, zipBag } from '../../../main/engine/evidence/bag/index.ts'
import { saveIdentity, signPackage } from '../../../main/engine/evidence/sign/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
import { copyOf, edit, makePackage, nonce, now, put, runScript, unique } from './package-fixture.ts'
import type { MadePackage } from './package-fixture.ts'

const passphrase = 'correct horse'
const at = '2026-10-05T12:00:00.000Z'
let made: MadePackage
let keysDir: string
let first: MadeAddendum
let second: MadeAddendum
let before: string

/** A hash over every name and byte of a folder. */
function stateOf(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const hash = createHash('sha256')
  for (const path of entries.map((one) => join(one.parentPath, one.name)).toSorted())
    hash.update(`${relative(folder, path)}\n`).update(readFileSync(path))
  return hash.digest('hex')
}

const job = {
  clock: () => at,
  signal: new AbortController().signal,
  progress: () => undefined,
  breathe: async () => undefined,
}

async function add(request: Partial<AddendumRequest> = {}): Promise<MadeAddendum> {
  let serial = 1
  const asked = {
    package: made.folder,
    files: [join(made.parent, 'letter =1.txt')],
    reason: 'The engagement letter was found to be missing.\nIt had been signed in time.',
    by: { fingerprint: made.reviewer.facts.fingerprint, passphrase },
    actor: 'Ola Brandt',
    ...request,
  }
  const verified = await verifyPackage(asked.package, { now: at })
  return makeAddendum(job, asked, verified, null, {
    keysDir,
    random: (bytes) => new Uint8Array(bytes).fill(serial++),
    tool: { name: 'Countersign', version: '0', build: 'unknown', runtime: 'node' },
  })
}

beforeAll(async () => {
  made = await makePackage()
  keysDir = join(made.parent, 'keys')
  await saveIdentity(keysDir, made.reviewer, passphrase)
  put(made.parent, 'letter =1.txt', 'Dear all\n')
  put(made.parent, 'scan.pdf', '%PDF-1.4')
  before = stateOf(made.folder)
  first = await add()
  second = await add({
    files: [join(made.parent, 'scan.pdf'), join(made.parent, 'letter =1.txt')],
    reason: 'More',
  })
})
afterAll(() => rmSync(made.parent, { recursive: true, force: true }))

const failed = (result: Awaited<ReturnType<typeof verifyPackage>>): string[] =>
  unique(result.checks.filter(({ status }) => status === 'failed').map(({ id }) => id))

/** Signs an addendum again after something in it was changed: what a forger with a key of their own does. */
async function signAnew(folder: string): Promise<void> {
  const run = (command: string): void => void spawnSync('sh', ['-c', command], { cwd: folder })
  run('find data -type f | LC_ALL=C sort | xargs sha256sum > manifest-sha256.txt')
  run(
    'sha256sum README.txt VERIFY.md bag-info.txt bagit.txt manifest-sha256.txt verify.ps1 verify.sh > tagmanifest-sha256.txt',
  )
  rmSync(join(folder, 'signatures'), { recursive: true })
  await signPackage(folder, made.reviewer, 'preparer', at, nonce)
}

const copyOfFirst = (name: string): string => {
  const folder = join(made.parent, `spoiled-${name}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(first.bag, folder, { recursive: true })
  return folder
}

describe('an addendum', () => {
  it('is a signed bag of its own that names package, number, person, time and reason', async () => {
    expect(first).toMatchObject({ packageId: made.packageId, number: 1, files: 2, recorded: false })
    expect(first.bag).toBe(`${made.folder}_addendum-1`)
    for (const path of [first.bag, first.zip]) {
      const result = await verifyPackage(path, { now })
      expect(failed(result)).toEqual([])
      expect(result).toMatchObject({
        overall: 'verified',
        packageId: first.addendumId,
        ledger: null,
        addendum: {
          to: made.packageId,
          number: 1,
          follows: null,
          by: 'Ola Brandt',
          at,
          reason: 'The engagement letter was found to be missing. It had been signed in time.',
          original: 'found',
        },
      })
    }
    const sheet = JSON.parse(readFileSync(join(first.bag, 'data/addendum.json'), 'utf8')) as {
      reason: string
      files: { path: string; name: string; sha256: string }[]
    }
    expect(sheet.reason).toContain('\n')
    expect(sheet.files).toMatchObject([
      { name: 'letter =1.txt', sha256: createHash('sha256').update('Dear all\n').digest('hex') },
    ])
    expect(readFileSync(join(first.bag, sheet.files[0]?.path ?? ''), 'utf8')).toBe('Dear all\n')
    expect(readFileSync(join(first.bag, 'bag-info.txt'), 'utf8')).toContain(
      `Addendum-To-TagManifest-SHA256: ${made.packageId}\n`,
    )
    expect(readFileSync(join(first.bag, 'README.txt'), 'utf8')).not.toMatch(/\{\{/)
    expect(readFileSync(join(first.bag, 'VERIFY.md'), 'utf8')).toContain(`    ${made.packageId}\n`)
  })

  it('changes no byte of the package, which verifies as before', async () => {
    expect(stateOf(made.folder)).toBe(before)
    expect(await verifyPackage(made.folder, { now })).toMatchObject({
      overall: 'verified',
      packageId: made.packageId,
      addendum: null,
    })
  })

  it('follows the one before it', async () => {
    expect(second.number).toBe(2)
    const result = await verifyPackage(second.bag, { now })
    expect(result.addendum).toMatchObject({ number: 2, follows: first.addendumId, original: 'found' })
    expect(runScript(second.bag)).toMatchObject({ code: 0, ids: [] })
  })

  it('is judged the same by verify.sh, with the package named, beside it, and absent', async () => {
    const script = runScript(first.bag)
    expect(script).toMatchObject({ code: 0, ids: [], warnings: ['reviewer_absent'] })
    expect(script.output).toMatch(/^OK +addendum_chained {2}bag-info\.txt/m)
    expect(script.output).toContain('Ola Brandt, 2026-10-05T12:00:00.000Z')
    expect(runScript(first.bag, ['--original', made.folder])).toMatchObject({ code: 0 })

    const alone = join(made.parent, 'elsewhere', 'alone')
    cpSync(first.bag, alone, { recursive: true })
    const result = await verifyPackage(alone, { now })
    expect(result).toMatchObject({ overall: 'verified', addendum: { original: 'not-found' } })
    const warnings = result.checks.filter(({ status }) => status === 'warning').map(({ id }) => id)
    expect(warnings.toSorted()).toEqual(['addendum_original_absent', 'reviewer_absent'])
    expect(runScript(alone)).toMatchObject({
      code: 0,
      warnings: ['addendum_original_absent', 'reviewer_absent'],
    })
    expect(await verifyPackage(alone, { now, original: made.folder })).toMatchObject({
      overall: 'verified',
      addendum: { original: 'found' },
    })

    const other = await makePackage()
    const wrong = await verifyPackage(alone, { now, original: other.folder })
    expect(wrong).toMatchObject({ overall: 'failed', exitCode: 17, addendum: { original: 'differs' } })
    expect(failed(wrong)).toEqual(['addendum_original_differs'])
    expect(runScript(alone, ['--original', other.folder])).toMatchObject({
      code: 17,
      ids: ['addendum_original_differs'],
    })
    rmSync(other.parent, { recursive: true })
  })
})

describe('what was done to an addendum is found', () => {
  const cases: {
    what: string
    spoil: (folder: string) => void
    again?: boolean
    ids: string[]
    code: number
  }[] = [
    {
      what: 'an added file changed',
      spoil: (folder) => {
        const [name = ''] = readdirSync(join(folder, 'data/files'))
        edit(folder, `data/files/${name}`, (text) => `${text}!`)
      },
      ids: ['file_changed'],
      code: 10,
    },
    {
      what: 'another reason in bag-info',
      spoil: (folder) => edit(folder, 'bag-info.txt', (text) => text.replace('found to be missing', 'lost')),
      // the sheet still has the first one
      ids: ['addendum_malformed', 'file_changed'],
      code: 16,
    },
    {
      what: 'pointed at another package and signed again, sheet forgotten',
      spoil: (folder) => edit(folder, 'bag-info.txt', (text) => text.replace(made.packageId, 'f'.repeat(64))),
      again: true,
      ids: ['addendum_malformed'],
      code: 16,
    },
    {
      what: 'a number that skips the first',
      spoil: (folder) =>
        edit(folder, 'bag-info.txt', (text) => text.replace('Addendum-Number: 1', 'Addendum-Number: 2')),
      again: true,
      ids: ['addendum_malformed'],
      code: 16,
    },
    {
      what: 'without a reason',
      spoil: (folder) =>
        edit(folder, 'bag-info.txt', (text) => text.replace(/Addendum-Reason:[^\n]*\n(?: [^\n]*\n)*/, '')),
      again: true,
      ids: ['addendum_malformed'],
      code: 16,
    },
    {
      what: 'without its sheet',
      spoil: (folder) => rmSync(join(folder, 'data/addendum.json')),
      again: true,
      ids: ['addendum_malformed'],
      code: 16,
    },
    {
      what: 'passed off as a package',
      spoil: (folder) => edit(folder, 'bag-info.txt', (text) => text.replace(/^Addendum-To[^\n]*\n/m, '')),
      again: true,
      ids: ['ledger_missing'],
      code: 15,
    },
  ]
  it.each(cases)('$what → $code', async ({ what, spoil, again, ids, code }) => {
    const folder = copyOfFirst(what.replaceAll(/[^a-z]+/g, '-'))
    spoil(folder)
    if (again) {
      // Payload-Oxum counts bytes and files, and a forger mends it too
      const info = readFileSync(join(folder, 'bag-info.txt'), 'utf8')
      const paths = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true }).filter(
        (one) => one.isFile(),
      )
      const bytes = paths.reduce((sum, one) => sum + readFileSync(join(one.parentPath, one.name)).length, 0)
      writeFileSync(
        join(folder, 'bag-info.txt'),
        info.replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${bytes}.${paths.length}`),
      )
      await signAnew(folder)
    }
    // of a changed bag-info verify.sh compares number and package with the sheet, not the words
    const scriptIds = again || code === 10 ? ids : ids.filter((id) => id !== 'addendum_malformed')
    const result = await verifyPackage(folder, { now })
    expect(failed(result)).toEqual(ids)
    expect(result.exitCode).toBe(code)
    expect(runScript(folder).ids).toEqual(scriptIds)
    rmSync(folder, { recursive: true })
  })

  it('a package with an addendum’s label keeps its ledger to the mark', async () => {
    const folder = copyOf(made, 'labelled')
    edit(folder, 'data/13-custody/ledger.jsonl', (text) => text.replace('plain', 'plane'))
    edit(folder, 'bag-info.txt', (text) => `${text}Addendum-To-TagManifest-SHA256: ${'e'.repeat(64)}\n`)
    const result = await verifyPackage(folder, { now })
    expect(failed(result)).toContain('ledger_edited')
    expect(runScript(folder).ids).toContain('ledger_edited')
    rmSync(folder, { recursive: true })
  })
})

describe('an addendum is not made', () => {
  it('to what does not verify, to an addendum, or of what is no file', async () => {
    const spoiled = copyOf(made, 'spoiled')
    edit(spoiled, 'data/04-remediation/remediation-log.csv', (text) => text.replace('a,b', 'a,c'))
    await expect(add({ package: spoiled })).rejects.toMatchObject({ code: 'package_invalid' })
    await expect(add({ package: first.bag })).rejects.toMatchObject({ code: 'package_invalid' })
    await expect(add({ files: [made.parent] })).rejects.toMatchObject({ code: 'file_not_found' })
    const twice = join(made.parent, 'letter =1.txt')
    await expect(add({ files: [twice, twice] })).rejects.toMatchObject({ code: 'invalid_input' })
    const names = readdirSync(made.parent)
    expect(names.filter((name) => name.includes('unfinished') || name.includes('addendum-3'))).toEqual([])
    rmSync(spoiled, { recursive: true })
  })

  it('twice with one number, also where the package is a ZIP under another name', async () => {
    const elsewhere = join(made.parent, 'received')
    put(elsewhere, 'keep', '')
    await zipBag(made.folder, join(elsewhere, 'from client.zip'), '2026-10-05')
    renameSync(second.zip, join(elsewhere, 'second.zip'))
    const third = await add({ package: join(elsewhere, 'from client.zip') })
    expect(third.number).toBe(3)
    expect(third.bag).toBe(join(elsewhere, `${made.packageId.slice(0, 12)}_addendum-3`))
    expect(await verifyPackage(third.bag, { now })).toMatchObject({
      overall: 'verified',
      addendum: { follows: second.addendumId, original: 'found' },
    })
  })
})

describe('a bag with neither ledger nor package', () => {
  it('is refused when it is to be a package', async () => {
    const folder = join(made.parent, 'no-ledger')
    put(folder, 'data/x.txt', 'x')
    const options = { title: 'x', info: [], baggedOn: '2026-10-05', sample: false }
    await expect(writeBag(folder, options)).rejects.toMatchObject({ code: 'package_invalid' })
  })
})
