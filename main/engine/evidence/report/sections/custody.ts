import { facts, paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'
import { minute } from '../words.ts'

/** The ledger's head, printed where it cannot be changed without breaking a signature. */
export const custodySection: Section = {
  title: 'Custody',
  parts: [],
  async *draw({ pen, context, summary }) {
    const { previousPackage } = context
    paragraph(
      pen,
      'Every decision and every sealed scan is an entry of one chain: each entry holds the SHA-256 of the one before it. Changing, dropping or inserting an entry changes every hash after it. A chain alone does not show that its end was cut off; printing its head in a signed document does, and the next package must contain this entry with this hash.',
    )
    facts(pen, [
      ['Ledger head', summary.ledger.seq === 0 ? 'the ledger is empty' : `entry ${summary.ledger.seq}`],
      ['Hash', summary.ledger.hash],
      ['Ledger', 'data/13-custody/ledger.jsonl'],
      [
        'Previous package',
        previousPackage === null
          ? 'none; this is the first of the engagement'
          : `${previousPackage.label}, tagmanifest SHA-256 ${previousPackage.tagmanifestSha256}`,
      ],
      ...(previousPackage === null
        ? []
        : [
            ['Its ledger head', `entry ${previousPackage.ledgerSeq}, ${previousPackage.ledgerHash}`] as const,
          ]),
      [
        'Compiled',
        `${minute(context.at)}, by the workstation’s clock; a signature’s time is claimed by the signer unless a time stamp proves it`,
      ],
    ])
    paragraph(
      pen,
      'The keys of preparer and reviewer lie on their own workstations. A signature proves possession of the key, not independence; that two different people signed is checked by the fingerprints they gave.',
    )
    yield pen.page
  },
}
