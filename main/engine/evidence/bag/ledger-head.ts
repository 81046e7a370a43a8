import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'

/** Where a package keeps the head of its ledger: one line, `sequence hash`. */
export const headPath = 'data/13-custody/head.txt'
export const ledgerPath = 'data/13-custody/ledger.jsonl'

export interface LedgerHeadText {
  readonly seq: number
  readonly hash: string
}

/** Reads `sequence hash`, with or without the final newline. Undefined for anything else. */
export function parseHead(text: string): LedgerHeadText | undefined {
  const [, seq, hash] = /^(0|[1-9]\d{0,14}) ([0-9a-f]{64})\n?$/.exec(text) ?? []
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash }
}

/** The head kept in an unfinished bag, as bag-info records it. Throws `package_invalid` when absent or malformed. */
export async function readHead(folder: string): Promise<string> {
  const text = await readFile(join(folder, headPath), 'utf8').catch(() => '')
  if (!parseHead(text) || !text.endsWith('\n')) {
    throw new CountersignError('package_invalid', {
      path: headPath,
      detail: 'expected one line: sequence, space, hash',
    })
  }
  return text.trimEnd()
}
