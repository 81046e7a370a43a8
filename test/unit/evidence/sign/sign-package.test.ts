import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeBag } from '../../../../main/engine/evidence/bag/index.ts'
import { samePerson, signPackage } from '../../../../main/engine/evidence/sign/index.ts'
import { listedFingerprints } from '../../../../main/engine/evidence/sign/signers-list.ts'
import {
  bagOptions,
  clock,
  edit,
  makeIdentity,
  newFolder,
  nonce,
  writePayload,
} from '../../../engine/evidence/package-fixture.ts'

let folder: string
beforeEach(async () => {
  folder = newFolder()
  writePayload(folder)
  await writeBag(folder, bagOptions)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const failure = (code: string): unknown => expect.objectContaining({ code })
const later = '2026-10-05T10:00:00.000Z'

describe('signPackage', () => {
  it('writes signature, listing and query, in that naming', async () => {
    const mara = await makeIdentity('Mara Lindqvist')
    const ola = await makeIdentity('Ola Brandt')
    const first = await signPackage(folder, mara, 'preparer', '2026-10-05T08:00:00.777Z', nonce)
    expect(first).toMatchObject({ role: 'preparer', signature: 'signatures/preparer.p7s', claimedAt: clock })
    await signPackage(folder, ola, 'reviewer', later, nonce)
    expect(readdirSync(join(folder, 'signatures')).toSorted()).toEqual([
      'FINGERPRINTS.txt',
      'preparer.p7s',
      'reviewer.p7s',
      'reviewer.tsq',
      'signers.pem',
      'tagmanifest.tsq',
    ])
    const text = readFileSync(join(folder, 'signatures/FINGERPRINTS.txt'), 'utf8')
    expect(text).toMatch(
      /^preparer {2}2026-10-05T08:00:00\.000Z {2}([0-9A-F]{2}:){31}[0-9A-F]{2} {2}Mara Lindqvist$/m,
    )
    expect([...listedFingerprints(text)]).toEqual([
      ['preparer', mara.facts.fingerprint],
      ['reviewer', ola.facts.fingerprint],
    ])
    expect(
      readFileSync(join(folder, 'signatures/signers.pem'), 'utf8').match(/BEGIN CERTIFICATE/g),
    ).toHaveLength(2)
  })

  it('keeps preparer and reviewer apart: certificate, key, name', async () => {
    const mara = await makeIdentity('Mara Lindqvist')
    await expect(signPackage(folder, mara, 'reviewer', clock, nonce)).rejects.toEqual(
      failure('package_invalid'),
    )
    await signPackage(folder, mara, 'preparer', clock, nonce)
    await expect(signPackage(folder, mara, 'reviewer', later, nonce)).rejects.toMatchObject({
      code: 'same_person',
      params: { person: 'Mara Lindqvist' },
    })
    const namesake = await makeIdentity(' mara  LINDQVIST ', { serial: new Uint8Array(16).fill(4) })
    await expect(signPackage(folder, namesake, 'reviewer', later, nonce)).rejects.toEqual(
      failure('same_person'),
    )
    expect(
      samePerson({ ...namesake.facts, name: 'Another', publicKeyHash: mara.facts.publicKeyHash }, mara.facts),
    ).toBe(true)
    expect(samePerson({ ...namesake.facts, name: 'Another' }, mara.facts)).toBe(false)
    expect(readdirSync(join(folder, 'signatures'))).not.toContain('reviewer.p7s')
  })

  it('does not sign twice, nor what was changed, nor for another', async () => {
    const mara = await makeIdentity('Mara Lindqvist')
    const ola = await makeIdentity('Ola Brandt')
    const readme = readFileSync(join(folder, 'README.txt'), 'utf8')
    edit(folder, 'README.txt', (text) => `${text}.`)
    await expect(signPackage(folder, mara, 'preparer', clock, nonce)).rejects.toEqual(
      failure('package_invalid'),
    )
    writeFileSync(join(folder, 'README.txt'), readme)
    await signPackage(folder, mara, 'preparer', clock, nonce)
    await expect(signPackage(folder, mara, 'preparer', later, nonce)).rejects.toEqual(failure('conflict'))

    const signature = readFileSync(join(folder, 'signatures/preparer.p7s'))
    writeFileSync(join(folder, 'signatures/preparer.p7s'), signature.subarray(1))
    await expect(signPackage(folder, ola, 'reviewer', later, nonce)).rejects.toEqual(
      failure('package_invalid'),
    )
    await expect(signPackage(join(folder, 'nowhere'), ola, 'reviewer', later, nonce)).rejects.toEqual(
      failure('package_not_found'),
    )
    const old = await makeIdentity('Old', { notAfter: '2026-02-01T00:00:00.000Z' })
    rmSync(join(folder, 'signatures'), { recursive: true })
    await expect(signPackage(folder, old, 'preparer', clock, nonce)).rejects.toEqual(
      failure('certificate_expired'),
    )
  })

  it('holds to the preparer that bag-info declares', async () => {
    const mara = await makeIdentity('Mara Lindqvist')
    const other = newFolder()
    writePayload(other)
    await writeBag(other, { ...bagOptions, preparerFingerprint: mara.facts.fingerprint })
    await expect(
      signPackage(other, await makeIdentity('Ola Brandt'), 'preparer', clock, nonce),
    ).rejects.toEqual(failure('conflict'))
    await expect(signPackage(other, mara, 'preparer', clock, nonce)).resolves.toMatchObject({
      role: 'preparer',
    })
    rmSync(other, { recursive: true })
  })

  it('refuses a key that is not the certificate’s', async () => {
    const mara = await makeIdentity('Mara Lindqvist')
    const mixed = { ...mara, privateKey: (await makeIdentity('Ola Brandt')).privateKey }
    await expect(signPackage(folder, mixed, 'preparer', clock, nonce)).rejects.toEqual(
      failure('package_invalid'),
    )
    expect(readdirSync(folder)).not.toContain('signatures')
  })
})
