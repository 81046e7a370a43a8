import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopeOf } from '../../../main/engine/pipeline/package-scope.ts'
import { fakeReader } from '../../support/fake-reader.ts'
import {
  csvFigures,
  htmlFigures,
  machineFigures,
  ocsfFigures,
  oscalFigures,
  pdfFigures,
  type Figures,
} from '../../support/figures.ts'
import { makePayload, type MadePayload } from '../../support/make-payload.ts'
import { openSample, sampleNow, type SampleEngagement } from '../../support/sample-engagement.ts'
import { haveTool } from '../../support/tools.ts'

const pdftotext = haveTool('pdftotext')

const forms: Readonly<Record<string, (made: MadePayload) => Figures>> = {
  csv: csvFigures,
  oscal: oscalFigures,
  ocsf: ocsfFigures,
  html: htmlFigures,
  ...(pdftotext ? { pdf: pdfFigures } : {}),
}

/** What each form states at least; a figure it stops stating would otherwise agree by its absence. */
const states: Readonly<Record<string, readonly RegExp[]>> = {
  csv: [/^/],
  oscal: [/^outcomes\//, /^findings\//],
  ocsf: [/^outcomes\/all\//],
  html: [/^(framework|requirement|outcomes|findings|drift|reviews)\//, /^holes$/],
  pdf: [/^(framework|requirement|outcomes|findings)\//, /^(holes|remediations)$/],
}
/** Where a form says nothing because there is nothing: no findings, no plan of action; only rules make OSCAL findings. */
const silent = (form: string, name: string, machine: Figures): boolean => {
  const none = machine.get('findings/all/total') === 0
  if (form === 'pdf' && machine.get('outcomes/all/population') === 0 && name.startsWith('outcomes/'))
    return true
  if (form === 'oscal' || form === 'pdf' || form === 'html') return none && name.startsWith('findings/')
  return false
}

/** Every figure of every form, against package.json. */
function differences(made: MadePayload): string[] {
  const machine = machineFigures(made)
  const found: string[] = []
  for (const [form, read] of Object.entries(forms)) {
    const figures = read(made)
    for (const [name, value] of figures)
      if (machine.get(name) !== value && !(value === 0 && !machine.has(name)))
        found.push(`${name}: package.json ${machine.get(name)}, ${form} ${value}`)
    for (const name of machine.keys()) {
      if (figures.has(name) || silent(form, name, machine)) continue
      if (form === 'csv' ? name !== 'holes' : states[form]?.some((pattern) => pattern.test(name)))
        found.push(`${name}: not in ${form}`)
    }
  }
  return found
}

async function check(made: Promise<MadePayload>): Promise<MadePayload['summary']> {
  const { dir, summary, ...rest } = await made
  try {
    expect(differences({ dir, summary, ...rest })).toEqual([])
    return summary
  } finally {
    rmSync(dir, { recursive: true })
  }
}

describe(`PDF, CSV, OSCAL, OCSF, index.html and package.json agree${pdftotext ? '' : ' (PDF skipped: pdftotext absent)'}`, () => {
  it('on any engagement', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          perRule: fc.integer({ min: 1, max: 40 }),
          seed: fc.nat(),
          holes: fc.boolean(),
          missWeek: fc.boolean(),
          sample: fc.boolean(),
        }),
        async (size) => void (await check(makePayload(fakeReader(size)))),
      ),
      { numRuns: 4, endOnFailure: true },
    )
  }, 300_000)

  it('on an engagement’s first day, and on one that runs into thousands', async () => {
    await check(makePayload(fakeReader({ empty: true })))
    const { totals } = await check(makePayload(fakeReader({ perRule: 260 })))
    expect(totals.outcomes.population).toBeGreaterThan(2_000)
  }, 300_000)

  describe('on the sample engagement', () => {
    let sample: SampleEngagement
    beforeAll(async () => void (sample = await openSample()), 400_000)
    afterAll(() => sample.close())

    it.each([
      ['whole', {}],
      [
        'one provider and framework in one month',
        { period: { month: '2026-09' }, providers: ['azure'], frameworks: ['soc2', 'nist-800-53-r5'] },
      ],
    ] as const)(
      '%s',
      async (_, request) => {
        const scope = scopeOf(sample.job.ws, structuredClone(request) as Parameters<typeof scopeOf>[1])
        const summary = await check(
          makePayload(sample.reader, { scope, period: scope.period, at: sampleNow }),
        )
        expect(summary.totals.outcomes.population).toBeGreaterThan(0)
      },
      300_000,
    )
  })
})
