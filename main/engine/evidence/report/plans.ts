import type { Baseline } from '../../../../shared/model/drift.ts'
import type { PayloadContext } from '../payload/context.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { drawCover } from './cover.ts'
import type { DocumentPlan } from './document.ts'
import { baselineContents } from './sections/baseline-contents.ts'
import { dataFiles } from './sections/data-files.ts'
import { driftSection } from './sections/drift.ts'
import { sections } from './sections/index.ts'
import { remediationSection } from './sections/remediation.ts'
import { trendSection } from './sections/trend.ts'
import type { Section } from './report.ts'
import { drawTitleBlock } from './title-block.ts'

const log = 'data/04-remediation/remediation-log.csv'
const trend = 'data/05-posture/posture-trend.csv'
const drift = 'data/03-drift/drift-events.csv'

/** Every PDF of the package, the report first. */
export function documentPlans(context: PayloadContext, summary: PackageSummary): DocumentPlan[] {
  const sheetOf = (
    path: string,
    title: string,
    shows: readonly string[],
    section: Section,
  ): DocumentPlan => ({
    path,
    title,
    shows,
    form: 'sheet',
    front: (pen, range) => drawTitleBlock(pen, context, title, range),
    chapters: (files) => [section, dataFiles(files, 'Data of this document')],
  })
  const ofBaseline = (one: Baseline): DocumentPlan => {
    const stem = `data/02-baseline/baseline-v${one.version}`
    return sheetOf(`${stem}.pdf`, `Baseline v${one.version}`, [`${stem}.csv`], baselineContents(one))
  }
  return [
    {
      path: 'data/01-report/evidence-report.pdf',
      title: 'Evidence package',
      form: 'book',
      shows: [
        log,
        'data/04-remediation/sla.csv',
        'data/04-remediation/exceptions.csv',
        'data/05-posture/control-status.csv',
        trend,
        'data/06-populations/index.csv',
        'data/06-populations/reconciliation.csv',
        'data/07-samples/',
        'data/02-baseline/approvals.csv',
        drift,
      ],
      front: (pen, range) => drawCover(pen, context, summary, range),
      chapters: (files) => [...sections(summary), dataFiles(files, 'Appendix: data of this report')],
    },
    sheetOf('data/01-report/remediation-log.pdf', 'Remediation log', [log], remediationSection),
    sheetOf('data/01-report/posture-trend.pdf', 'Posture trend', [trend], trendSection),
    ...[...context.reader.baselines(context.period)].map(ofBaseline),
    sheetOf('data/03-drift/drift-events.pdf', 'Drift events', [drift], driftSection),
  ]
}
