import { createHash } from 'node:crypto'

/** The page's only style sheet and only script. Nothing from the package enters them, so their hashes are constants. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2733; --soft: #55606e; --line: #cfd6de; --back: #fff; --band: #f3f5f8; --good: #1c6b3a; --bad: #a3212b; --warn: #7a4b00; --link: #134a9c }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #a8b2bf; --line: #3a4553; --back: #151b23; --band: #1e2630; --good: #6fcf97; --bad: #ff8f8f; --warn: #f2c069; --link: #9cc2ff } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
header, main, footer { max-width: 84rem; margin: 0 auto; padding: 1rem 1.5rem }
h1 { font-size: 1.6rem; margin: .5rem 0 } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-top: 1px solid var(--line); padding-top: 1rem } h3 { font-size: 1rem; margin: 1rem 0 .25rem }
a { color: var(--link) } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem }
.skip { position: absolute; left: -100vw } .skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem }
.banner { border: 2px solid var(--warn); color: var(--warn); padding: .5rem 1rem; font-weight: 600 }
.verdict { font-weight: 700 } .good { color: var(--good) } .bad { color: var(--bad) } .warn { color: var(--warn) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--soft); padding: .25rem 0 } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line) } .long { overflow-wrap: anywhere; min-width: 11rem } .time { white-space: nowrap }
thead th { background: var(--band); position: sticky; top: 0 } td.n, th.n { text-align: right; white-space: nowrap } code { font-family: ui-monospace, monospace; font-size: .85em; overflow-wrap: anywhere }
figure { margin: 1rem 0; padding: .75rem; background: #fff; color: #1d2733; border: 1px solid var(--line) } figure svg { display: block; max-width: 100%; height: auto } figcaption { font-weight: 600; padding-bottom: .5rem } figure code { display: block; color: #55606e; padding-top: .5rem }
.note { color: var(--soft) } .filter { display: flex; gap: .75rem; align-items: baseline; margin: .5rem 0 } .filter input { font: inherit; padding: .2rem .5rem; min-width: 16rem }
pre { background: var(--band); padding: .75rem 1rem; overflow-x: auto } details { margin: .5rem 0 } summary { cursor: pointer }
@media print { .filter, nav { display: none } }
`

/** Puts a filter above each table that asks for one. Without scripts the page is the same but for the filters. */
export const script = `
for (const table of document.querySelectorAll('table[data-filter]')) {
  const label = document.createElement('label')
  const input = document.createElement('input')
  const said = document.createElement('output')
  const bar = document.createElement('div')
  bar.className = 'filter'
  input.type = 'search'
  label.append('Show rows with ', input)
  bar.append(label, said)
  table.parentElement.before(bar)
  const rows = [...table.tBodies[0].rows]
  const texts = rows.map((row) => row.textContent.toLowerCase())
  input.addEventListener('input', () => {
    const words = input.value.toLowerCase().split(/\\s+/)
    let shown = 0
    rows.forEach((row, index) => {
      row.hidden = !words.every((word) => texts[index].includes(word))
      if (!row.hidden) shown++
    })
    said.value = input.value.trim() === '' ? '' : shown + ' of ' + rows.length + ' rows'
  })
}
`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Content Security Policy 3 of the page: nothing is fetched, no form is sent, no base is changed; only this style sheet
 * and this script run, told by their hashes.
 */
export const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')
