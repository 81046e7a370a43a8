import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile } from '../../../main/engine/evidence/bag/index.ts'
import { signDetached, signPackage } from '../../../main/engine/evidence/sign/index.ts'
import type { SigningIdentity } from '../../../main/engine/evidence/sign/index.ts'
import { fingerprintsText, signersPem } from '../../../main/engine/evidence/sign/signers-list.ts'
import type { ListedSigner } from '../../../main/engine/evidence/sign/signers-list.ts'
import type { SignerRole } from '../../../shared/model/signing.ts'
import type { CheckId } from '../../../shared/model/verification.ts'
import { clock, edit, makeIdentity, nonce, put, rewriteManifests } from './package-fixture.ts'
import type { MadePackage } from './package-fixture.ts'

export const ledger = 'data/13-custody/ledger.jsonl'
export const head = 'data/13-custody/head.txt'
export const report = 'data/01-report/evidence-report.pdf'

/** Who and what the spoilers have at hand: the package, another one, and a namesake of its preparer. */
export interface Cast {
  readonly made: MadePackage
  readonly other: MadePackage
  readonly stranger: SigningIdentity
}

/** One way to spoil a package, and what must be said of it. */
export interface Case {
  readonly what: string
  readonly spoil: (folder: string, cast: Cast) => void | Promise<void>
  readonly ids: readonly CheckId[]
  readonly code: number
  /** A file that must be named. */
  readonly file?: string
  readonly args?: readonly string[]
  /** Can't be zipped: the ZIP writer refuses it. */
  readonly folderOnly?: boolean
}

/** The forger's whole way: manifests that fit, signatures by `signer`, listings that fit. */
export async function signAgain(folder: string, signer: SigningIdentity): Promise<void> {
  rewriteManifests(folder)
  rmSync(join(folder, 'signatures'), { recursive: true })
  await signPackage(folder, signer, 'preparer', clock, nonce)
}

/** Replaces the ledger, signs again as the true preparer would: only the chain itself can still tell. */
export async function withLedger(
  folder: string,
  cast: Cast,
  text: string,
  headLine: string,
  recorded = headLine,
): Promise<void> {
  writeFileSync(join(folder, ledger), text)
  writeFileSync(join(folder, head), headLine)
  edit(folder, 'bag-info.txt', (info) =>
    info.replace(/^Ledger-Head:[^]*?\n(?=\S)/m, `Ledger-Head: ${recorded}`),
  )
  const bytes = [...readFileSync(join(folder, 'manifest-sha256.txt'), 'utf8').matchAll(/ {2}(\S+)\n/g)].map(
    (match) => readFileSync(join(folder, match[1] ?? '')).length,
  )
  edit(folder, 'bag-info.txt', (info) =>
    info.replace(
      /^Payload-Oxum:.*$/m,
      `Payload-Oxum: ${String(bytes.reduce((a, b) => a + b, 0))}.${String(bytes.length)}`,
    ),
  )
  await signAgain(folder, cast.made.preparer)
}

export function flipLastByte(folder: string): void {
  const path = join(folder, 'signatures/preparer.p7s')
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  writeFileSync(path, bytes)
}

export function exchange(folder: string): void {
  const at = (name: string): string => join(folder, 'signatures', name)
  renameSync(at('preparer.p7s'), at('x'))
  renameSync(at('reviewer.p7s'), at('preparer.p7s'))
  renameSync(at('x'), at('reviewer.p7s'))
}

/** The manifest as it is now, listed and signed again. */
export async function resignTags(folder: string, cast: Cast): Promise<void> {
  const manifest = readFileSync(join(folder, 'manifest-sha256.txt'))
  rewriteManifests(folder)
  writeFileSync(join(folder, 'manifest-sha256.txt'), manifest)
  const { sha256 } = await hashFile(join(folder, 'manifest-sha256.txt'))
  edit(folder, 'tagmanifest-sha256.txt', (text) => text.replace(/^[0-9a-f]{64}(?= {2}manifest)/m, sha256))
  await signTags(folder, cast.made.preparer)
}

/** Signs whatever the tagmanifest says, past the checks of signPackage, with listings that fit. */
export async function signTags(folder: string, signer: SigningIdentity): Promise<void> {
  rmSync(join(folder, 'signatures'), { recursive: true })
  mkdirSync(join(folder, 'signatures'))
  await listAs(folder, 'preparer', signer)
}

/** Signs in a role with listings that fit; `preparer` is who is listed before a reviewer. */
async function listAs(
  folder: string,
  role: SignerRole,
  signer: SigningIdentity,
  preparer?: SigningIdentity,
): Promise<void> {
  const listed = (as: SignerRole, { facts, certificate, chain }: SigningIdentity): ListedSigner => ({
    role: as,
    facts,
    certificate,
    chain,
    claimedAt: clock,
  })
  const signers = [...(preparer ? [listed('preparer', preparer)] : []), listed(role, signer)]
  put(folder, 'signatures/signers.pem', signersPem(signers))
  put(folder, 'signatures/FINGERPRINTS.txt', fingerprintsText(signers))
  put(
    folder,
    `signatures/${role}.p7s`,
    await signDetached(
      readFileSync(join(folder, 'tagmanifest-sha256.txt')),
      { ...signer, facts: { ...signer.facts, notBefore: '2000', notAfter: '2999' } },
      clock,
    ),
  )
}

export async function resignForced(
  folder: string,
  signer: SigningIdentity,
  undeclared = false,
): Promise<void> {
  if (undeclared) {
    edit(folder, 'bag-info.txt', (text) => text.replace(/^Preparer-Fingerprint:[^]*?\n(?=\S|$)/m, ''))
    rewriteManifests(folder)
  }
  await signTags(folder, signer)
}

export async function reviewBy(folder: string, cast: Cast, signer: SigningIdentity): Promise<void> {
  await listAs(folder, 'reviewer', signer, cast.made.preparer)
}

export async function validity(
  from: string,
  to: string,
  notBefore = `${from}T00:00:00.000Z`,
): Promise<SigningIdentity> {
  return makeIdentity('Mara Lindqvist', {
    notBefore,
    notAfter: `${to}T00:00:00.000Z`,
    serial: new Uint8Array(16).fill(3),
  })
}
