import type { Totals } from '../../../../shared/model/outcome.ts'
import type { Framework } from '../../../../shared/model/framework.ts'
import type { PayloadContext } from '../payload/context.ts'
import { frameworkSummaries } from '../payload/gather.ts'
import type { FrameworkSummary } from '../payload/summary.ts'
import type { OscalVersion } from './oscal-version.ts'
import { idsOf, line, oscalControl, type IdOf } from './ids.ts'

/** Namespace of our own properties. */
export const ns = 'urn:countersign:oscal'

export const prop = (name: string, value: string | number): object => ({
  name,
  ns,
  value: line(String(value)),
})

/** The five outcomes and their sum as properties. */
export const totalProps = (totals: Totals): object[] => [
  prop('pass', totals.pass),
  prop('fail', totals.fail),
  prop('needs-review', totals.needsReview),
  prop('not-applicable', totals.notApplicable),
  prop('not-evaluated', totals.notEvaluated),
  prop('population', totals.population),
]

/** What the documents of one package share. */
export interface OscalContext {
  readonly context: PayloadContext
  readonly version: OscalVersion
  readonly id: IdOf
  readonly frameworks: readonly FrameworkSummary[]
}

export function oscalContext(context: PayloadContext, version: OscalVersion): OscalContext {
  return { context, version, id: idsOf(context.engagement.id), frameworks: frameworkSummaries(context) }
}

/** `metadata` of a document of the package. */
export function metadata({ context, version, id }: OscalContext, title: string): object {
  const { engagement, period, revision, reader } = context
  const people = [...reader.people()]
  const roles = [...new Set(people.flatMap((person) => person.roles))].sort()
  const tool = reader.tool()
  return {
    title: line(`${title}: ${engagement.client}, ${engagement.name}`),
    'last-modified': context.at,
    version: `${period.start.slice(0, 10)}/${period.end.slice(0, 10)} r${revision}`,
    'oscal-version': version,
    props: [
      prop('period-start', period.start),
      prop('period-end', period.end),
      prop('tool', `${tool.name} ${tool.version}`),
      prop('rule-pack', reader.pack().version),
      prop('rule-pack-sha256', reader.pack().sha256),
      prop('sample', engagement.sample ? 'yes' : 'no'),
    ],
    ...(roles.length === 0 ? {} : { roles: roles.map((role) => ({ id: role, title: line(role) })) }),
    parties: [
      { uuid: id('client'), type: 'organization', name: line(engagement.client) },
      ...people.map(({ name }) => ({ uuid: id('person', name), type: 'person', name: line(name) })),
    ],
    ...(roles.length === 0
      ? {}
      : {
          'responsible-parties': roles.map((role) => ({
            'role-id': role,
            'party-uuids': people
              .filter((person) => person.roles.includes(role))
              .map(({ name }) => id('person', name)),
          })),
        }),
  }
}

/** Requirements that rules judge, as the controls that were reviewed; one selection a framework. */
export function reviewedControls({ frameworks }: OscalContext): object {
  const selections = frameworks.flatMap((one) => {
    const judged = one.byRequirement.filter(({ rules }) => rules > 0)
    return judged.length === 0
      ? []
      : [
          {
            description: `${one.title}: ${judged.length} of ${one.requirements} requirements are judged by rules.`,
            props: [prop('framework', one.framework)],
            'include-controls': judged.map(({ requirement }) => ({
              'control-id': oscalControl(one.framework, requirement),
            })),
          },
        ]
  })
  return {
    description: 'Requirements of the frameworks in scope that the rule pack judges.',
    'control-selections': selections.length === 0 ? [{ 'include-all': {} }] : selections,
  }
}

/** Uuid of a requirement's finding; the same in every quarter. */
export const findingId = (id: IdOf, framework: Framework, requirement: string): string =>
  id('finding', framework, requirement)

/** Uuid of what one rule said of one subject; the same in every quarter. */
export const observationId = (id: IdOf, rule: string, provider: string, subject: string): string =>
  id('observation', rule, provider, subject)

/** Files of the package as back matter, with their hashes; only those written by now. */
export function backMatter({ context, id }: OscalContext, wanted: Readonly<Record<string, string>>): object {
  const resources = Object.entries(wanted).flatMap(([path, title]) => {
    const file = context.files.find((one) => one.path === path)
    return file === undefined
      ? []
      : [
          {
            uuid: id('file', path),
            title,
            rlinks: [
              {
                href: `../${path.replace(/^data\//, '')}`,
                hashes: [{ algorithm: 'SHA-256', value: file.sha256 }],
              },
            ],
          },
        ]
  })
  return resources.length === 0 ? {} : { 'back-matter': { resources } }
}
