import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { flipLastByte, head, ledger, report, signAgain, withLedger } from './forge.ts'
import type { Case } from './forge.ts'
import {
  chainOf,
  edit,
  headText,
  ledgerText,
  put,
  sealed,
  trickyPayloads,
  withoutHash,
} from './package-fixture.ts'
import type { LedgerLine } from './package-fixture.ts'

export const chain = chainOf(trickyPayloads)
const replaced = (index: number, change: (line: LedgerLine) => LedgerLine): LedgerLine[] =>
  chain.map((line, at) => (at === index ? change(line) : line))

export const ledgerCases: readonly Case[] = [
  {
    what: 'a ledger cut short, nothing else touched',
    spoil: (folder) => writeFileSync(join(folder, ledger), ledgerText(chain.slice(0, -2))),
    ids: ['file_changed', 'ledger_cut'],
    code: 15,
    file: ledger,
  },
  {
    what: 'a ledger cut short and signed again',
    spoil: (folder, cast) => withLedger(folder, cast, ledgerText(chain.slice(0, -2)), headText(chain)),
    ids: ['ledger_cut'],
    code: 15,
    file: ledger,
  },
  {
    what: 'an emptied ledger',
    spoil: (folder, cast) => withLedger(folder, cast, '', headText(chain)),
    ids: ['ledger_cut'],
    code: 15,
    file: ledger,
  },
  {
    what: 'a ledger longer than its head',
    spoil: (folder, cast) => withLedger(folder, cast, ledgerText(chain), headText(chain.slice(0, -1))),
    ids: ['ledger_head_differs'],
    code: 15,
  },
  {
    what: 'an edited entry',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText(chain).replace('plain', 'plane'), headText(chain)),
    ids: ['ledger_edited'],
    code: 15,
    file: ledger,
  },
  {
    what: 'an edited actor',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText(chain).replace('Mara', 'Sara'), headText(chain)),
    ids: ['ledger_edited'],
    code: 15,
  },
  {
    what: 'an edited entry with its hash made to fit',
    spoil: (folder, cast) =>
      withLedger(
        folder,
        cast,
        ledgerText(replaced(1, (line) => sealed({ ...withoutHash(line), actor: 'Someone' }))),
        headText(chain),
      ),
    ids: ['ledger_broken'],
    code: 15,
  },
  {
    what: 'the last entry edited with its hash made to fit',
    spoil: (folder, cast) =>
      withLedger(
        folder,
        cast,
        ledgerText(replaced(4, (line) => sealed({ ...withoutHash(line), actor: 'Someone' }))),
        headText(chain),
      ),
    ids: ['ledger_head_differs'],
    code: 15,
  },
  {
    what: 'an entry taken out',
    spoil: (folder, cast) => withLedger(folder, cast, ledgerText(chain.toSpliced(2, 1)), headText(chain)),
    ids: ['ledger_gap'],
    code: 15,
  },
  {
    what: 'two entries exchanged',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText([0, 2, 1, 3, 4].flatMap((at) => chain[at] ?? [])), headText(chain)),
    ids: ['ledger_gap'],
    code: 15,
  },
  {
    what: 'an entry twice',
    spoil: (folder, cast) =>
      withLedger(
        folder,
        cast,
        ledgerText([0, 1, 1, 2, 3, 4].flatMap((at) => chain[at] ?? [])),
        headText(chain),
      ),
    ids: ['ledger_gap'],
    code: 15,
  },
  {
    what: 'a line that is no entry',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText(chain).replace(/^.*\n/, '{}\n'), headText(chain)),
    ids: ['ledger_malformed'],
    code: 15,
  },
  {
    what: 'a hash in capitals',
    spoil: (folder, cast) =>
      withLedger(
        folder,
        cast,
        ledgerText(chain).replace(/"hash":"[0-9a-f]+"/, (text) => text.toUpperCase().replace('HASH', 'hash')),
        headText(chain),
      ),
    ids: ['ledger_malformed'],
    code: 15,
  },
  {
    what: 'a ledger without its last line end',
    spoil: (folder, cast) => withLedger(folder, cast, ledgerText(chain).trimEnd(), headText(chain)),
    ids: ['ledger_malformed'],
    code: 15,
  },
  {
    what: 'a head that bag-info does not record',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText(chain.slice(0, -1)), headText(chain.slice(0, -1)), headText(chain)),
    ids: ['ledger_head_not_recorded'],
    code: 15,
    file: head,
  },
  {
    what: 'a malformed head',
    spoil: (folder, cast) => withLedger(folder, cast, ledgerText(chain), 'five\n', headText(chain)),
    ids: ['ledger_malformed'],
    code: 15,
    file: head,
  },
  {
    what: 'a ledger deleted',
    spoil: (folder) => rmSync(join(folder, ledger)),
    ids: ['file_missing'],
    code: 11,
    file: ledger,
  },
  {
    what: 'a ledger deleted and signed again',
    spoil: async (folder, cast) => {
      await withLedger(folder, cast, ledgerText(chain), headText(chain))
      const bytes = readFileSync(join(folder, ledger)).length
      rmSync(join(folder, ledger))
      edit(folder, 'bag-info.txt', (text) =>
        text.replace(
          /^Payload-Oxum: (\d+)\.(\d+)$/m,
          (_, total: string, files: string) =>
            `Payload-Oxum: ${String(Number(total) - bytes)}.${String(Number(files) - 1)}`,
        ),
      )
      await signAgain(folder, cast.made.preparer)
    },
    ids: ['ledger_missing'],
    code: 15,
    file: ledger,
  },
  {
    what: 'a whole new ledger, against a head held from before',
    spoil: (folder, cast) =>
      withLedger(folder, cast, ledgerText(chainOf([{}, {}, {}])), headText(chainOf([{}, {}, {}]))),
    ids: ['ledger_head_unexpected'],
    code: 15,
    args: ['--ledger-head', '@second'],
  },
  {
    what: 'everything at once',
    spoil: (folder) => {
      put(folder, 'x', 'x')
      rmSync(join(folder, report))
      flipLastByte(folder)
      writeFileSync(join(folder, ledger), '')
    },
    ids: ['file_changed', 'file_extra', 'file_missing', 'ledger_cut', 'signature_invalid'],
    code: 13,
  },
]
