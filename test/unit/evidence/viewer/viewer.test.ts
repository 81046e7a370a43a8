import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { Window } from 'happy-dom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EvidenceReader } from '../../../../main/engine/evidence/reader.ts'
import type { PackageSummary } from '../../../../main/engine/evidence/payload/index.ts'
import { escapeHtml } from '../../../../main/engine/evidence/viewer/markup.ts'
import { severities } from '../../../../shared/model/rule.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'

const page = 'data/01-report/index.html'
const hostile = `"><script>window.owned=1</script><img src=x onerror='owned=1'>&amp;</td></table>\u202Egnp.exe\u0000`

/** The invented engagement with names that try to become markup. */
function hostileReader(): EvidenceReader {
  const reader = fakeReader({ perRule: 40 })
  return {
    ...reader,
    engagement: () => ({ ...reader.engagement(), client: hostile, name: hostile }),
    *findings(period) {
      for (const one of reader.findings(period))
        yield { ...one, subjectName: hostile, owner: hostile, ruleTitle: hostile }
    },
    *remediations(period) {
      for (const one of reader.remediations(period)) yield { ...one, misconfiguration: hostile }
    },
    *driftEvents(period) {
      for (const one of reader.driftEvents(period)) yield { ...one, name: hostile, path: hostile }
    },
    *baselines(period) {
      for (const one of reader.baselines(period)) yield { ...one, rationale: hostile }
    },
    *sessions(period) {
      for (const one of reader.sessions(period)) yield { ...one, summary: hostile }
    },
  }
}

const documentOf = (text: string) => {
  const window = new Window({ settings: { disableJavaScriptEvaluation: true } })
  window.document.write(text)
  return window.document
}
type Document = ReturnType<typeof documentOf>

const rowsOf = (document: Document, caption: string): string[][] => {
  const table = [...document.querySelectorAll('table')].find(
    (one) => one.querySelector('caption')?.textContent?.startsWith(caption) === true,
  )
  if (!table) throw new Error(`no table ${caption}`)
  return [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
  )
}
const number = (text: string | undefined): number => Number(text?.replaceAll(',', ''))

describe('the page to look around in', () => {
  let made: MadePayload
  let text: string
  let document: Document
  let machine: PackageSummary
  beforeAll(async () => {
    made = await makePayload(fakeReader({ perRule: 300 }))
    text = made.text(page)
    document = documentOf(text)
    machine = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
  }, 60_000)
  afterAll(() => rmSync(made.dir, { recursive: true }))

  it('lets nothing be fetched, and runs only what its policy has the hash of', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? ''
    const directives = new Map(policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1)]))
    expect(directives.get('default-src')).toEqual(["'none'"])
    expect(directives.get('base-uri')).toEqual(["'none'"])
    expect(directives.get('form-action')).toEqual(["'none'"])
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/)
    for (const [directive, element] of [
      ['style-src', 'style'],
      ['script-src', 'script'],
    ] as const) {
      const bodies = [...text.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, 'g'))].map(
        ([, body]) => body ?? '',
      )
      expect(bodies).toHaveLength(1)
      const hash = createHash('sha256')
        .update(bodies[0] ?? '')
        .digest('base64')
      expect(directives.get(directive)).toEqual([`'sha256-${hash}'`])
    }
    // the policy must stand before anything it is to hold back
    expect(text.indexOf('Content-Security-Policy')).toBeLessThan(text.indexOf('<style>'))
    expect(text).not.toMatch(/ (on\w+|style|src)=/)
    const links = [...document.querySelectorAll('a')].map((one) => one.getAttribute('href') ?? '')
    expect(links.filter((href) => /^[a-z]+:|^\/\//i.test(href))).toEqual([])
  })

  it('shows every chart of the package, each with the hash of its data and ids of its own', () => {
    const charts = readCsv(made.text('data/05-posture/charts/index.csv')).map((row) => Object.values(row))
    expect(charts.map(([name]) => name)).toEqual([
      'posture-trend',
      'open-findings',
      'time-allowed',
      'coverage',
    ])
    const shown = [...document.querySelectorAll('figure')]
    expect(shown.map((one) => one.querySelector('figcaption')?.textContent)).toEqual(
      charts.map(([, title]) => title),
    )
    charts.forEach((chart, at) => {
      const data = made.bytes(`data/05-posture/charts/${chart[4] ?? ''}`)
      expect(createHash('sha256').update(data).digest('hex')).toBe(chart[5])
      expect(shown[at]?.textContent).toContain(chart[5] ?? '?')
      expect(shown[at]?.querySelector('svg')?.getAttribute('aria-label')).toBe(chart[1])
    })
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('links only to files that are in the package', () => {
    const known = new Set([...made.list(), 'manifest-sha256.txt', 'VERIFY.md'])
    const links = [...document.querySelectorAll('a')].map((one) => one.getAttribute('href') ?? '')
    const files = links
      .filter((href) => !href.startsWith('#'))
      .map((href) => new URL(href, 'http://x/data/01-report/').pathname.slice(1))
    expect(files.length).toBeGreaterThan(20)
    expect(files.filter((path) => !known.has(path))).toEqual([])
    const ids = links.filter((href) => href.startsWith('#')).map((href) => href.slice(1))
    expect(ids.filter((id) => document.getElementById(id) === null)).toEqual([])
  })

  it('shows the numbers of package.json', () => {
    const five = (totals: PackageSummary['totals']['outcomes']) => [
      totals.pass,
      totals.fail,
      totals.needsReview,
      totals.notApplicable,
      totals.notEvaluated,
      totals.population,
    ]
    const frameworks = rowsOf(document, 'Totals per framework')
    expect(frameworks.map((row) => [row[0], ...row.slice(1, 9).map(number)])).toEqual(
      machine.totals.frameworks.map((one) => [one.title, one.requirements, one.covered, ...five(one.totals)]),
    )
    for (const framework of machine.totals.frameworks) {
      const rows = rowsOf(document, `Requirements of ${framework.title}`)
      expect(rows.map((row) => [row[0], ...row.slice(4, 10).map(number)])).toEqual(
        framework.byRequirement.map((one) => [one.requirement, ...five(one.totals)]),
      )
    }
    const outcomes = rowsOf(document, 'Every outcome')
    expect(outcomes.map((row) => row.slice(1, 7).map(number))).toEqual(
      [...severities.map((one) => machine.totals.outcomesBySeverity[one]), machine.totals.outcomes].map(five),
    )
    const findings = rowsOf(document, 'Findings that were open')
    expect(findings.map((row) => row.slice(1).map(number))).toEqual(
      [...severities.map((one) => machine.totals.findingsBySeverity[one]), machine.totals.findings].map(
        (one) => [one.total, one.open, one.remediated, one.closed, one.overdue, one.breached, one.excepted],
      ),
    )
    expect(document.querySelector('header .verdict')?.textContent).toBe(machine.completeness.verdict)
    expect(document.querySelector('#sessions p')?.textContent).toContain(
      `${machine.totals.reviews.sealed} sealed`,
    )
  })

  it('cuts long tables at a stated number, says how many there are, and never loses one silently', () => {
    const findings = rowsOf(document, 'Findings, the most severe first')
    expect(machine.totals.findings.total).toBeGreaterThan(500)
    expect(findings).toHaveLength(500)
    const note = [...document.querySelectorAll('#findings p.note')].map((one) => one.textContent).join('')
    expect(note).toContain(`The first 500 of ${machine.totals.findings.total.toLocaleString('en-US')}`)
    const listed = readCsv(made.text('data/04-remediation/sla.csv'))
    expect(findings.map((row) => row[0])).toEqual(listed.slice(0, 500).map((row) => `#${row['Finding']}`))
    const log = rowsOf(document, 'Remediation log')
    expect(log.length).toBe(Math.min(500, machine.totals.remediations))
    expect(Buffer.byteLength(text)).toBeLessThan(3_000_000)
  })

  it('gives each file its hash, but for PDFs, which are signed', () => {
    const rows = rowsOf(document, 'Files of this package')
    const others = made.summary.files.filter(({ path }) => path !== page)
    expect(rows.map((row) => row[0])).toEqual(others.map(({ path }) => path))
    for (const [index, file] of others.entries())
      expect(rows[index]?.[3]).toBe(file.path.endsWith('.pdf') ? 'see manifest-sha256.txt' : file.sha256)
  })

  it('can be found one’s way in without seeing it', () => {
    expect(document.documentElement.getAttribute('lang')).toBe('en')
    for (const landmark of ['header', 'nav[aria-label]', 'main', 'footer'])
      expect(document.querySelectorAll(landmark)).toHaveLength(1)
    expect(document.querySelectorAll('h1')).toHaveLength(1)
    for (const section of document.querySelectorAll('section')) {
      const title = document.getElementById(section.getAttribute('aria-labelledby') ?? '')
      expect(title?.tagName).toBe('H2')
    }
    for (const table of document.querySelectorAll('table')) {
      expect(table.querySelector('caption')?.textContent).not.toBe('')
      expect(
        [...table.querySelectorAll('thead th')].every((one) => one.getAttribute('scope') === 'col'),
      ).toBe(true)
      for (const row of table.querySelectorAll('tbody tr'))
        expect(row.querySelector('th')?.getAttribute('scope')).toBe('row')
    }
    expect(text).toContain('color-scheme: light dark')
  })

  it('is the same bytes again', async () => {
    const again = await makePayload(fakeReader({ perRule: 300 }))
    expect(again.text(page)).toBe(text)
    rmSync(again.dir, { recursive: true })
  }, 60_000)
})

describe('names that try to become markup', () => {
  it('stay text, wherever they stand', async () => {
    const made = await makePayload(hostileReader())
    const text = made.text(page)
    rmSync(made.dir, { recursive: true })
    expect(text.match(/<script>/g)).toHaveLength(1)
    expect(text).not.toContain('<img')
    expect(text).not.toContain('\u202E')
    expect(text).not.toContain('\u0000')
    const document = documentOf(text)
    expect(document.querySelectorAll('img')).toHaveLength(0)
    const shown = hostile.replace('\u202E', '\uFFFD').replace('\u0000', '\uFFFD')
    for (const [caption, column] of [
      ['Findings, the most severe first', 3],
      ['Drift from', 2],
      ['Approved baselines', 3],
      ['Remediation log', 1],
    ] as const)
      expect(rowsOf(document, caption)[0]?.[column], caption).toBe(shown)
    expect(document.querySelector('h1')?.textContent).toBe(`${shown}: ${shown}`)
  }, 60_000)

  it('escapes what ends an element, an attribute or a character', () => {
    expect(escapeHtml(`<a href='x' title="y">&</a>`)).toBe(
      '&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;',
    )
    expect(escapeHtml('a\ud800b')).toBe('a\uFFFDb')
  })
})

describe('an engagement on its first day', () => {
  it('has a page that says so', async () => {
    const made = await makePayload(fakeReader({ empty: true }))
    const document = documentOf(made.text(page))
    rmSync(made.dir, { recursive: true })
    expect(document.querySelector('header .verdict')?.textContent).toBe('PARTIAL')
    expect(rowsOf(document, 'Findings, the most severe first')).toEqual([])
    expect(document.querySelector('#findings')?.textContent).toContain('None.')
  }, 60_000)
})
