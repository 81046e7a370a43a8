import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chartTitles } from '../charts/posture-charts.ts'
import type { PayloadContext } from '../payload/context.ts'
import { html, type Markup } from './markup.ts'
import { fileLink } from './parts.ts'

/** The charts as they lie in the package, put into the page itself: it may fetch nothing, not even a picture beside it. */
export function* charts({ root, files }: PayloadContext): Iterable<Markup> {
  for (const [name, title] of Object.entries(chartTitles)) {
    const stem = `data/05-posture/charts/${name}`
    const data = files.find(({ path }) => path === `${stem}.json`)
    if (data === undefined) continue
    const svg = readFileSync(join(root, `${stem}.svg`), 'utf8')
      // each file numbers its own ids from one
      .replace(/(\sid="|url\(#)/g, `$1${name}-`)
      .replace('<svg', `<svg role="img" aria-label="${title}"`)
    yield html`<figure><figcaption>${title}</figcaption>${{ markup: svg }}<code>SHA-256 of its data ${data.sha256}</code></figure> `
  }
  const { href, name } = fileLink('data/05-posture/posture-trend.csv')
  yield html`<p class="note">The numbers behind them are in <a href="${href}">${name}</a>.</p> `
}
