import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zipBag } from '../../../../main/engine/evidence/bag/index.ts'
import { walk } from '../../../../main/engine/evidence/bag/walk.ts'
import { verifyPackage } from '../../../../main/engine/evidence/verify/index.ts'
import { makePackage, now, unique } from '../../../engine/evidence/package-fixture.ts'
import type { MadePackage } from '../../../engine/evidence/package-fixture.ts'
import { rawZip } from './raw-zip.ts'
import type { RawEntry } from './raw-zip.ts'

let made: MadePackage
let whole: RawEntry[]
beforeAll(async () => {
  made = await makePackage()
  const { files } = await walk(made.folder)
  whole = files.map((path) => ({ name: `bag/${path}`, content: readFileSync(join(made.folder, path)) }))
})
afterAll(() => rmSync(made.parent, { recursive: true, force: true }))

async function judge(
  bytes: Uint8Array,
): Promise<{ ids: string[]; files: (string | null)[]; exitCode: number; overall: string }> {
  const path = join(made.parent, 'x.zip')
  writeFileSync(path, bytes)
  const result = await verifyPackage(path, { now })
  const failed = result.checks.filter((check) => check.status === 'failed')
  return {
    ids: unique(failed.map((check) => check.id)),
    files: failed.map((check) => check.file),
    exitCode: result.exitCode,
    overall: result.overall,
  }
}

describe('a package in a ZIP', () => {
  it('verifies in a folder of any name, or at the top', async () => {
    expect(await judge(rawZip(whole))).toMatchObject({ ids: [], overall: 'verified' })
    expect(
      await judge(rawZip(whole.map((entry) => ({ ...entry, name: entry.name.slice(4) })))),
    ).toMatchObject({ ids: [], overall: 'verified' })
    expect(
      await judge(
        rawZip([{ name: 'bag/', mode: 0o040755 }, { name: 'bag/data/', mode: 0o040755 }, ...whole]),
      ),
    ).toMatchObject({ ids: [], overall: 'verified' })
  })

  it.each<[string, RawEntry, string, string]>([
    ['a name that climbs out', { name: 'bag/../../evil' }, 'archive_unsafe_name', 'bag/../../evil'],
    ['an absolute name', { name: '/etc/cron.d/x' }, 'archive_unsafe_name', '/etc/cron.d/x'],
    ['a drive letter', { name: 'C:\\x' }, 'archive_unsafe_name', 'C:\\x'],
    ['a backslash', { name: 'bag\\..\\x' }, 'archive_unsafe_name', 'bag\\..\\x'],
    ['a control character', { name: 'bag/a\u0007b' }, 'archive_unsafe_name', 'bag/a?b'],
    ['a zero byte', { name: 'bag/README.txt\0.png' }, 'archive_unsafe_name', 'bag/README.txt?.png'],
    [
      'a link',
      { name: 'bag/data/link', content: '/etc/passwd', mode: 0o120777 },
      'entry_not_a_file',
      'bag/data/link',
    ],
    ['a device', { name: 'bag/data/null', mode: 0o020666 }, 'entry_not_a_file', 'bag/data/null'],
    [
      'a second file of one name',
      { name: 'bag/README.txt', content: 'other' },
      'archive_duplicate_name',
      'bag/README.txt',
    ],
    [
      'a second file but for case',
      { name: 'bag/readme.TXT', content: 'other' },
      'archive_duplicate_name',
      'bag/readme.TXT',
    ],
    [
      'an encrypted file',
      { name: 'bag/data/x', flags: 1, content: '0123456789abcdef', claimedSize: 4 },
      'archive_damaged',
      'bag/data/x',
    ],
    ['an unknown packing', { name: 'bag/data/x', method: 99 }, 'archive_damaged', 'bag/data/x'],
    ['a file beside the folder', { name: '__MACOSX/x' }, 'file_extra', '__MACOSX/x'],
  ])('finds %s', async (_, entry, id, file) => {
    const found = await judge(rawZip([...whole, entry]))
    expect(found.ids).toEqual([id])
    expect(found.files).toEqual([file])
    expect(found.exitCode).toBe(id === 'file_extra' ? 12 : 16)
  })

  it('finds a file whose two names differ', async () => {
    const found = await judge(
      rawZip(
        whole.map((entry) =>
          entry.name.endsWith('README.txt') ? { ...entry, localName: 'bag/README.exe' } : entry,
        ),
      ),
    )
    expect(found).toMatchObject({ ids: ['archive_damaged', 'file_unreadable'], exitCode: 16 })
  })

  it('finds claims no archive of this size can keep', async () => {
    const found = await judge(
      rawZip([...whole, { name: 'bag/data/bomb', method: 8, content: 'x', claimedSize: 0xfffffff0 }]),
    )
    expect(found.ids).toContain('archive_damaged')
    expect(found.exitCode).toBe(16)
  })

  it('finds an archive cut anywhere, and never calls it verified', async () => {
    const path = join(made.parent, 'whole.zip')
    await zipBag(made.folder, path, '2026-10-05')
    const bytes = readFileSync(path)
    for (const length of [0, 10, 100, bytes.length >> 1, bytes.length - 30, bytes.length - 1]) {
      const found = await judge(bytes.subarray(0, length))
      expect(found.ids, String(length)).toContain('archive_damaged')
      expect(found.exitCode).toBe(16)
    }
    expect(await judge(Buffer.from('not a zip at all'))).toMatchObject({ overall: 'failed', exitCode: 16 })
  })

  it('finds any flipped byte of the packed files, or shows that it changes nothing signed', async () => {
    const path = join(made.parent, 'whole.zip')
    await zipBag(made.folder, path, '2026-10-05')
    const bytes = readFileSync(path)
    const truth = (await verifyPackage(path, { now })).packageId
    for (let at = 7; at < bytes.length; at += 211) {
      const spoiled = Buffer.from(bytes)
      spoiled.writeUInt8(spoiled.readUInt8(at) ^ 0x20, at)
      const target = join(made.parent, 'x.zip')
      writeFileSync(target, spoiled)
      const result = await verifyPackage(target, { now })
      // dates, modes, listings beside the signature: what isn't signed may change, what is may not
      if (result.overall === 'verified') expect(result).toMatchObject({ packageId: truth, files: 5 })
      else expect(result.exitCode).toBeGreaterThan(0)
    }
  })

  it('is empty when it holds nothing', async () => {
    expect(await judge(rawZip([]))).toMatchObject({ ids: ['bag_incomplete', 'ledger_missing'], exitCode: 16 })
  })
})
