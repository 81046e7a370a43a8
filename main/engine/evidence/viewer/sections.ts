import type { PayloadContext } from '../payload/context.ts'
import { count } from '../report/words.ts'
import { charts } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { columns, fileLink, most, numbers, type Parts } from './parts.ts'
import { completeness, frameworks, outcomes } from './posture.ts'
import { table } from './table.ts'
import { baselines, drift, findings, remediation, sessions } from './work.ts'

export interface Section {
  readonly id: string
  readonly title: string
  readonly parts: Parts
}

function* files({ files: written }: PayloadContext): Iterable<Markup> {
  const rows = written.map((file) => {
    // a signature in a PDF differs from run to run, and this page must not
    const isPdf = file.path.endsWith('.pdf')
    return [
      html`<a href="${fileLink(file.path).href}">${file.path}</a>`,
      isPdf ? 'signed' : count(file.bytes),
      file.rows === null ? '' : count(file.rows),
      isPdf ? 'see manifest-sha256.txt' : html`<code>${file.sha256}</code>`,
    ]
  })
  yield* table({
    caption: 'Files of this package but this page, in the order written',
    columns: [...columns('File'), ...numbers('Bytes', 'Rows'), ...columns('SHA-256')],
    rows,
    most: most.files,
    total: written.length,
    all: { href: '../../manifest-sha256.txt', name: 'manifest-sha256.txt' },
    filter: true,
  })
}

function* verify(): Iterable<Markup> {
  yield html`<p>This page shows what the package says of itself. Whether the package is as it was signed, say these commands, run in its folder:</p><pre><code>sh verify.sh
sha256sum -c --strict --quiet tagmanifest-sha256.txt manifest-sha256.txt
openssl cms -verify -binary -noverify -inform DER -in signatures/preparer.p7s -content tagmanifest-sha256.txt -out /dev/null</code></pre><p><a href="../../VERIFY.md">VERIFY.md</a> explains each, and what it can’t tell you.</p> `
}

export const sections: readonly Section[] = [
  { id: 'completeness', title: 'Completeness', parts: completeness },
  { id: 'frameworks', title: 'Frameworks', parts: frameworks },
  { id: 'outcomes', title: 'Outcomes', parts: outcomes },
  { id: 'posture', title: 'Posture over the period', parts: charts },
  { id: 'findings', title: 'Findings', parts: findings },
  { id: 'remediation', title: 'Remediation log', parts: remediation },
  { id: 'drift', title: 'Drift', parts: drift },
  { id: 'baselines', title: 'Baselines', parts: baselines },
  { id: 'sessions', title: 'Review sessions', parts: sessions },
  { id: 'files', title: 'Files', parts: files },
  { id: 'verify', title: 'Verify', parts: verify },
]
