import type { PayloadContext } from '../payload/context.ts'
import { openFile } from '../payload/files.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { minute, zoned } from '../report/words.ts'
import { policy, script, style } from './look.ts'
import { html, type Markup } from './markup.ts'
import { sections } from './sections.ts'

const path = 'data/01-report/index.html'

/**
 * `01-report/index.html`: the package to look at in any browser, without a network, a server or this program. One page of
 * bounded size: long tables are cut at a stated number with the true count and a link to the CSV that has all rows.
 * Its policy lets nothing be fetched and only its own style and script run. Written last, so that it can list the files;
 * the same input gives the same bytes. Yields the sections done.
 * @throws CountersignError cancelled, disk_full, package_exists
 */
export async function* writeViewer(context: PayloadContext, summary: PackageSummary): AsyncGenerator<number> {
  const file = await openFile(context.root, path)
  let finished = false
  try {
    await file.write(head(context, summary).markup)
    for (const [index, section] of sections.entries()) {
      await file.write(
        html`<section id="${section.id}" aria-labelledby="${section.id}-title"><h2 id="${section.id}-title">${section.title}</h2>
`.markup,
      )
      for (const part of section.parts(context, summary)) {
        await file.write(part.markup)
        context.checkCancelled()
      }
      await file.write('</section>\n')
      yield index + 1
    }
    await file.write(foot(summary).markup)
    finished = true
  } finally {
    if (!finished) await file.abandon()
  }
  context.record(await file.close())
}

const raw = (markup: string): Markup => ({ markup })

function head(
  context: PayloadContext,
  { identity, tool, rulePack, completeness, ledger }: PackageSummary,
): Markup {
  const { timeZone } = identity
  const facts: readonly (readonly [string, string])[] = [
    ['Client', identity.client],
    ['Engagement', `${identity.name} (${identity.engagement})`],
    [
      'Period',
      `${zoned(identity.periodStart, timeZone)} until ${zoned(identity.periodEnd, timeZone)}, end exclusive`,
    ],
    ['Revision', String(identity.revision)],
    ['Compiled', minute(identity.compiledAt)],
    ['Scans', String(context.scans.length)],
    ['Follows package', identity.previousPackage?.tagmanifestSha256 ?? 'none'],
    ...(identity.supersedes === null ? [] : [['Takes the place of', identity.supersedes] as const]),
    ['Rule pack', `${rulePack.version}, SHA-256 ${rulePack.sha256}`],
    ['Made with', `${tool.name} ${tool.version}`],
    ['Ledger head', `${ledger.seq} ${ledger.hash}`],
  ]
  const title = `${identity.client}: ${identity.name}`
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body><a class="skip" href="#content">Skip to the content</a><header>${
    identity.sample
      ? html`<p class="banner">SAMPLE: the data in this package is invented. It is evidence of nothing.</p> `
      : ''
  }<h1 dir="auto">${title}</h1><p class="verdict ${completeness.verdict === 'COMPLETE' ? 'good' : 'bad'}">${completeness.verdict}</p><dl>${facts.map(
    ([term, fact]) => html`<dt>${term}</dt><dd dir="auto">${fact}</dd>`,
  )}</dl><nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header><main id="content">
`
}

function foot({ identity }: PackageSummary): Markup {
  return html`</main>
<footer><p class="note">Times are UTC unless a zone is written beside them. Compiled ${minute(identity.compiledAt)}. The PDF report and the tables are the record; this page is for looking around in them.</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`
}
