import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { plainFingerprint } from '../../../../shared/model/signing.ts'
import type { SignerRole } from '../../../../shared/model/signing.ts'
import { bagInfoValue, readBagInfo } from '../bag/bag-info.ts'
import { syncFolder, writeDurably } from '../bag/durable.ts'
import { hashFile } from '../bag/hash-file.ts'
import { readManifest } from '../bag/manifest.ts'
import { signDetached } from './cms.ts'
import { verifyDetached } from './cms-verify.ts'
import { sha256Hex } from './crypto-engine.ts'
import type { SigningIdentity } from './identity.ts'
import { samePerson } from './same-person.ts'
import { fingerprintsText, queryPath, signaturePath, signersPem } from './signers-list.ts'
import type { ListedSigner } from './signers-list.ts'
import { timestampQuery } from './timestamp.ts'

export interface SignedPackage {
  /** SHA-256 of tagmanifest-sha256.txt, which is what was signed. */
  readonly packageId: string
  readonly role: SignerRole
  /** Path of the signature inside the package. */
  readonly signature: string
  readonly claimedAt: string
}

/**
 * Signs a package folder: `signatures/preparer.p7s` or `reviewer.p7s` over tagmanifest-sha256.txt,
 * signers.pem and FINGERPRINTS.txt, and a time stamp query over the new signature
 * (`tagmanifest.tsq`, for the reviewer `reviewer.tsq`). The signature is written last, so signing
 * again after a crash mends what was left. The payload is not hashed here: verify the package
 * before the reviewer signs.
 *
 * `clock` is RFC 3339 UTC; `nonce` 8 to 20 random bytes for the time stamp query.
 *
 * Throws `package_not_found`; `package_invalid` when a tag file is not as the tagmanifest says or the
 * preparer's signature does not hold; `conflict` when the role has signed already or bag-info declares
 * another preparer; `same_person`; `certificate_expired`; `certificate_not_yet_valid`.
 */
export async function signPackage(
  folder: string,
  identity: SigningIdentity,
  role: SignerRole,
  clock: string,
  nonce: Uint8Array,
): Promise<SignedPackage> {
  const tagManifest = await readFile(join(folder, 'tagmanifest-sha256.txt')).catch(() => undefined)
  if (!tagManifest) throw new CountersignError('package_not_found', { path: folder })
  if (await exists(join(folder, signaturePath(role)))) {
    throw new CountersignError('conflict', { detail: `the ${role} has signed already`, path: folder })
  }
  await assertTagFiles(folder, tagManifest.toString('utf8'))
  const earlier = role === 'preparer' ? [] : [await readPreparer(folder, tagManifest)]
  if (role === 'preparer') await assertDeclared(folder, identity)
  for (const { facts } of earlier) {
    if (samePerson(facts, identity.facts)) {
      throw new CountersignError('same_person', {
        person: identity.facts.name,
        first: 'prepare this package',
        second: 'review it',
      })
    }
  }

  const signature = await signDetached(tagManifest, identity, clock)
  const reading = await verifyDetached(signature, tagManifest)
  // Catches a key that does not belong to its certificate before anything is written.
  if (!reading.valid || reading.signedAt === null)
    throw new CountersignError('package_invalid', {
      path: folder,
      detail: 'the new signature does not verify',
    })
  const { facts, certificate, chain, signedAt } = reading
  const signers: ListedSigner[] = [...earlier, { role, facts, certificate, chain, claimedAt: signedAt }]

  await mkdir(join(folder, 'signatures'), { recursive: true })
  await syncFolder(folder)
  await writeDurably(join(folder, 'signatures/signers.pem'), signersPem(signers))
  await writeDurably(join(folder, 'signatures/FINGERPRINTS.txt'), fingerprintsText(signers))
  await writeDurably(join(folder, queryPath(role)), timestampQuery(signature, nonce))
  await writeDurably(join(folder, signaturePath(role)), signature)
  return { packageId: sha256Hex(tagManifest), role, signature: signaturePath(role), claimedAt: signedAt }
}

async function readPreparer(folder: string, tagManifest: Uint8Array): Promise<ListedSigner> {
  const p7s = await readFile(join(folder, signaturePath('preparer'))).catch(() => undefined)
  const reading = p7s && (await verifyDetached(p7s, tagManifest))
  if (!reading?.valid || reading.signedAt === null) {
    throw new CountersignError('package_invalid', {
      path: folder,
      detail: 'the preparer has not signed it, or the signature does not hold',
    })
  }
  const { facts, certificate, chain, signedAt } = reading
  return { role: 'preparer', facts, certificate, chain, claimedAt: signedAt }
}

async function assertTagFiles(folder: string, tagManifest: string): Promise<void> {
  const { entries, faults } = readManifest(tagManifest, 'tag')
  if (faults.length > 0 || entries.size === 0)
    throw new CountersignError('package_invalid', {
      path: folder,
      detail: 'tagmanifest-sha256.txt is malformed',
    })
  for (const [path, expected] of entries) {
    const found = await hashFile(join(folder, path)).catch(() => undefined)
    if (found?.sha256 !== expected)
      throw new CountersignError('package_invalid', {
        path: join(folder, path),
        detail: 'not as the tagmanifest says',
      })
  }
}

async function assertDeclared(folder: string, identity: SigningIdentity): Promise<void> {
  const info = readBagInfo(await readFile(join(folder, 'bag-info.txt'), 'utf8').catch(() => '')) ?? []
  const declared = bagInfoValue(info, 'Preparer-Fingerprint')
  if (declared !== undefined && plainFingerprint(declared) !== identity.facts.fingerprint) {
    throw new CountersignError('conflict', { detail: 'bag-info.txt declares another preparer', path: folder })
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
