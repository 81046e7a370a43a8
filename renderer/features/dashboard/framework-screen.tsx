import { useState } from 'react'
import { frameworks, type Framework } from '../../../shared/model/framework.ts'
import { coverage } from '../../../shared/model/outcome.ts'
import { countText, percentText, plural } from '../../../shared/text/format.ts'
import { frameworkWords, standingWords } from '../../../shared/text/labels.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { routeTo } from '../../data/route.ts'
import { Badge } from '../../ui/badges.tsx'
import { Checkbox } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { Answer, Empty } from '../../ui/states.tsx'
import { Score } from './framework-table.tsx'

/** Every requirement of one framework, also those no rule can judge: nothing is silently missing. */
export function FrameworkScreen({
  state,
  params,
}: {
  readonly state: EngagementState
  readonly params: URLSearchParams
}) {
  const wanted = params.get('id')
  const framework: Framework =
    frameworks.find((one) => one === wanted) ?? state.engagement.frameworks[0] ?? 'soc2'
  const requirements = useEngineQuery('totals.requirements', { framework })
  const [text, setText] = useState('')
  const [judged, setJudged] = useState(true)
  return (
    <Page
      title={frameworkWords[framework]}
      subtitle={
        <>
          <a href={routeTo('dashboard')}>Dashboard</a> · every requirement with its totals; the five outcomes
          add up to the population
        </>
      }
    >
      <Answer query={requirements} lines={14}>
        {(rows) => {
          const shown = rows.filter(
            (row) =>
              (!judged || row.rules > 0) &&
              `${row.requirement} ${row.title}`.toLowerCase().includes(text.toLowerCase()),
          )
          return (
            <>
              <div className="row wrap">
                <div className="dash-search">
                  <SearchBox label="Search requirements" value={text} onChange={setText} />
                </div>
                <Checkbox checked={judged} onChange={setJudged}>
                  Only those judged by rules
                </Checkbox>
                <span className="muted" role="status">
                  {countText(shown.length)} of {plural(rows.length, 'requirement')}
                </span>
              </div>
              {shown.length === 0 ? (
                <Empty icon="search" title="No requirement matches" />
              ) : (
                <div className="panel">
                  <table className="plain">
                    <thead>
                      <tr>
                        <th scope="col">Requirement</th>
                        <th scope="col">Standing</th>
                        <th scope="col">Score</th>
                        <th scope="col" className="number">
                          Pass
                        </th>
                        <th scope="col" className="number">
                          Fail
                        </th>
                        <th scope="col" className="number">
                          Review
                        </th>
                        <th scope="col" className="number">
                          n/a
                        </th>
                        <th scope="col" className="number">
                          Not evaluated
                        </th>
                        <th scope="col" className="number">
                          Population
                        </th>
                        <th scope="col" className="number">
                          Coverage
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.slice(0, 400).map((row) => (
                        <tr key={row.requirement}>
                          <th scope="row">
                            <strong>{row.requirement}</strong> {row.title}
                          </th>
                          <td className="nowrap">
                            {row.standing === 'rules' ? (
                              plural(row.rules, 'rule')
                            ) : (
                              <Badge tone="plain">{standingWords[row.standing]}</Badge>
                            )}
                          </td>
                          {row.rules === 0 ? (
                            <td colSpan={8} className="muted">
                              No rule judges this
                            </td>
                          ) : (
                            <>
                              <td>
                                <Score totals={row.totals} />
                              </td>
                              <td className="number">{countText(row.totals.pass)}</td>
                              <td className="number">{countText(row.totals.fail)}</td>
                              <td className="number">{countText(row.totals.needsReview)}</td>
                              <td className="number">{countText(row.totals.notApplicable)}</td>
                              <td className="number">{countText(row.totals.notEvaluated)}</td>
                              <td className="number">{countText(row.totals.population)}</td>
                              <td className="number">{percentText(coverage(row.totals))}</td>
                            </>
                          )}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                  {shown.length > 400 && (
                    <p className="table-note muted">The first 400 are shown; search for the others.</p>
                  )}
                </div>
              )}
            </>
          )
        }}
      </Answer>
    </Page>
  )
}
