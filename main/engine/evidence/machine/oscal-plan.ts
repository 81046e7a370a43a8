import { backMatter, metadata, prop, reviewedControls, type OscalContext } from './oscal-common.ts'

/** The assessment plan that the results refer to: what was to be judged, of whom, when and by what. */
export function assessmentPlan(oscal: OscalContext): object {
  const { context, id } = oscal
  const { period, engagement, reader } = context
  return {
    'assessment-plan': {
      uuid: id('plan', period.start, period.end, context.revision, context.at),
      metadata: metadata(oscal, 'Assessment plan'),
      // No system security plan belongs to the package; the reference names the system instead.
      'import-ssp': { href: `#${id('system')}` },
      'reviewed-controls': reviewedControls(oscal),
      'assessment-subjects': [
        { type: 'resource', description: 'Every resource of the captures.', 'include-all': {} },
      ],
      'assessment-assets': {
        'assessment-platforms': [
          {
            uuid: id('platform'),
            title: `${reader.tool().name} ${reader.tool().version}`,
            props: [prop('build', reader.tool().build), prop('runtime', reader.tool().runtime)],
          },
        ],
      },
      tasks: [
        {
          uuid: id('task', period.start, period.end),
          type: 'action',
          title: `Capture at least every ${reader.expectedCaptureDays()} days and judge each capture by rules`,
          timing: { 'within-date-range': { start: period.start, end: period.end } },
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: id('system'),
            title: `Cloud accounts of ${engagement.client} in the scope of ${engagement.name}`,
            description: 'Listed in data/06-populations/scope.json of the package.',
            rlinks: [{ href: '../06-populations/scope.json' }],
          },
        ],
      },
    },
  }
}

/** Back matter of the results and the plan of action: the tables behind the numbers. */
export const evidenceFiles = (oscal: OscalContext): object =>
  backMatter(oscal, {
    'data/05-posture/outcomes.csv': 'Every outcome of the closing scan',
    'data/05-posture/control-status.csv': 'Standing and totals of every requirement',
    'data/06-populations/rules.csv': 'Population of every rule',
    'data/04-remediation/remediation-log.csv': 'Remediation log',
    'data/04-remediation/sla.csv': 'Deadline of every finding',
    'data/13-custody/ledger.jsonl': 'Hash-chained ledger',
  })
