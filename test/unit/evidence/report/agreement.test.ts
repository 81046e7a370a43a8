import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PackageSummary } from '../../../../main/engine/evidence/payload/index.ts'
import { severities } from '../../../../shared/model/rule.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'
import { haveTool, pdfPages } from '../../../support/tools.ts'

const pdftotext = haveTool('pdftotext')
const number = (text: string): number => Number(text.replaceAll(',', ''))
/** All figures of a laid-out line after its label. */
const figures = (line: string): string[] => line.trim().split(/\s{2,}| (?=n\/a)/)

describe.skipIf(!pdftotext)(
  `PDF, CSV and package.json agree${pdftotext ? '' : ', skipped: pdftotext absent'}`,
  () => {
    let made: MadePayload
    let machine: PackageSummary
    let lines: string[]
    let text: string
    beforeAll(async () => {
      made = await makePayload(fakeReader({ perRule: 500 }))
      machine = JSON.parse(made.text('data/11-machine/package.json')) as PackageSummary
      text = pdfPages(path.join(made.dir, 'data/01-report/evidence-report.pdf')).join('\n')
      lines = text.split('\n')
    })
    afterAll(() => rmSync(made.dir, { recursive: true }))

    const csv = (name: string) => readCsv(made.text(`data/${name}`))
    const five = (totals: PackageSummary['totals']['outcomes']) => [
      totals.pass,
      totals.fail,
      totals.needsReview,
      totals.notApplicable,
      totals.notEvaluated,
      totals.population,
    ]
    const percent = (share: number | null) => (share === null ? 'n/a' : `${(share * 100).toFixed(1)} %`)
    const after = (heading: string): string[] =>
      lines.slice(lines.findLastIndex((line) => line.trim() === heading) + 1)

    it('in the totals of every framework', () => {
      const side = JSON.parse(made.text('data/05-posture/control-status.totals.json')) as {
        frameworks: { framework: string; totals: PackageSummary['totals']['outcomes'] }[]
      }
      expect(machine.totals.frameworks.length).toBe(3)
      for (const one of machine.totals.frameworks) {
        const line = after('Totals per framework').find((candidate) =>
          candidate.trim().startsWith(`${one.title}  `),
        )
        const cells = figures(line ?? '')
        expect(cells).toEqual([
          one.title,
          `${one.requirements}, ${one.covered}`,
          ...five(one.totals).map((value) => value.toLocaleString('en-US')),
          percent(one.score),
          percent(one.coverage),
        ])
        expect(side.frameworks.find((row) => row.framework === one.framework)?.totals).toEqual(one.totals)
      }
    })

    it('in the totals of every requirement', () => {
      const rows = csv('05-posture/control-status.csv')
      let seen = 0
      for (const framework of machine.totals.frameworks) {
        const section = after(framework.title)
        for (const one of framework.byRequirement) {
          seen++
          const row = rows.find(
            (candidate) =>
              candidate['Framework'] === framework.framework && candidate['Requirement'] === one.requirement,
          )
          expect(
            [
              row?.['Pass'],
              row?.['Fail'],
              row?.['Needs review'],
              row?.['Not applicable'],
              row?.['Not evaluated'],
              row?.['Population'],
            ].map(Number),
            one.requirement,
          ).toEqual(five(one.totals))
          expect(row?.['Score']).toBe(one.score === null ? '' : one.score.toFixed(4))
          const line = section.find((candidate) => candidate.trim().startsWith(`${one.requirement} `)) ?? ''
          expect(figures(line).slice(-7), one.requirement).toEqual([
            ...five(one.totals).map((value) => value.toLocaleString('en-US')),
            percent(one.score),
          ])
        }
      }
      expect(rows).toHaveLength(seen)
    })

    it('in the outcomes, which are the rows themselves', () => {
      const rows = csv('05-posture/outcomes.csv')
      const of = (word: string) => rows.filter((row) => row['Outcome'] === word).length
      expect([
        of('pass'),
        of('fail'),
        of('needs review'),
        of('not applicable'),
        of('not evaluated'),
        rows.length,
      ]).toEqual(five(machine.totals.outcomes))
      const severityOf = new Map(csv('12-method/rules.csv').map((row) => [row['Rule'], row['Severity']]))
      for (const severity of [...severities, 'all'] as const) {
        const mine =
          severity === 'all' ? rows : rows.filter((row) => severityOf.get(row['Rule'] ?? '') === severity)
        const totals =
          severity === 'all' ? machine.totals.outcomes : machine.totals.outcomesBySeverity[severity]
        expect(mine).toHaveLength(totals.population)
        const line =
          after('Outcomes by severity of the rule').find((candidate) =>
            candidate.trim().startsWith(`${severity} `),
          ) ?? ''
        expect(figures(line).slice(1, 7).map(number)).toEqual(five(totals))
      }
    })

    it('in the findings, by severity and one by one', () => {
      const rows = csv('04-remediation/sla.csv')
      expect(rows.length).toBeGreaterThan(1000)
      for (const severity of [...severities, 'all'] as const) {
        const mine = severity === 'all' ? rows : rows.filter((row) => row['Severity'] === severity)
        const counts =
          severity === 'all' ? machine.totals.findings : machine.totals.findingsBySeverity[severity]
        const of = (status: string) => mine.filter((row) => row['Status'] === status).length
        expect([mine.length, of('open'), of('remediated'), of('closed')]).toEqual([
          counts.total,
          counts.open,
          counts.remediated,
          counts.closed,
        ])
        const line =
          after('By severity, against the time allowed').find((candidate) =>
            candidate.trim().startsWith(`${severity} `),
          ) ?? ''
        expect(
          figures(line)
            .slice(severity === 'all' ? 1 : 2)
            .map(number),
        ).toEqual([
          counts.total,
          counts.open,
          counts.remediated,
          counts.closed,
          counts.overdue,
          counts.breached,
          counts.excepted,
        ])
        if (severity !== 'all')
          expect(text).toContain(
            `${severity[0]?.toUpperCase()}${severity.slice(1)}: ${counts.total.toLocaleString('en-US')} findings`,
          )
      }
      // The list holds every finding once: its number stands alone at the left of its row.
      const list = after('Every finding')
      const listed = list
        .slice(
          0,
          list.findIndex((line) => /^\s*6\s+Drift from the baseline$/.test(line)),
        )
        .flatMap((line) => /^ {0,4}(\d+) {2,}\S/.exec(line)?.[1] ?? [])
      expect(listed.map(Number).sort((a, b) => a - b)).toEqual(
        rows.map((row) => Number(row['Finding'])).sort((a, b) => a - b),
      )
    })

    it('in the verdict, its holes, drift, the remediation log and the ledger head', () => {
      expect(text).toContain(`${machine.completeness.holes.length} holes`)
      expect(text).toContain(machine.completeness.verdict)
      expect(csv('03-drift/drift-events.csv')).toHaveLength(machine.totals.drift.total)
      expect(csv('04-remediation/remediation-log.csv')).toHaveLength(machine.totals.remediations)
      expect(text).toContain(`${machine.totals.remediations.toLocaleString('en-US')} entries`)
      expect(made.text('data/13-custody/head.txt')).toBe(`${machine.ledger.seq} ${machine.ledger.hash}\n`)
      expect(text).toContain(machine.ledger.hash)
    })
  },
)
