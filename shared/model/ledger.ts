import { z } from 'zod'
import { instantSchema, sha256Schema } from './provider.ts'

export const ledgerActions = [
  'engagement-created',
  'scan-sealed',
  'evaluation-sealed',
  'baseline-approved',
  'finding-assigned',
  'finding-noted',
  'finding-remediation-marked',
  'finding-due-changed',
  'finding-reviewed',
  'exception-requested',
  'exception-approved',
  'exception-rejected',
  'exception-revoked',
  'drift-authorised',
  'drift-not-authorised',
  'review-started',
  'review-sealed',
  'review-countersigned',
  'population-committed',
  'sample-drawn',
  'sample-redraw',
  'sample-item-replaced',
  'settings-changed',
  'rule-folder-added',
  'rule-folder-removed',
  'rule-overridden',
  'rule-restored',
  'identity-used',
  'package-compiled',
  'package-timestamped',
  'package-completed',
  'package-addendum',
  'backup-made',
] as const
export const ledgerActionSchema = z.enum(ledgerActions)
export type LedgerAction = (typeof ledgerActions)[number]

/**
 * One link of the chain. `hash` is the SHA-256 of the RFC 8785 form of the entry without `hash`;
 * `prev` is the hash before it, 64 zeros for the first.
 */
export const ledgerEntrySchema = z.object({
  seq: z.number().int().positive(),
  at: instantSchema,
  actor: z.string(),
  action: ledgerActionSchema,
  payload: z.record(z.string(), z.json()),
  prev: sha256Schema,
  hash: sha256Schema,
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

export const ledgerHeadSchema = z.object({ seq: z.number().int().nonnegative(), hash: sha256Schema })
export type LedgerHead = z.infer<typeof ledgerHeadSchema>
export const emptyLedger: LedgerHead = { seq: 0, hash: '0'.repeat(64) }

/** What a caller says when it adds to the chain; the chain gives sequence and hashes. */
export interface LedgerDraft {
  readonly at: string
  readonly actor: string
  readonly action: LedgerAction
  readonly payload: LedgerEntry['payload']
}

/** Why a chain does not hold, at the first entry where it fails. */
export type ChainCheck =
  | { readonly ok: true; readonly head: LedgerHead; readonly clockJumps: readonly number[] }
  | {
      readonly ok: false
      readonly seq: number
      readonly why: 'sequence' | 'previous-hash' | 'hash' | 'shape'
    }

/** The pure chain of `main/engine/ledger`, handed to the store so that neither stage imports the other. */
export interface LedgerChain {
  readonly next: (head: LedgerHead, draft: LedgerDraft) => LedgerEntry
  readonly verify: (entries: Iterable<LedgerEntry>) => ChainCheck
}
