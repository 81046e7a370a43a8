import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readJsonFile, writeJsonFile } from '../../../main/app/files/json-file.ts'
import { fileLog } from '../../../main/app/files/log.ts'
import { keychainUsable, passphraseStore, type Keychain } from '../../../main/app/files/passphrases.ts'
import { noteRecent, recentFile } from '../../../main/app/files/recent.ts'
import { redact } from '../../../main/app/files/redact.ts'
import { placeWindow, savedPlaceSchema } from '../../../main/app/windows/place.ts'

let folder = ''
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'countersign-files-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => path.join(folder, name)

describe('small files of the shell', () => {
  const schema = z.object({ a: z.number() })

  it('give the fallback when missing, damaged or foreign', () => {
    expect(readJsonFile(file('none.json'), schema, { a: 1 })).toEqual({ a: 1 })
    writeFileSync(file('cut.json'), '{"a":')
    expect(readJsonFile(file('cut.json'), schema, { a: 2 })).toEqual({ a: 2 })
    writeFileSync(file('other.json'), '{"a":"x"}')
    expect(readJsonFile(file('other.json'), schema, { a: 3 })).toEqual({ a: 3 })
  })

  it('are written whole, for this user only', () => {
    writeJsonFile(file('deep/x.json'), { a: 4 })
    expect(readJsonFile(file('deep/x.json'), schema, { a: 0 })).toEqual({ a: 4 })
    expect(statSync(file('deep/x.json')).mode & 0o777).toBe(0o600)
    expect(existsSync(file('deep/x.json.draft'))).toBe(false)
  })
})

describe('recent engagements', () => {
  it('keep the latest twelve, each once, newest first', () => {
    let list: { path: string; openedAt: string }[] = []
    for (let day = 10; day < 30; day += 1)
      list = noteRecent(list, `/e/${day}.countersign`, `2026-07-${day}T09:00:00.000Z`)
    list = noteRecent(list, '/e/25.countersign', '2026-08-01T09:00:00.000Z')
    expect(list).toHaveLength(12)
    expect(list[0]).toEqual({ path: '/e/25.countersign', openedAt: '2026-08-01T09:00:00.000Z' })
    expect(new Set(list.map((entry) => entry.path)).size).toBe(12)
  })

  it('say which files are still there', () => {
    const recent = recentFile(file('recent.json'), () => '2026-07-06T09:00:00.000Z')
    writeFileSync(file('there.countersign'), '')
    recent.note(file('gone.countersign'))
    recent.note(file('there.countersign'))
    expect(recent.list().map(({ present }) => present)).toEqual([true, false])
    recent.forget(file('gone.countersign'))
    expect(recent.list()).toHaveLength(1)
  })
})

describe('kept passphrases (13)', () => {
  const key = 0x5a
  const keychain = (backend: string, available = true): Keychain => ({
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(Buffer.from(text, 'utf8').map((byte) => byte ^ key)),
    decryptString: (sealed) => Buffer.from(sealed.map((byte) => byte ^ key)).toString('utf8'),
  })
  const fingerprint = 'a'.repeat(64)

  it('are refused where the keychain only pretends', () => {
    expect(keychainUsable(keychain('basic_text'), 'linux')).toBe(false)
    expect(keychainUsable(keychain('unknown'), 'linux')).toBe(false)
    expect(keychainUsable(keychain('gnome_libsecret'), 'linux')).toBe(true)
    expect(keychainUsable(keychain('gnome_libsecret', false), 'linux')).toBe(false)
    expect(keychainUsable(keychain('basic_text'), 'darwin')).toBe(true)
    const store = passphraseStore(file('p.json'), keychain('basic_text'), 'linux')
    expect(store.keep(fingerprint, 'secret words')).toBe(false)
    expect(existsSync(file('p.json'))).toBe(false)
    expect(store.state()).toEqual({ available: false, kept: [] })
  })

  it('are kept sealed, revealed, listed and forgotten', () => {
    const store = passphraseStore(file('p.json'), keychain('kwallet6'), 'linux')
    expect(store.keep(fingerprint, 'secret words')).toBe(true)
    expect(readFileSync(file('p.json'), 'utf8')).not.toContain('secret words')
    expect(store.reveal(fingerprint)).toBe('secret words')
    expect(store.reveal('b'.repeat(64))).toBeNull()
    expect(store.state()).toEqual({ available: true, kept: [fingerprint] })
    store.forget(fingerprint)
    expect(store.reveal(fingerprint)).toBeNull()
  })

  it('are not revealed when the keychain no longer opens them', () => {
    passphraseStore(file('p.json'), keychain('kwallet6'), 'linux').keep(fingerprint, 'x')
    const broken: Keychain = {
      ...keychain('kwallet6'),
      decryptString: () => {
        throw new Error('another user')
      },
    }
    expect(passphraseStore(file('p.json'), broken, 'linux').reveal(fingerprint)).toBeNull()
  })
})

describe('log', () => {
  it('writes lines without secrets, turns over at 1 MB, and never throws', () => {
    const log = fileLog(file('logs/a.log'), () => '2026-07-06T09:00:00.000Z')
    log('error', 'it broke', { error: new Error('key AKIAABCDEFGHIJKLMNOP'), passphrase: 'open sesame' })
    const [line] = readFileSync(file('logs/a.log'), 'utf8').split('\n')
    const parsed = JSON.parse(line ?? '') as { at: string; level: string; what: string; error: string }
    expect(parsed).toMatchObject({ at: '2026-07-06T09:00:00.000Z', level: 'error', what: 'it broke' })
    expect(line).not.toMatch(/AKIAABCDEFGHIJKLMNOP|sesame/)
    writeFileSync(file('logs/a.log'), 'x'.repeat(1024 * 1024 + 1))
    log('info', 'after')
    expect(statSync(file('logs/a.log')).size).toBeLessThan(200)
    expect(existsSync(file('logs/a.log.1'))).toBe(true)
    // A file where its folder should be.
    expect(() => fileLog(file('logs/a.log/x.log'), () => '')('info', 'x')).not.toThrow()
  })

  it.each([
    ['Authorization: Bearer abc.def', 'Authorization: [removed]'],
    ['{"password":"p4ss w0rd"}', '{"password":"[removed]"}'],
    ['{"clientSecret":"abc"}', '{"clientSecret":"[removed]"}'],
    ['{"password":"with \\"quotes\\" inside"}', '{"password":"[removed]"}'],
    ['{"detail":"{\\"password\\":\\"p4ss w0rd\\"}"}', '{"detail":"{\\"password\\":\\"[removed]\\"}"}'],
    ['token=abc&x=1', 'token=[removed]'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', '[token]'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----', '[private key]'],
    ['/home/a/report.json is empty', '/home/a/report.json is empty'],
  ])('redacts %s', (text, clean) => {
    expect(redact(text)).toBe(clean)
  })
})

describe('window place', () => {
  const laptop = { x: 0, y: 0, width: 1366, height: 728 }
  const beside = { x: 1366, y: 0, width: 1920, height: 1040 }

  it('is restored while it is on a display', () => {
    const saved = { bounds: { x: 1500, y: 80, width: 1000, height: 700 }, maximised: true }
    expect(placeWindow(saved, [laptop, beside])).toEqual(saved)
  })

  it('is forgotten when the display is gone, and never larger than the one that is left', () => {
    const saved = { bounds: { x: 1500, y: 80, width: 1000, height: 700 }, maximised: false }
    expect(placeWindow(saved, [laptop])).toEqual({ bounds: { width: 1366, height: 728 }, maximised: false })
    expect(placeWindow(null, [beside])).toEqual({ bounds: { width: 1440, height: 900 }, maximised: false })
  })

  it('needs its title bar within reach', () => {
    expect(
      placeWindow({ bounds: { x: 0, y: -400, width: 1000, height: 700 }, maximised: false }, [laptop]).bounds,
    ).not.toHaveProperty('x')
    expect(
      placeWindow({ bounds: { x: 1340, y: 0, width: 1000, height: 700 }, maximised: false }, [laptop]).bounds,
    ).not.toHaveProperty('x')
  })

  it('is read only when it is a place', () => {
    expect(savedPlaceSchema.safeParse({ bounds: { x: 'a' }, maximised: 1 }).success).toBe(false)
  })
})
