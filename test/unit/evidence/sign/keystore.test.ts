import { chmodSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changePassphrase,
  importPkcs12,
  listIdentities,
  openIdentity,
  removeIdentity,
  saveIdentity,
  signDetached,
  verifyDetached,
} from '../../../../main/engine/evidence/sign/index.ts'
import type { SigningIdentity } from '../../../../main/engine/evidence/sign/index.ts'
import { sha256Hex } from '../../../../main/engine/evidence/sign/crypto-engine.ts'
import { canonicalJson } from '../../../../shared/model/canonical.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'
import { identitySummarySchema, readableFingerprint } from '../../../../shared/model/signing.ts'
import { clock, makeIdentity, newFolder } from '../../../engine/evidence/package-fixture.ts'

let directory: string
let identity: SigningIdentity
let file: string
const passphrase = 'correct horse ✓'
const failure = (code: string): unknown => expect.objectContaining({ code })

beforeAll(async () => {
  directory = join(newFolder(), 'keys')
  identity = await makeIdentity('Zoë Ångström', { email: 'zoe@example.org' })
  file = await saveIdentity(directory, identity, passphrase)
})
afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }))

describe('the keystore', () => {
  it('keeps an identity in a file only its owner reads, with nothing of the key in sight', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    expect(readdirSync(directory)).toHaveLength(1)
    const bytes = readFileSync(file)
    for (const form of ['base64', 'hex'] as const)
      expect(bytes.includes(Buffer.from(identity.privateKey).toString(form).slice(40, 90))).toBe(false)
    expect(JSON.parse(bytes.toString())).toMatchObject({
      format: 'countersign-identity',
      version: 1,
      kdf: { name: 'scrypt', N: 131072, r: 8, p: 1 },
      cipher: { name: 'aes-256-gcm' },
    })
  })

  it('opens with the passphrase, however its accents are typed, and signs', async () => {
    const again = await openIdentity(directory, readableFingerprint(identity.facts.fingerprint), passphrase)
    expect(again).toEqual(identity)
    const content = Buffer.from('x')
    expect(await verifyDetached(await signDetached(content, again, clock), content)).toMatchObject({
      valid: true,
      facts: { name: 'Zoë Ångström' },
    })

    await saveIdentity(directory, identity, 'é')
    await expect(openIdentity(directory, identity.facts.fingerprint, 'e\u0301')).resolves.toEqual(identity)
    await saveIdentity(directory, identity, passphrase)
  })

  it('lists without a passphrase, and names what it cannot read', async () => {
    writeFileSync(join(directory, '0000000000000000.identity.json'), '{"format":')
    writeFileSync(join(directory, 'notes.txt'), 'not ours')
    const { identities, damaged } = await listIdentities(directory)
    expect(identities).toEqual([{ ...identity.facts, origin: 'made' }])
    expect(identitySummarySchema.parse(identities[0])).toEqual(identities[0])
    expect(damaged).toEqual([join(directory, '0000000000000000.identity.json')])
    rmSync(join(directory, '0000000000000000.identity.json'))
    expect(await listIdentities(join(directory, 'nowhere'))).toEqual({ identities: [], damaged: [] })
  })

  it('tells wrong passphrase, none, and no such identity apart', async () => {
    const { fingerprint } = identity.facts
    await expect(openIdentity(directory, fingerprint, 'wrong')).rejects.toEqual(failure('passphrase_wrong'))
    await expect(openIdentity(directory, fingerprint, '')).rejects.toEqual(failure('passphrase_missing'))
    await expect(openIdentity(directory, 'f'.repeat(64), passphrase)).rejects.toEqual(
      failure('identity_not_found'),
    )
    await expect(openIdentity(directory, '../../etc/passwd', passphrase)).rejects.toEqual(
      failure('identity_not_found'),
    )
    // same first half as the file's name, another certificate
    await expect(
      openIdentity(directory, fingerprint.slice(0, 16) + '0'.repeat(48), passphrase),
    ).rejects.toEqual(failure('identity_not_found'))
    await expect(saveIdentity(directory, identity, '')).rejects.toEqual(failure('passphrase_missing'))
  })

  it('finds damage before it asks for a passphrase, wherever a byte was changed', async () => {
    const text = readFileSync(file, 'utf8')
    const { fingerprint } = identity.facts
    for (let at = 30; at < text.length - 3; at += 97) {
      const spoiled = text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1)
      writeFileSync(file, spoiled)
      await expect(
        openIdentity(directory, fingerprint, passphrase),
        `byte ${String(at)}: ${text.slice(at - 8, at + 8)}`,
      ).rejects.toEqual(failure('keystore_damaged'))
    }
    writeFileSync(file, text.slice(0, text.length / 2))
    await expect(openIdentity(directory, fingerprint, passphrase)).rejects.toEqual(
      failure('keystore_damaged'),
    )
    writeFileSync(file, text)
  })

  it('does not open another certificate under this key, even with a digest made to fit', async () => {
    const text = readFileSync(file, 'utf8')
    const other = await makeIdentity('Somebody Else', { serial: new Uint8Array(16).fill(5) })
    const { digest: _, ...body } = JSON.parse(text) as JsonObject
    const swapped = { ...body, certificate: Buffer.from(other.certificate).toString('base64') }
    writeFileSync(file, JSON.stringify({ ...swapped, digest: sha256Hex(canonicalJson(swapped)) }))
    await expect(openIdentity(directory, identity.facts.fingerprint, passphrase)).rejects.toEqual(
      failure('keystore_damaged'),
    )
    const greedy = { ...body, kdf: { ...(body['kdf'] as JsonObject), N: 2 ** 30 } }
    writeFileSync(file, JSON.stringify({ ...greedy, digest: sha256Hex(canonicalJson(greedy)) }))
    await expect(openIdentity(directory, identity.facts.fingerprint, passphrase)).rejects.toEqual(
      failure('keystore_damaged'),
    )
    writeFileSync(file, text)
  })

  it('changes the passphrase, and removes', async () => {
    const { fingerprint } = identity.facts
    await changePassphrase(directory, fingerprint, passphrase, 'new one')
    await expect(openIdentity(directory, fingerprint, passphrase)).rejects.toEqual(
      failure('passphrase_wrong'),
    )
    await expect(openIdentity(directory, fingerprint, 'new one')).resolves.toEqual(identity)
    await removeIdentity(directory, fingerprint)
    await expect(removeIdentity(directory, fingerprint)).rejects.toEqual(failure('identity_not_found'))
  })

  it('leaves no part of a file behind when it cannot write', async () => {
    if (process.getuid?.() === 0) {
      // root writes everywhere; a file where the folder should be stops anybody
      await expect(saveIdentity(join(directory, 'notes.txt'), identity, 'x')).rejects.toThrow('EEXIST')
    } else {
      chmodSync(directory, 0o500)
      await expect(saveIdentity(directory, identity, 'x')).rejects.toThrow('EACCES')
      chmodSync(directory, 0o700)
    }
    expect(readdirSync(directory)).toEqual(['notes.txt'])
  })
})

describe('signing in and out of validity', () => {
  it('refuses before and after, to the millisecond', async () => {
    const content = Buffer.from('x')
    const sign = async (at: string): Promise<Uint8Array> => signDetached(content, identity, at)
    await expect(sign('2025-12-31T23:59:59.999Z')).rejects.toMatchObject({
      code: 'certificate_not_yet_valid',
      params: { name: 'Zoë Ångström', at: '2026-01-01T00:00:00.000Z' },
    })
    await expect(sign('2029-01-01T00:00:00.001Z')).rejects.toMatchObject({
      code: 'certificate_expired',
      params: { at: '2029-01-01T00:00:00.000Z' },
    })
    await expect(sign('2026-01-01T00:00:00.000Z')).resolves.toBeInstanceOf(Uint8Array)
    await expect(sign('2029-01-01T00:00:00.000Z')).resolves.toBeInstanceOf(Uint8Array)
  })
  it('a PKCS#12 that is none is refused', () => {
    expect(() => importPkcs12(new Uint8Array(0), 'x', '/a.p12')).toThrow(
      expect.objectContaining({
        code: 'p12_unsupported',
        params: expect.objectContaining({ path: '/a.p12' }) as unknown,
      }),
    )
  })
})
