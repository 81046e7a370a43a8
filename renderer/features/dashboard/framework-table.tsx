import { coverage, score, type Totals } from '../../../shared/model/outcome.ts'
import { countText, percentText } from '../../../shared/text/format.ts'
import { frameworkWords } from '../../../shared/text/labels.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { routeTo } from '../../data/route.ts'
import { Answer, Empty } from '../../ui/states.tsx'

/** Score, its denominator and its coverage, one line per framework; a score never stands alone. */
export function FrameworkTable() {
  const totals = useEngineQuery('totals.frameworks', {})
  const exceptions = useEngineQuery('exception.list', {})
  const accepted = exceptions.data?.filter(({ status }) => status === 'approved').length ?? 0
  return (
    <Answer query={totals}>
      {(frameworks) =>
        frameworks.length === 0 ? (
          <Empty icon="gauge" title="Nothing has been evaluated yet" />
        ) : (
          <>
            <table className="plain framework-table">
              <thead>
                <tr>
                  <th scope="col">Framework</th>
                  <th scope="col">Score</th>
                  <th scope="col" className="number">
                    Passed of judged
                  </th>
                  <th scope="col" className="number">
                    Coverage
                  </th>
                  <th scope="col" className="number">
                    Requirements
                  </th>
                </tr>
              </thead>
              <tbody>
                {frameworks.map((row) => (
                  <tr key={row.framework}>
                    <th scope="row">
                      <a href={routeTo('framework', { id: row.framework })}>
                        {frameworkWords[row.framework]}
                      </a>
                    </th>
                    <td>
                      <Score totals={row.totals} />
                    </td>
                    <td className="number">
                      {countText(row.totals.pass)} / {countText(row.totals.pass + row.totals.fail)}
                    </td>
                    <td
                      className="number"
                      title={`${countText(row.totals.population - row.totals.notEvaluated)} of ${countText(row.totals.population)} evaluated`}
                    >
                      {percentText(coverage(row.totals))}
                    </td>
                    <td
                      className="number"
                      title={`${row.covered} of ${row.requirements} requirements have a rule behind them`}
                    >
                      {row.covered} / {row.requirements}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="table-note muted">
              Score is passed ÷ (passed + failed). Coverage is the share of the population that was evaluated.{' '}
              {accepted > 0 &&
                `${accepted} accepted ${accepted === 1 ? 'risk counts' : 'risks count'} as failed.`}
            </p>
          </>
        )
      }
    </Answer>
  )
}

export function Score({ totals }: { readonly totals: Totals }) {
  const share = score(totals)
  return (
    <span className="score">
      <span className="score-bar" aria-hidden="true">
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <strong>{percentText(share)}</strong>
    </span>
  )
}
