import { CountersignError } from '../../../../shared/model/errors.ts'
import { requestCurrentScan } from '../current-scan.ts'
import { requirementsOf } from '../../evaluate/index.ts'
import { approveBaseline } from '../../pipeline/baselines.ts'
import {
  assignFindings,
  markRemediated,
  noteFindings,
  requestException,
  resolveDrift,
  resolveException,
} from '../../pipeline/decisions.ts'
import { remediationOf } from '../../pipeline/remediation.ts'
import { frameworksAt, requirementsAt, trendOf } from '../../pipeline/totals.ts'
import {
  documentBySha,
  driftPage,
  findingById,
  findingEvents,
  findingFacets,
  findingsPage,
  listBaselines,
  listExceptions,
  outcomesPage,
  type OutcomeFilter,
} from '../../store/index.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = Extract<
  keyof Handlers,
  | `totals.${string}`
  | `outcome.${string}`
  | `finding.${string}`
  | `exception.${string}`
  | `baseline.${string}`
  | `drift.${string}`
  | `remediation.${string}`
>

/** Totals, findings, exceptions, baselines and drift. */
export function judgementHandlers(engine: Engine): Pick<Handlers, Names> {
  const scanOr = (scan: number | undefined) => scan ?? requestCurrentScan(engine)
  return {
    'totals.frameworks'({ scan }) {
      const at = scanOr(scan)
      return at === null ? [] : frameworksAt(engine.workspace(), engine.rules(), at)
    },
    'totals.requirements'({ framework, scan }) {
      const at = scanOr(scan)
      return at === null ? [] : requirementsAt(engine.workspace(), engine.rules(), at, framework)
    },
    'totals.trend': () => trendOf(engine.workspace(), engine.rules()),
    'outcome.page'({ offset, limit, scan, rule, status }) {
      const at = scanOr(scan)
      if (at === null) return { rows: [], total: 0 }
      const filter: OutcomeFilter = {
        ...(rule ? { rules: [rule] } : {}),
        ...(status ? { statuses: [status] } : {}),
      }
      const { rows, total } = outcomesPage(engine.workspace(), { scan: at }, { offset, limit, filter })
      return { rows: [...rows], total }
    },

    'finding.page'(request) {
      const { rows, total } = findingsPage(engine.workspace(), { ...request, now: engine.now() })
      return { rows: [...rows], total }
    },
    'finding.facets': ({ filter }) => findingFacets(engine.workspace(), filter, engine.now()),
    'finding.get'({ finding: id }) {
      const ws = engine.workspace()
      const finding = findingById(ws, id)
      if (!finding) throw new CountersignError('not_found', { what: 'finding', id })
      const { pack, index } = engine.rules()
      const rule = index.byId.get(finding.rule)?.rule ?? null
      const at = requestCurrentScan(engine)
      const filter: OutcomeFilter = {
        rules: [finding.rule],
        accounts: [finding.account],
        ...(finding.resource === null ? {} : { resources: [finding.resource] }),
      }
      const outcome =
        at === null ? null : (outcomesPage(ws, { scan: at }, { offset: 0, limit: 1, filter }).rows[0] ?? null)
      return {
        finding,
        rule,
        outcome,
        events: findingEvents(ws, id),
        exceptions: listExceptions(ws, id),
        requirements: rule ? requirementsOf(rule, pack) : [],
        document: outcome?.documentSha256 ? documentBySha(ws, outcome.documentSha256) : null,
      }
    },
    'finding.assign': (input, context) => assignFindings(engine.job(context), input),
    'finding.note': (input, context) => noteFindings(engine.job(context), input),
    'finding.remediated': (input, context) => markRemediated(engine.job(context), input),
    'remediation.page'({ offset, limit }) {
      const ws = engine.workspace()
      const sort = [{ column: 'openedAt' as const, descending: false }]
      const { rows, total } = findingsPage(ws, { offset, limit, filter: {}, sort, now: engine.now() })
      return {
        total,
        rows: rows.map((finding) => remediationOf(engine.rules(), finding, findingEvents(ws, finding.id))),
      }
    },

    'exception.request': (input, context) => requestException(engine.job(context), input),
    'exception.decide': (input, context) => resolveException(engine.job(context), input),
    'exception.list': () => listExceptions(engine.workspace()),

    'baseline.approve': (input, context) =>
      approveBaseline(engine.job(context), { ...input, scan: input.scan }),
    'baseline.list': () => listBaselines(engine.workspace()).map(({ covers: _, ...baseline }) => baseline),
    'drift.page'(request) {
      const { rows, total } = driftPage(engine.workspace(), request)
      return { rows: [...rows], total }
    },
    'drift.decide': (input, context) => resolveDrift(engine.job(context), input),
  }
}
