import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zipBag } from '../../../main/engine/evidence/bag/index.ts'
import { verifyPackage } from '../../../main/engine/evidence/verify/index.ts'
import { filesCases } from './cases-files.ts'
import { chain, ledgerCases } from './cases-ledger.ts'
import { signaturesCases } from './cases-signatures.ts'
import { ledger, signAgain } from './forge.ts'
import type { Case, Cast } from './forge.ts'
import { clock, copyOf, makeIdentity, makePackage, now, runScript, unique } from './package-fixture.ts'
import type { MadePackage } from './package-fixture.ts'

let made: MadePackage
let cast: Cast

beforeAll(async () => {
  made = await makePackage()
  const stranger = await makeIdentity('Mara Lindqvist', { serial: new Uint8Array(16).fill(9) })
  cast = { made, other: await makePackage(), stranger }
})
afterAll(() => {
  for (const one of [made, cast.other]) rmSync(one.parent, { recursive: true, force: true })
})

function argument(text: string): string {
  if (text === '@preparer') return made.preparer.facts.fingerprint
  const second = chain[1]
  return text === '@second' && second ? `${String(second.seq)}:${second.hash}` : text
}

function optionsOf(test: Case): Parameters<typeof verifyPackage>[1] {
  const [option, value] = (test.args ?? []).map(argument)
  const [seq = '', hash = ''] = (value ?? '').split(':')
  if (option === '--fingerprint') return { now, trustedFingerprints: [value ?? ''] }
  if (option === '--ledger-head') return { now, expectedLedgerHead: { seq: Number(seq), hash } }
  return { now }
}

describe('what was done to a package is found', () => {
  it.each([...filesCases, ...signaturesCases, ...ledgerCases])('$what → $code $ids', async (test) => {
    const folder = copyOf(made, test.what)
    await test.spoil(folder, cast)
    const result = await verifyPackage(folder, optionsOf(test))
    const failed = result.checks.filter((check) => check.status === 'failed')
    expect(unique(failed.map((check) => check.id)), 'verifyPackage on the folder').toEqual(test.ids)
    expect(result.exitCode).toBe(test.code)
    expect(result.overall).toBe('failed')
    if (test.file !== undefined) expect(failed.map((check) => check.file)).toContain(test.file)

    const script = runScript(folder, (test.args ?? []).map(argument))
    expect(script.ids, script.output).toEqual(test.ids)
    expect(script.code, script.output).toBe(test.code)
    if (test.file !== undefined)
      expect(script.output).toMatch(new RegExp(`^FAIL +\\w+  ${test.file.replaceAll('.', '\\.')}`, 'm'))

    if (test.folderOnly) return
    await zipBag(folder, `${folder}.zip`, '2026-10-05')
    const zipped = await verifyPackage(`${folder}.zip`, optionsOf(test))
    expect(
      unique(zipped.checks.filter((check) => check.status === 'failed').map((check) => check.id)),
      'verifyPackage on the ZIP',
    ).toEqual(test.ids)
    expect(zipped.exitCode).toBe(test.code)
  })
})

describe('a package as it was made', () => {
  it('verifies everywhere, and says so in the same words', async () => {
    const result = await verifyPackage(made.folder, {
      now,
      trustedFingerprints: [made.preparer.facts.fingerprint, made.reviewer.facts.fingerprint],
    })
    expect(result).toMatchObject({
      overall: 'verified',
      exitCode: 0,
      packageId: made.packageId,
      files: 5,
      ledger: { seq: 5 },
    })
    expect(
      result.signers.map(({ role, name, trusted, claimedAt }) => ({ role, name, trusted, claimedAt })),
    ).toEqual([
      { role: 'preparer', name: 'Mara Lindqvist', trusted: true, claimedAt: clock },
      { role: 'reviewer', name: 'Ola Brandt', trusted: true, claimedAt: '2026-10-05T09:00:00.000Z' },
    ])
    const script = runScript(made.folder, [
      '--fingerprint',
      made.preparer.facts.fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:'),
    ])
    expect(script).toMatchObject({ code: 0, ids: [] })
    expect(script.output).toContain(made.packageId)
    expect(script.output).toContain('VERIFIED')
  })

  it('verifies with a head held from before, and after the certificate has expired', async () => {
    const recorded = readFileSync(join(made.folder, ledger), 'utf8').split('\n')[1] ?? ''
    const [, hash = ''] = /"hash":"([0-9a-f]{64})","payload":/.exec(recorded) ?? []
    expect(runScript(made.folder, ['--ledger-head', `2:${hash}`])).toMatchObject({ code: 0, ids: [] })
    const late = await verifyPackage(made.folder, {
      now: '2031-01-01T00:00:00.000Z',
      expectedLedgerHead: { seq: 2, hash },
    })
    expect(late.overall).toBe('verified')
    expect(late.checks.filter((check) => check.status === 'warning').map((check) => check.id)).toEqual([
      'certificate_since_expired',
      'certificate_since_expired',
    ])
  })

  it('verifies without a reviewer, with a warning', async () => {
    const folder = copyOf(made, 'unreviewed')
    await signAgain(folder, made.preparer)
    const result = await verifyPackage(folder, { now })
    expect(result).toMatchObject({ overall: 'verified', exitCode: 0 })
    expect(result.checks.filter((check) => check.status === 'warning').map((check) => check.id)).toEqual([
      'reviewer_absent',
    ])
    expect(runScript(folder)).toMatchObject({ code: 0, warnings: ['reviewer_absent'] })
  })

  it('stops with usage or absence, not with a verdict', async () => {
    await expect(verifyPackage(join(made.parent, 'nowhere'), { now })).rejects.toMatchObject({
      code: 'package_not_found',
    })
    await expect(verifyPackage(made.folder, { now, trustedFingerprints: ['12:34'] })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    expect(runScript(join(made.parent, 'nowhere')).code).toBe(2)
    expect(runScript(made.folder, ['--fingerprint', '12:34']).code).toBe(2)
    expect(runScript(made.folder, ['--frobnicate']).code).toBe(2)
  })
})
