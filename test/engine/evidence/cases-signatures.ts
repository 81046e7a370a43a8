import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signDetached } from '../../../main/engine/evidence/sign/index.ts'
import { exchange, flipLastByte, report, resignForced, reviewBy, signAgain, validity } from './forge.ts'
import type { Case } from './forge.ts'
import { clock, edit, rewriteManifests } from './package-fixture.ts'

export const signaturesCases: readonly Case[] = [
  {
    what: 'a changed byte with both manifests made to fit',
    spoil: (folder) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      rewriteManifests(folder)
    },
    ids: ['signature_invalid'],
    code: 13,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'no preparer signature',
    spoil: (folder) => rmSync(join(folder, 'signatures/preparer.p7s')),
    ids: ['signature_missing'],
    code: 13,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'a reviewer signature taken away',
    spoil: (folder) => rmSync(join(folder, 'signatures/reviewer.p7s')),
    ids: ['signature_missing'],
    code: 13,
    file: 'signatures/reviewer.p7s',
  },
  {
    what: 'no signatures folder',
    spoil: (folder) => rmSync(join(folder, 'signatures'), { recursive: true }),
    ids: ['signature_missing'],
    code: 13,
  },
  {
    what: 'a signature cut short',
    spoil: (folder) =>
      writeFileSync(
        join(folder, 'signatures/preparer.p7s'),
        readFileSync(join(folder, 'signatures/preparer.p7s')).subarray(0, 300),
      ),
    ids: ['signature_invalid'],
    code: 13,
  },
  {
    what: 'an empty signature',
    spoil: (folder) => writeFileSync(join(folder, 'signatures/preparer.p7s'), ''),
    ids: ['signature_invalid'],
    code: 13,
  },
  {
    what: 'one bit of the signature changed',
    spoil: flipLastByte,
    ids: ['signature_invalid'],
    code: 13,
    file: 'signatures/preparer.p7s',
  },
  {
    what: "another package's signature",
    spoil: (folder, cast) =>
      copyFileSync(
        join(cast.other.folder, 'signatures/preparer.p7s'),
        join(folder, 'signatures/preparer.p7s'),
      ),
    ids: ['signature_invalid'],
    code: 13,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'preparer and reviewer signatures exchanged',
    spoil: exchange,
    ids: ['signer_foreign', 'signer_not_declared'],
    code: 14,
  },
  {
    what: 'a foreign signature beside the listed certificates',
    spoil: async (folder, cast) =>
      writeFileSync(
        join(folder, 'signatures/preparer.p7s'),
        await signDetached(readFileSync(join(folder, 'tagmanifest-sha256.txt')), cast.stranger, clock),
      ),
    ids: ['signer_foreign', 'signer_not_declared'],
    code: 14,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'a foreigner who leaves the declared preparer',
    spoil: (folder, cast) => resignForced(folder, cast.stranger),
    ids: ['signer_not_declared'],
    code: 14,
    file: 'signatures/preparer.p7s',
  },
  {
    what: 'the preparer as reviewer',
    spoil: (folder, cast) => reviewBy(folder, cast, cast.made.preparer),
    ids: ['same_person'],
    code: 14,
    file: 'signatures/reviewer.p7s',
  },
  {
    what: 'the preparer as reviewer under a second certificate',
    spoil: (folder, cast) => reviewBy(folder, cast, cast.stranger),
    ids: ['same_person'],
    code: 14,
    file: 'signatures/reviewer.p7s',
  },
  {
    what: 'a certificate expired when it signed',
    spoil: async (folder) => resignForced(folder, await validity('2026-01-01', '2026-06-01'), true),
    ids: ['certificate_expired'],
    code: 14,
  },
  {
    what: 'a certificate not yet valid when it signed',
    spoil: async (folder) =>
      resignForced(folder, await validity('2026-10-05', '2028-01-01', '2026-10-05T12:00:00.000Z'), true),
    ids: ['certificate_not_yet_valid'],
    code: 14,
  },
  {
    what: 'a foreigner of the same name who signs everything anew',
    spoil: async (folder, cast) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      edit(folder, 'bag-info.txt', (text) => text.replace(/^Preparer-Fingerprint:[^]*?\n(?=\S|$)/m, ''))
      await signAgain(folder, cast.stranger)
    },
    ids: ['signer_not_trusted'],
    code: 14,
    file: 'signatures/preparer.p7s',
    args: ['--fingerprint', '@preparer'],
  },
]
