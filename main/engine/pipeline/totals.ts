import type { z } from 'zod'
import type { trendPointSchema } from '../../../shared/contract/judgement-methods.ts'
import type { Framework } from '../../../shared/model/framework.ts'
import type { FrameworkTotals, RequirementTotals } from '../../../shared/model/outcome.ts'
import { frameworkTotals, requirementTotals } from '../evaluate/index.ts'
import { weekOf, weeksOf } from '../review/index.ts'
import {
  countsByRule,
  evaluationOf,
  listFollowed,
  readEngagement,
  scanById,
  type Workspace,
} from '../store/index.ts'
import type { JudgingPack } from './job.ts'

export type TrendPoint = z.infer<typeof trendPointSchema>

/** Totals of the engagement's frameworks as of a scan, in the engagement's order. */
export function frameworksAt(ws: Workspace, { pack }: JudgingPack, scan: number): FrameworkTotals[] {
  const all = frameworkTotals(pack, countsByRule(ws, { scan }))
  return readEngagement(ws).frameworks.flatMap((framework) =>
    all.filter((totals) => totals.framework === framework),
  )
}

/** Totals of every requirement of one framework as of a scan. */
export function requirementsAt(
  ws: Workspace,
  { pack }: JudgingPack,
  scan: number,
  framework: Framework,
): RequirementTotals[] {
  return requirementTotals(pack, countsByRule(ws, { scan })).filter((row) => row.framework === framework)
}

/** One point per followed scan, and the weeks of the period without a scan. */
export function trendOf(ws: Workspace, rules: JudgingPack): { points: TrendPoint[]; missedWeeks: string[] } {
  const { periodStart, periodEnd } = readEngagement(ws)
  const points = listFollowed(ws)
    .filter(({ scan }) => evaluationOf(ws, scan) !== null)
    .map(({ scan: id, open, overdue, drift }): TrendPoint => {
      const scan = scanById(ws, id)
      const frameworks = frameworksAt(ws, rules, id).map(({ framework, totals }) => ({ framework, totals }))
      return { scan: id, asOf: scan.asOf, verdict: scan.verdict, frameworks, open, overdue, drift }
    })
    .sort((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : a.scan - b.scan))
  const newest = points.at(-1)?.asOf ?? ''
  const scanned = new Set(points.map(({ asOf }) => weekOf(asOf)))
  const missedWeeks = weeksOf(periodStart, periodEnd).filter(
    (week) => !scanned.has(week) && week < newest.slice(0, 10),
  )
  return { points, missedWeeks }
}
