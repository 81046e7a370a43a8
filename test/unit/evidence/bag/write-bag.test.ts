import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cleanUnfinished,
  discardBag,
  finishBag,
  startBag,
  writeBag,
  zipBag,
} from '../../../../main/engine/evidence/bag/index.ts'
import { verifyPackage } from '../../../../main/engine/evidence/verify/index.ts'
import { bagOptions, newFolder, now, put, writePayload } from '../../../engine/evidence/package-fixture.ts'

let parent: string
beforeEach(() => {
  parent = newFolder()
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const invalid = (path: string): unknown =>
  expect.objectContaining({ code: 'package_invalid', params: expect.objectContaining({ path }) as unknown })

describe('writeBag', () => {
  it('writes the files of RFC 8493, listed and computed', async () => {
    writePayload(parent)
    const seen: string[] = []
    const { packageId, files, bytes } = await writeBag(parent, {
      ...bagOptions,
      onFile: (path) => seen.push(path),
    })
    expect(
      execFileSync(
        'sha256sum',
        ['-c', '--strict', '--quiet', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'],
        { cwd: parent, encoding: 'utf8' },
      ),
    ).toBe('')
    expect(packageId).toBe(
      execFileSync('sha256sum', ['tagmanifest-sha256.txt'], { cwd: parent, encoding: 'utf8' }).slice(0, 64),
    )
    expect(files).toBe(5)
    expect(seen).toHaveLength(5)
    const info = readFileSync(join(parent, 'bag-info.txt'), 'utf8')
    expect(info).toContain(`Payload-Oxum: ${String(bytes)}.5\n`)
    expect(info).toContain('Bagging-Date: 2026-10-05\n')
    expect(info).toMatch(/^Sample: SAMPLE/m)
    expect(info).toMatch(/^Ledger-Head: 5 [0-9a-f]{64}$/m)
    expect(readFileSync(join(parent, 'bagit.txt'), 'utf8')).toBe(
      'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    )
    expect(statSync(join(parent, 'verify.sh')).mode & 0o777).toBe(0o755)
    const readme = readFileSync(join(parent, 'README.txt'), 'utf8')
    expect(readme).toContain('Nordwind, third quarter 2026\n============================\n')
    expect(readme).toContain('data/13-custody/')
    expect(readme).not.toContain('data/02-baseline/')
    expect(readme + readFileSync(join(parent, 'VERIFY.md'), 'utf8')).not.toContain('{{')
  })

  it('gives the same bytes for the same input', async () => {
    const ids = []
    for (const name of ['a', 'b']) {
      mkdirSync(join(parent, name))
      writePayload(join(parent, name))
      ids.push((await writeBag(join(parent, name), bagOptions)).packageId)
    }
    expect(ids[0]).toBe(ids[1])
  })

  it('refuses, by name, what a package cannot hold', async () => {
    const attempt = async (spoil: (folder: string) => void): Promise<unknown> => {
      rmSync(join(parent, 'x'), { recursive: true, force: true })
      mkdirSync(join(parent, 'x'))
      writePayload(join(parent, 'x'))
      spoil(join(parent, 'x'))
      return writeBag(join(parent, 'x'), bagOptions).then(
        () => undefined,
        (error: unknown) => error,
      )
    }
    expect(await attempt((folder) => put(folder, 'data/a b', ''))).toEqual(invalid('data/a b'))
    expect(await attempt((folder) => put(folder, 'data/50%', ''))).toEqual(invalid('data/50%'))
    expect(await attempt((folder) => put(folder, 'data/ü', ''))).toEqual(invalid('data/ü'))
    expect(await attempt((folder) => put(folder, 'loose.txt', ''))).toEqual(invalid('loose.txt'))
    expect(await attempt((folder) => symlinkSync('/etc', join(folder, 'data/l')))).toEqual(invalid('data/l'))
    expect(await attempt((folder) => put(folder, 'data/09-raw/EMPTY.json', ''))).toEqual(
      invalid('data/09-raw/empty.json'),
    )
    expect(await attempt((folder) => rmSync(join(folder, 'data/13-custody/head.txt')))).toEqual(
      invalid('data/13-custody/head.txt'),
    )
    expect(await attempt((folder) => put(folder, 'data/13-custody/head.txt', 'nonsense'))).toEqual(
      invalid('data/13-custody/head.txt'),
    )
    expect(existsSync(join(parent, 'x/tagmanifest-sha256.txt'))).toBe(false)
  })

  it('refuses a field it computes itself, and stops when cancelled', async () => {
    writePayload(parent)
    await expect(
      writeBag(parent, { ...bagOptions, info: [{ label: 'Ledger-Head', value: 'x' }] }),
    ).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(
      writeBag(parent, { ...bagOptions, signal: AbortSignal.abort(new Error('stop')) }),
    ).rejects.toThrow('stop')
  })
})

describe('zipBag', () => {
  it('gives the same bytes in any time zone, for any mode and time of the files', async () => {
    const hashes = new Set<string>()
    for (const [zone, umask] of [
      ['UTC', 0o644],
      ['Asia/Tokyo', 0o600],
      ['America/St_Johns', 0o664],
    ] as const) {
      const folder = join(parent, zone.replace('/', '-'), 'bag')
      mkdirSync(folder, { recursive: true })
      writePayload(folder)
      await writeBag(folder, bagOptions)
      chmodSync(join(folder, 'data/04-remediation/remediation-log.csv'), umask)
      utimesSync(join(folder, 'bagit.txt'), umask, umask)
      const script = `import { zipBag } from ${JSON.stringify(join(import.meta.dirname, '../../../../main/engine/evidence/bag/index.ts'))}
        process.stdout.write((await zipBag(${JSON.stringify(folder)}, ${JSON.stringify(`${folder}.zip`)}, '2026-10-05')).sha256)`
      hashes.add(
        execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
          env: { ...process.env, TZ: zone },
          encoding: 'utf8',
        }),
      )
    }
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)])
  })
  it('unpacks with the script executable, and leaves no part behind when it fails', async () => {
    const folder = join(parent, 'bag')
    mkdirSync(folder)
    writePayload(folder)
    await writeBag(folder, bagOptions)
    await zipBag(folder, join(parent, 'x.zip'), '2026-10-05')
    execFileSync(
      'python3',
      [
        '-c',
        'import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print("\\n".join("%o %s %s" % (i.external_attr >> 16, i.filename, i.date_time) for i in z.infolist()))',
        join(parent, 'x.zip'),
      ],
      { encoding: 'utf8' },
    )
      .trim()
      .split('\n')
      .forEach((line, index, lines) => {
        expect(line).toMatch(
          line.includes('verify.sh')
            ? /^100755 bag\/verify\.sh \(2026, 10, 5, 12, 0, 0\)$/
            : /^100644 bag\/\S+ \(2026, 10, 5, 12, 0, 0\)$/,
        )
        if (index > 0) expect((lines[index - 1] ?? '').split(' ')[1]! < line.split(' ')[1]!).toBe(true)
      })
    await expect(zipBag(folder, join(parent, 'nowhere/x.zip'), '2026-10-05')).rejects.toThrow('ENOENT')
    expect(readdirSync(parent).toSorted()).toEqual(['bag', 'x.zip'])
  })
})

describe('unfinished packages', () => {
  it('are hidden, discarded, or given their name once', async () => {
    const final = join(parent, 'package')
    const first = await startBag(final, '00000001')
    const second = await startBag(final, '00000002')
    expect(readdirSync(parent).every((name) => name.startsWith('.package.unfinished-'))).toBe(true)
    put(first, 'data/x', '1')
    await finishBag(first, final)
    expect(readdirSync(final)).toEqual(['data'])
    await expect(finishBag(second, final)).rejects.toMatchObject({ code: 'package_exists' })
    await expect(startBag(final, '00000003')).rejects.toMatchObject({ code: 'package_exists' })
    await discardBag(second)
    await expect(discardBag(final)).rejects.toMatchObject({ code: 'package_invalid' })
    expect(readdirSync(parent)).toEqual(['package'])
  })

  it('cleanUnfinished takes the dead writers’ and leaves the rest', async () => {
    const live = await startBag(join(parent, 'live'), '00000001')
    const kept = [
      'package',
      '.hidden',
      '.x.unfinished-notanumber',
      basename(live),
      `.other.unfinished-${String(process.ppid)}-00000001`,
    ]
    for (const name of kept) mkdirSync(join(parent, name), { recursive: true })
    // our own process id, but not begun by this process: a container's earlier life
    const gone = [`.old.unfinished-${String(process.pid)}-0000000a`, '.older.unfinished-999999999-0000000b']
    for (const name of gone) put(join(parent, name), 'data/x', '1')
    expect(await cleanUnfinished(parent)).toEqual(gone.toSorted())
    expect(readdirSync(parent).toSorted()).toEqual(kept.toSorted())
    expect(await cleanUnfinished(join(parent, 'nowhere'))).toEqual([])
  })

  // The child announces each stage; it is killed as soon as the stage is heard of.
  it.each(['started', 'hashed', 'written', 'signed', 'finishing'])(
    'a kill when %s leaves a whole package or none',
    async (stage) => {
      const final = join(parent, 'package')
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, '../../../engine/evidence/compile-child.ts'), final],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const killed = await new Promise<boolean>((resolve) => {
        let heard = ''
        child.stdout.on('data', (chunk: Buffer) => {
          heard += chunk.toString()
          if (heard.includes(stage)) child.kill('SIGKILL')
        })
        child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'))
      })
      expect(killed).toBe(true)
      if (existsSync(final)) {
        expect(stage).toBe('finishing')
        expect(await verifyPackage(final, { now })).toMatchObject({ overall: 'verified' })
      } else {
        expect(await cleanUnfinished(parent)).toHaveLength(1)
        expect(readdirSync(parent)).toEqual([])
      }
    },
  )
})
