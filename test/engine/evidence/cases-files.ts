import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { report, resignTags, signAgain, signTags } from './forge.ts'
import type { Case } from './forge.ts'
import { edit, put, rewriteManifests } from './package-fixture.ts'

export const filesCases: readonly Case[] = [
  {
    what: 'one changed byte',
    spoil: (folder) => edit(folder, report, (text) => text.replace('1.7', '1.6')),
    ids: ['file_changed'],
    code: 10,
    file: report,
  },
  {
    what: 'a byte added to an empty file',
    spoil: (folder) => put(folder, 'data/09-raw/empty.json', ' '),
    ids: ['file_changed'],
    code: 10,
    file: 'data/09-raw/empty.json',
  },
  {
    what: 'a changed script',
    spoil: (folder) => edit(folder, 'verify.sh', (text) => `${text}\n`),
    ids: ['file_changed'],
    code: 10,
    file: 'verify.sh',
  },
  {
    what: 'a changed manifest',
    spoil: (folder) =>
      edit(folder, 'manifest-sha256.txt', (text) => text.replace(/^[^\n]*empty\.json\n/m, '')),
    ids: ['file_extra', 'manifest_changed'],
    code: 10,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'a changed byte with a manifest made to fit',
    spoil: (folder) => {
      edit(folder, report, (text) => text.replace('1.7', '1.6'))
      const tags = readFileSync(join(folder, 'tagmanifest-sha256.txt'))
      rewriteManifests(folder)
      writeFileSync(join(folder, 'tagmanifest-sha256.txt'), tags)
    },
    ids: ['manifest_changed'],
    code: 10,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'a missing file',
    spoil: (folder) => rmSync(join(folder, report)),
    ids: ['file_missing'],
    code: 11,
    file: report,
  },
  {
    what: 'a missing tag file',
    spoil: (folder) => rmSync(join(folder, 'VERIFY.md')),
    ids: ['file_missing'],
    code: 11,
    file: 'VERIFY.md',
  },
  {
    what: 'a renamed file',
    spoil: (folder) => renameSync(join(folder, report), join(folder, 'data/01-report/other.pdf')),
    ids: ['file_extra', 'file_missing'],
    code: 11,
    file: report,
  },
  {
    what: 'an extra file in data',
    spoil: (folder) => put(folder, 'data/01-report/extra.csv', 'x'),
    ids: ['file_extra'],
    code: 12,
    file: 'data/01-report/extra.csv',
  },
  {
    what: 'an extra file at the top',
    spoil: (folder) => put(folder, 'notes.txt', 'x'),
    ids: ['file_extra'],
    code: 12,
    file: 'notes.txt',
  },
  {
    what: 'an extra hidden file',
    spoil: (folder) => put(folder, '.DS_Store', 'x'),
    ids: ['file_extra'],
    code: 12,
    file: '.DS_Store',
  },
  {
    what: 'an extra file among the signatures',
    spoil: (folder) => put(folder, 'signatures/third.p7s', 'x'),
    ids: ['file_extra'],
    code: 12,
    file: 'signatures/third.p7s',
  },
  {
    what: 'an extra file with spaces in its name',
    spoil: (folder) => put(folder, 'data/a b.txt', 'x'),
    ids: ['file_extra'],
    code: 12,
    file: 'data/a b.txt',
    folderOnly: true,
  },
  {
    what: 'a link in place of a file',
    spoil: (folder) => {
      rmSync(join(folder, report))
      symlinkSync('/etc/hostname', join(folder, report))
    },
    ids: ['entry_not_a_file', 'file_missing'],
    code: 16,
    file: report,
    folderOnly: true,
  },
  {
    what: 'a link to a folder',
    spoil: (folder) => symlinkSync('/etc', join(folder, 'data/etc')),
    ids: ['entry_not_a_file'],
    code: 16,
    file: 'data/etc',
    folderOnly: true,
  },
  {
    what: 'no tagmanifest',
    spoil: (folder) => rmSync(join(folder, 'tagmanifest-sha256.txt')),
    ids: ['bag_incomplete'],
    code: 16,
    file: 'tagmanifest-sha256.txt',
  },
  {
    what: 'no manifest',
    spoil: (folder) => rmSync(join(folder, 'manifest-sha256.txt')),
    ids: ['bag_incomplete'],
    code: 16,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'no bagit.txt',
    spoil: (folder) => rmSync(join(folder, 'bagit.txt')),
    ids: ['bag_incomplete'],
    code: 16,
    file: 'bagit.txt',
  },
  {
    what: 'a manifest that points outside',
    spoil: async (folder, cast) => {
      edit(folder, 'manifest-sha256.txt', (text) => `${text}${'0'.repeat(64)}  data/../../outside\n`)
      await resignTags(folder, cast)
    },
    ids: ['manifest_malformed'],
    code: 16,
    file: 'manifest-sha256.txt',
  },
  {
    what: 'a manifest with one file twice',
    spoil: async (folder, cast) => {
      edit(folder, 'manifest-sha256.txt', (text) => text + (/^.*$/m.exec(text)?.[0] ?? '') + '\n')
      await resignTags(folder, cast)
    },
    ids: ['manifest_malformed'],
    code: 16,
  },
  {
    what: 'a tagmanifest that leaves the manifest out',
    spoil: async (folder, cast) => {
      edit(folder, 'tagmanifest-sha256.txt', (text) => text.replace(/^.*manifest-sha256\.txt\n/m, ''))
      await signTags(folder, cast.made.preparer)
    },
    ids: ['file_extra', 'manifest_malformed'],
    code: 16,
  },
  {
    what: 'a Payload-Oxum that does not fit',
    spoil: async (folder, cast) => {
      edit(folder, 'bag-info.txt', (text) => text.replace(/^Payload-Oxum:.*$/m, 'Payload-Oxum: 1.1'))
      await signAgain(folder, cast.made.preparer)
    },
    ids: ['oxum_differs'],
    code: 16,
    file: 'bag-info.txt',
  },
  {
    what: 'another bagit.txt',
    spoil: async (folder, cast) => {
      edit(folder, 'bagit.txt', (text) => text.replace('1.0', '0.9'))
      await signAgain(folder, cast.made.preparer)
    },
    ids: ['bag_malformed'],
    code: 16,
    file: 'bagit.txt',
  },
]
