import { readFileSync, rmSync } from 'node:fs'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { jsonPieces, stream } from '../../../../main/engine/evidence/machine/json-stream.ts'
import { oscalControl } from '../../../../main/engine/evidence/machine/ids.ts'
import { oscalVersions } from '../../../../main/engine/evidence/machine/index.ts'
import { fakeReader } from '../../../support/fake-reader.ts'
import { makePayload, type MadePayload } from '../../../support/make-payload.ts'
import { readCsv } from '../../../support/read-csv.ts'

const schema = (name: string): object =>
  JSON.parse(
    readFileSync(new URL(`../../../fixtures/schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  ) as object

interface OcsfEvent {
  class_uid: number
  activity_id: number
  type_uid: number
  metadata: { product: { vendor_name: string } }
  finding_info: { uid: string }
  compliance: { status_code: string; requirements: string[]; status_details?: string[] }
}
type Props = { name: string; value: string }[]
const propsOf = (holder: { props: Props }): Record<string, string> =>
  Object.fromEntries(holder.props.map(({ name, value }) => [name, value]))

describe.each(oscalVersions)('OSCAL %s', (version) => {
  let made: MadePayload
  beforeAll(async () => {
    made = await makePayload(fakeReader(), { oscalVersion: version })
  })
  afterAll(() => rmSync(made.dir, { recursive: true }))
  const document = (name: string): Record<string, unknown> =>
    JSON.parse(made.text(`data/11-machine/${name}`)) as Record<string, unknown>

  it.each([
    ['assessment-plan', 'oscal-ap.json'],
    ['assessment-results', 'oscal-ar.json'],
    ['poam', 'oscal-poam.json'],
    ['component', 'oscal-component.json'],
  ])('%s is valid by NIST’s schema', (model, file) => {
    const ajv = new Ajv({ strict: false, allErrors: false })
    addFormats(ajv)
    const validate = ajv.compile(schema(`oscal-${version}-${model}`))
    expect(validate(document(file)) ? [] : validate.errors).toEqual([])
    // The check can fail.
    expect(validate({ [Object.keys(document(file))[0] ?? '']: {} })).toBe(false)
  })

  it('says its version', () => {
    expect(JSON.stringify(document('oscal-ar.json'))).toContain(`"oscal-version":"${version}"`)
  })

  it('has the totals of package.json, over all, by rule and by requirement', () => {
    const [result] = (document('oscal-ar.json')['assessment-results'] as { results: unknown[] }).results as {
      props: Props
      findings: { props: Props }[]
      observations: { props: Props }[]
    }[]
    const { totals } = made.summary
    expect(propsOf(result!)).toMatchObject({
      population: String(totals.outcomes.population),
      fail: String(totals.outcomes.fail),
      'not-evaluated': String(totals.outcomes.notEvaluated),
    })
    const told = result!.observations.map(propsOf).filter(({ outcome }) => outcome !== undefined)
    expect(told.length).toBe(
      totals.outcomes.fail + totals.outcomes.needsReview + totals.outcomes.notEvaluated,
    )
    const judged = totals.frameworks.flatMap((one) => one.byRequirement.filter(({ rules }) => rules > 0))
    expect(
      result!.findings.map(propsOf).map(({ requirement, population }) => [requirement, population]),
    ).toEqual(judged.map((one) => [one.requirement, String(one.totals.population)]))
  })

  it('never calls a requirement satisfied that has a failure or something unread', () => {
    const [result] = (document('oscal-ar.json')['assessment-results'] as { results: unknown[] }).results as {
      findings: { props: Props; target: { status: { state: string } } }[]
    }[]
    const wrong = result!.findings.filter((finding) => {
      const props = propsOf(finding)
      const clean =
        props['fail'] === '0' &&
        props['needs-review'] === '0' &&
        props['not-evaluated'] === '0' &&
        props['pass'] !== '0'
      return (finding.target.status.state === 'satisfied') !== clean
    })
    expect(wrong).toEqual([])
  })

  it('has an item, a risk and an observation for every finding, with its deadline', () => {
    const poam = document('oscal-poam.json')['plan-of-action-and-milestones'] as {
      'poam-items': { props: Props }[]
      risks: { deadline: string; status: string }[]
      observations: unknown[]
    }
    const sla = readCsv(made.text('data/04-remediation/sla.csv'))
    expect(poam['poam-items'].map((item) => propsOf(item)['finding'])).toEqual(
      sla.map((row) => row['Finding']),
    )
    expect(poam.risks.map(({ deadline }) => deadline)).toEqual(sla.map((row) => row['Due at']))
    expect(poam.risks.filter(({ status }) => status === 'closed')).toHaveLength(
      made.summary.totals.findings.closed,
    )
    expect(poam.observations).toHaveLength(sla.length)
  })

  it('refers only to what is there, and no uuid stands for two things of a document', () => {
    for (const name of ['oscal-ar.json', 'oscal-poam.json', 'oscal-component.json', 'oscal-ap.json']) {
      const text = made.text(`data/11-machine/${name}`)
      const own = [...text.matchAll(/"uuid":"([^"]+)"/g)].map(([, uuid]) => uuid)
      expect([name, own.length]).toEqual([name, new Set(own).size])
      const named = [...text.matchAll(/"(?:observation-uuid|risk-uuid|party-uuid)":"([^"]+)"/g)].map(
        ([, uuid]) => uuid,
      )
      const known = new Set(own)
      expect(named.filter((uuid) => !known.has(uuid))).toEqual([])
    }
  })

  it('gives the same bytes again', async () => {
    const again = await makePayload(fakeReader(), { oscalVersion: version })
    for (const name of [
      'oscal-ap.json',
      'oscal-ar.json',
      'oscal-poam.json',
      'oscal-component.json',
      'ocsf-2003.ndjson',
    ])
      expect(again.text(`data/11-machine/${name}`)).toBe(made.text(`data/11-machine/${name}`))
    rmSync(again.dir, { recursive: true })
  }, 90_000)
})

describe('OCSF', () => {
  let made: MadePayload
  let events: OcsfEvent[]
  beforeAll(async () => {
    made = await makePayload(fakeReader())
    events = made
      .text('data/11-machine/ocsf-2003.ndjson')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as OcsfEvent)
  })
  afterAll(() => rmSync(made.dir, { recursive: true }))

  it.each(['1.6.0', '1.8.0'])('each event is valid by the schema of %s', (version) => {
    const validate = new Ajv2020({ strict: false }).compile(schema(`ocsf-${version}-compliance_finding`))
    expect(events.filter((event) => !validate(event)).map(() => validate.errors)).toEqual([])
    expect(validate({ ...events[0], class_uid: 2004 })).toBe(false)
  })

  it('has one event for every outcome, with the totals of package.json', () => {
    const count = (code: string): number =>
      events.filter((event) => event.compliance.status_code === code).length
    const { outcomes } = made.summary.totals
    expect({
      pass: count('pass'),
      fail: count('fail'),
      needsReview: count('needs-review'),
      notApplicable: count('not-applicable'),
      notEvaluated: count('not-evaluated'),
      population: events.length,
    }).toEqual(outcomes)
  })

  it('names what OCSF’s objects require', () => {
    for (const event of events) {
      expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id)
      expect(event.metadata.product.vendor_name).toBe('Countersign')
      expect(event.finding_info.uid).toMatch(/^[0-9a-f-]{36}$/)
      expect(event.compliance.requirements.length).toBeGreaterThan(0)
      if (event.compliance.status_code === 'not-evaluated')
        expect(event.compliance.status_details?.length).toBeGreaterThan(0)
    }
    expect(new Set(events.map((event) => event.finding_info.uid)).size).toBe(events.length)
  })
})

test.each([
  ['nist-800-53-r5', 'AC-2(1)', 'ac-2.1'],
  ['fedramp-low', 'SC-7', 'sc-7'],
  ['soc2', 'CC6.1', 'CC6.1'],
] as const)('%s %s is %s in OSCAL', (framework, requirement, id) => {
  expect(oscalControl(framework, requirement)).toBe(id)
})

test('a streamed document is the document', () => {
  const text = [
    ...jsonPieces({
      a: [1, { b: stream(() => ['x', { y: undefined, z: null }]) }],
      none: stream(() => []),
      e: [],
    }),
  ].join('')
  expect(JSON.parse(text)).toEqual({ a: [1, { b: ['x', { z: null }] }], e: [] })
})
