import { SeverityChart } from '../../../shared/charts/severity-chart.ts'
import { dayLabel } from '../../../shared/charts/theme.ts'
import { severities, type Severity } from '../../../shared/model/rule.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { countText, plural } from '../../../shared/text/format.ts'
import { severityWords } from '../../../shared/text/labels.ts'
import { useNow } from '../../data/clock.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { routeTo } from '../../data/route.ts'
import { SeverityBadge } from '../../ui/badges.tsx'
import { ChartFrame } from '../../ui/chart.tsx'
import { Answer } from '../../ui/states.tsx'
import { dueState } from '../../ui/time.tsx'

const living = ['open', 'remediated'] as const
type Facets = Output<'finding.facets'>
const countOf = (facets: Facets | undefined, severity: Severity) =>
  facets?.severity.find(({ value }) => value === severity)?.count ?? 0

/** Open findings by severity with their due clocks, and how their number moved. */
export function OpenBySeverity() {
  const now = useNow()
  const open = useEngineQuery('finding.facets', { filter: { status: [...living] } })
  const overdue = useEngineQuery('finding.facets', { filter: { status: [...living], overdue: true } })
  const next = useEngineQuery('finding.page', {
    limit: 500,
    filter: { status: [...living], overdue: false, excepted: false },
    sort: [{ column: 'dueAt', descending: false }],
  })
  const trend = useEngineQuery('totals.trend', {})
  const soon = (severity: Severity) =>
    next.data?.rows.filter((finding) => finding.severity === severity && dueState(finding, now) === 'soon')
      .length ?? 0
  return (
    <Answer query={open}>
      {(facets) => (
        <div className="stack">
          <table className="plain severity-table">
            <thead>
              <tr>
                <th scope="col">Severity</th>
                <th scope="col" className="number">
                  Open
                </th>
                <th scope="col" className="number">
                  Overdue
                </th>
                <th scope="col" className="number">
                  Due in 48 h
                </th>
              </tr>
            </thead>
            <tbody>
              {severities.map((severity) => (
                <tr key={severity}>
                  <th scope="row">
                    <a
                      className="plain-link"
                      href={routeTo('findings', { status: 'open,remediated', severity })}
                    >
                      <SeverityBadge severity={severity} />
                    </a>
                  </th>
                  <td className="number">{countText(countOf(facets, severity))}</td>
                  <td className={`number${countOf(overdue.data, severity) > 0 ? ' late' : ''}`}>
                    {countOf(overdue.data, severity) > 0 ? (
                      <a
                        href={routeTo('findings', { severity, overdue: '1' })}
                        aria-label={`${countOf(overdue.data, severity)} overdue, ${severityWords[severity].toLowerCase()}`}
                      >
                        {countText(countOf(overdue.data, severity))}
                      </a>
                    ) : (
                      0
                    )}
                  </td>
                  <td className="number">{countText(soon(severity))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {trend.data && trend.data.points.length > 1 && <Movement trend={trend.data} />}
        </div>
      )}
    </Answer>
  )
}

function Movement({ trend }: { readonly trend: Output<'totals.trend'> }) {
  const points = [
    ...trend.points.map(({ asOf, open }) => ({ at: asOf, missed: false, ...open })),
    ...trend.missedWeeks.map((monday) => ({
      at: `${monday}T00:00:00.000Z`,
      missed: true,
      critical: 0,
      high: 0,
      medium: 0,
      low: 0,
    })),
  ]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ at, ...rest }) => ({ label: dayLabel(Date.parse(at)), ...rest }))
  const sum = (point: (typeof points)[number] | undefined) =>
    point ? point.critical + point.high + point.medium + point.low : 0
  return (
    <div className="movement">
      <ChartFrame
        summary={`Open findings by severity over ${plural(trend.points.length, 'scan')}: from ${sum(points[0])} to ${sum(points.at(-1))}.`}
        height={150}
        chart={(theme, width) => <SeverityChart points={points} theme={theme} width={width} height={150} />}
        table={
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">Scan</th>
                {severities.map((severity) => (
                  <th key={severity} scope="col" className="number">
                    {severityWords[severity]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.label}>
                  <th scope="row">{point.label}</th>
                  {severities.map((severity) => (
                    <td key={severity} className="number">
                      {point.missed ? 'no scan' : point[severity]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        }
      />
    </div>
  )
}
