import { command, paragraph } from '../blocks.ts'
import type { Section } from '../report.ts'

/** How to verify the package without the program that made it. */
export const verifySection: Section = {
  title: 'How to verify this package',
  parts: [],
  async *draw({ pen, context, summary }) {
    paragraph(
      pen,
      'Nothing here needs Countersign, an account, or a network. Run the commands in the package’s folder, the one that holds bagit.txt, with coreutils and OpenSSL 3; on Windows run verify.ps1. verify.sh does all of it in one go and says what it finds.',
      undefined,
      { after: 12 },
    )
    command(
      pen,
      'Everything at once: changed, missing and extra files, signatures, the ledger.',
      'sh verify.sh',
    )
    command(
      pen,
      '1. No file was changed and none is missing. Each line must end in OK.',
      'sha256sum -c --strict manifest-sha256.txt tagmanifest-sha256.txt',
    )
    command(
      pen,
      '2. No file was added. sha256sum does not look for that; this must print nothing.',
      'cut -c67- manifest-sha256.txt | LC_ALL=C sort > /tmp/listed\nfind data -type f | LC_ALL=C sort | diff /tmp/listed -',
    )
    command(
      pen,
      '3. The preparer signed exactly these files, and a reviewer countersigned them. Each must print “CMS Verification successful”. The second file is absent until the reviewer has signed.',
      ['preparer', 'reviewer']
        .map(
          (role) =>
            `openssl cms -verify -binary -purpose any -partial_chain -inform DER -in signatures/${role}.p7s \\\n    -content tagmanifest-sha256.txt -CAfile signatures/signers.pem -out /dev/null`,
        )
        .join('\n'),
    )
    command(
      pen,
      '4. The signers are who you think. Compare these fingerprints with the ones you were given by another way, such as the engagement letter; a certificate inside the package proves nothing by itself. Signing times are claimed by the signer’s own clock unless a time stamp (tagmanifest.tsr) is there.',
      'openssl cms -verify -binary -noverify -inform DER -in signatures/preparer.p7s \\\n    -content tagmanifest-sha256.txt -signer /tmp/signer.pem -out /dev/null\nopenssl x509 -in /tmp/signer.pem -noout -subject -fingerprint -sha256',
    )
    command(
      pen,
      '5. The ledger ends where this report says. Both must name the same entry and hash as below.',
      'cat data/13-custody/head.txt\ntail -n 1 data/13-custody/ledger.jsonl',
    )
    paragraph(
      pen,
      summary.ledger.seq === 0
        ? 'The ledger is empty.'
        : `Ledger head: entry ${summary.ledger.seq}, ${summary.ledger.hash}`,
      undefined,
      { after: 12 },
    )
    command(
      pen,
      '6. A judgement rests on the document it names. Take the line number from the .index.csv beside the .ndjson file; the hash is the one in outcomes.csv. For example, for the first document of an account:',
      "sed -n 1p data/09-raw/PROVIDER/ACCOUNT.ndjson | tr -d '\\n' | sha256sum",
    )
    if (context.signPdf !== null)
      command(
        pen,
        '7. The PDFs carry signatures of their own (PAdES), which must be valid, for when one is passed on alone. The length and hash each had before are in documents.csv beside this report.',
        'pdfsig -nocert data/01-report/evidence-report.pdf',
      )
    paragraph(
      pen,
      'Tables are for reading; where a table and a JSON file differ, the JSON file holds. In the CSV files a text that a spreadsheet would run as a formula is led by an apostrophe, and account ids carry their provider (aws:012345678901) so that no spreadsheet takes them for numbers.',
    )
    yield pen.page
  },
}
