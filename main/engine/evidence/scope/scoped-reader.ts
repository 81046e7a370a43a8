import type { Framework } from '../../../../shared/model/framework.ts'
import type { PackageScope } from '../../../../shared/model/package-scope.ts'
import type { Scan } from '../../../../shared/model/scan.ts'
import type { EvidenceReader, Period, ReviewDecision, TrendPoint } from '../reader.ts'
import { placeMatcher } from './match.ts'
import { narrowedTotals } from './narrowed-totals.ts'
import { openCounter } from './open-findings.ts'
import { scopedCollection } from './scoped-collection.ts'
import { isNarrowed, leavesOutResources } from './words.ts'

/**
 * A reader that gives what lies within a scope and nothing else, so that whatever is written from it is of the scope and adds up.
 * The ledger, people, attachments, catalogues, sealed scans and signed-off counts stay whole (`keptWhole` says why).
 * A rule is within a framework scope when it serves a requirement of one of its frameworks; requirements whose rules all read other
 * providers stay listed, as out of scope. The period is not narrowed here: every call names its own.
 */
export function scopedReader(reader: EvidenceReader, scope: PackageScope): EvidenceReader {
  if (!isNarrowed(scope)) return reader
  const matches = placeMatcher(scope)
  const excluded = lazily(() => excludedRules(reader, scope))
  const inScope = (rule: string): boolean => !excluded().has(rule)
  const ofFinding = (finding: number): boolean => {
    const place = reader.findingPlace(finding)
    return place !== null && matches(place) && inScope(place.rule)
  }
  const totals = narrowedTotals(reader, scope, inScope)
  const collection = scopedCollection(reader, matches)
  const scans = (period: Period): Iterable<Scan> =>
    leavesOutResources(scope)
      ? lazy(() => keep(reader.scans(period), ({ id }) => collection.touches(id)))
      : reader.scans(period)
  const findings: EvidenceReader['findings'] = (period) =>
    lazy(() => keep(reader.findings(period), (one) => matches(one) && inScope(one.rule)))
  const { ruleTotals: _, ...rest } = reader

  return {
    ...rest,
    ...collection.reader,
    engagement: () => ({ ...reader.engagement(), frameworks: [...scope.frameworks] }),
    scans,
    signOffs: (period) =>
      lazy(function* () {
        const exceptions = new Set([...scopedExceptions(period)].map(({ id }) => id))
        const samples = new Set([...scopedSamples(period)].map(({ id }) => id))
        for (const one of reader.signOffs(period)) {
          if (one.of.kind === 'exception' && !exceptions.has(one.of.id)) continue
          if (one.of.kind === 'sample' && !samples.has(one.of.id)) continue
          yield one
        }
      }),

    rules: () => lazy(() => keep(reader.rules(), ({ rule }) => inScope(rule.id))),
    localRules() {
      const local = reader.localRules()
      return { ...local, overrides: local.overrides.filter(({ rule }) => inScope(rule)) }
    },
    notApplicableEntries: () =>
      lazy(() => keep(reader.notApplicableEntries(), (one) => matches({ ...one, account: '*' }))),
    requirementRules: (framework, requirement) =>
      lazy(() => keep(reader.requirementRules(framework, requirement), inScope)),
    frameworkTotals: (scan) => totals.frameworks(scan),
    requirementTotals: (scan, framework) => totals.requirements(scan, framework),
    trend: (period) => lazy(() => trend(period)),

    outcomes: (scan) => lazy(() => keep(reader.outcomes(scan), (one) => matches(one) && inScope(one.rule))),
    ruleOutcomes: (scan, rule) => lazy(() => keep(reader.ruleOutcomes(scan, rule), matches)),
    documents: (scan) => lazy(() => keep(reader.documents(scan), matches)),

    findings,
    findingPlace: (finding) => (ofFinding(finding) ? reader.findingPlace(finding) : null),
    exceptions: scopedExceptions,
    remediations: (period) => lazy(() => keep(reader.remediations(period), (row) => ofFinding(row.finding))),
    baselineRows: (version) => lazy(() => keep(reader.baselineRows(version), matches)),
    driftEvents: (period) => lazy(() => keep(reader.driftEvents(period), matches)),

    decisions: (session) => lazy(() => scopedDecisions(session)),
    weeks: (period) =>
      lazy(function* () {
        const times = [...scans(everything)].map(({ asOf }) => asOf)
        for (const week of reader.weeks(period)) {
          const from = `${week.week}T00:00:00.000Z`
          const to = new Date(Date.parse(from) + 7 * 86_400_000).toISOString()
          yield { ...week, scans: times.filter((at) => at >= from && at < to).length }
        }
      }),
    samples: scopedSamples,
  }

  function scopedExceptions(period: Period): ReturnType<EvidenceReader['exceptions']> {
    return lazy(() => keep(reader.exceptions(period), (one) => ofFinding(one.finding)))
  }

  function scopedSamples(period: Period): ReturnType<EvidenceReader['samples']> {
    return lazy(() => keep(reader.samples(period), (one) => inScope(one.subject)))
  }

  function* scopedDecisions(session: number): Generator<ReviewDecision> {
    const ofDrift = new Set([...keep(reader.driftEvents(everything), matches)].map(({ id }) => id))
    const ofException = new Set([...scopedExceptions(everything)].map(({ id }) => id))
    for (const one of reader.decisions(session)) {
      if (one.kind === 'finding' && !ofFinding(one.ref)) continue
      if (one.kind === 'drift' && !ofDrift.has(one.ref)) continue
      if (one.kind === 'exception' && !ofException.has(one.ref)) continue
      yield one
    }
  }

  function* trend(period: Period): Generator<TrendPoint> {
    const points = [...reader.trend(period)].filter(
      ({ scan }) => !leavesOutResources(scope) || collection.touches(scan),
    )
    const counter = openCounter(points.map(({ asOf }) => asOf))
    for (const finding of findings({ start: everything.start, end: period.end })) {
      const events = [...reader.findingEvents(finding.id, period)]
      counter.add(
        finding.severity,
        events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id)),
      )
    }
    for (const [index, point] of points.entries()) {
      const count = counter.counts[index]
      yield {
        ...point,
        frameworks: totals.frameworks(point.scan),
        open: count?.open ?? point.open,
        overdue: count?.overdue ?? point.overdue,
      }
    }
  }
}

const everything: Period = { start: '0000-01-01T00:00:00.000Z', end: '9999-12-31T23:59:59.999Z' }

/** Rules of the pack that judge nothing within the scope. Rules the pack does not hold are never left out silently. */
function excludedRules(reader: EvidenceReader, scope: PackageScope): ReadonlySet<string> {
  const matches = placeMatcher(scope)
  const serving = scope.leftOut.frameworks.length === 0 ? null : servingRules(reader, scope.frameworks)
  const excluded = new Set<string>()
  for (const { rule } of reader.rules()) {
    if (!matches({ provider: rule.provider, account: '*' }) || serving?.has(rule.id) === false)
      excluded.add(rule.id)
  }
  return excluded
}

/** Rules that serve a requirement of some frameworks; null when no scan is there to say what the requirements are. */
function servingRules(reader: EvidenceReader, frameworks: readonly Framework[]): ReadonlySet<string> | null {
  const scan = [...reader.scans(everything)].at(-1)
  if (scan === undefined) return null
  const serving = new Set<string>()
  for (const framework of frameworks) {
    for (const { requirement } of reader.requirementTotals(scan.id, framework))
      for (const rule of reader.requirementRules(framework, requirement)) serving.add(rule)
  }
  return serving
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null
  return () => (made ??= { value: make() }).value
}

const lazy = <Row>(start: () => Iterator<Row>): Iterable<Row> => ({ [Symbol.iterator]: start })

function* keep<Row>(rows: Iterable<Row>, wanted: (row: Row) => boolean): Generator<Row> {
  for (const row of rows) if (wanted(row)) yield row
}
