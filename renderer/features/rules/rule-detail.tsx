import './rules.css'
import { Fragment, useState, type ReactNode } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { coverage, type OutcomeStatus, type Totals } from '../../../shared/model/outcome.ts'
import { mappedFrameworks } from '../../../shared/model/framework.ts'
import { countText, percentText } from '../../../shared/text/format.ts'
import { categoryWords, frameworkWords } from '../../../shared/text/labels.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { routeTo } from '../../data/route.ts'
import { OutcomeBadge, ProviderName, SeverityBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Fact } from '../../ui/detail.tsx'
import { Answer, Banner } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { misconfigurationWords } from './misconfigurations.ts'
import { scoreText } from './rule-filter.ts'

type Got = Output<'rule.get'>

const counted: readonly { readonly status: OutcomeStatus; readonly of: (totals: Totals) => number }[] = [
  { status: 'pass', of: (totals) => totals.pass },
  { status: 'fail', of: (totals) => totals.fail },
  { status: 'needs-review', of: (totals) => totals.needsReview },
  { status: 'not-applicable', of: (totals) => totals.notApplicable },
  { status: 'not-evaluated', of: (totals) => totals.notEvaluated },
]

function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="stack tight">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Meaning({ got }: { readonly got: Got }) {
  const { rule, totals } = got
  return (
    <div className="rule-body">
      <div className="row wrap">
        <SeverityBadge severity={rule.severity} />
        <ProviderName provider={rule.provider} />
        <span className="muted">{categoryWords[rule.category]}</span>
        {rule.misconfiguration !== undefined && (
          <span className="muted">
            No {rule.misconfiguration}: {misconfigurationWords[rule.misconfiguration]}
          </span>
        )}
      </div>
      <Block title="Expected">
        <p>{rule.expected}</p>
      </Block>
      <Block title="Why">
        <p>{rule.rationale}</p>
      </Block>
      <Block title="Remediation">
        <p>{rule.remediation}</p>
      </Block>
      <Block title="Outcomes of the newest scan">
        {totals.population === 0 ? (
          <p className="muted">It has judged nothing yet: no scan, or no resource of its types.</p>
        ) : (
          <>
            <div className="outcome-row">
              {counted.map(({ status, of }) => (
                <Fragment key={status}>
                  <OutcomeBadge status={status} />
                  <span className="number">{countText(of(totals))}</span>
                </Fragment>
              ))}
            </div>
            <p className="muted">
              Score {scoreText(totals)} judged; {percentText(coverage(totals))} of a population of{' '}
              {countText(totals.population)} could be evaluated.
            </p>
            {totals.fail > 0 && <a href={routeTo('findings', { rule: rule.id })}>Findings of this rule</a>}
          </>
        )}
      </Block>
      <dl className="facts">
        <Fact name="Judges">
          {rule.scope === 'resource'
            ? 'each resource of its types'
            : 'each account, over all resources of its types'}
        </Fact>
        <Fact name="Types">{rule.types.join(', ')}</Fact>
        {rule.needs.length > 0 && (
          <Fact name="Needs">
            <span className="mono">{rule.needs.join(', ')}</span>{' '}
            <span className="muted">where absent: not evaluated</span>
          </Fact>
        )}
        <Fact name="Id">
          <span className="mono">{rule.id}</span>
        </Fact>
        <Fact name="Published at">
          <span className="mono">{rule.source}</span>
        </Fact>
      </dl>
    </div>
  )
}

function Mapping({ got: { rule } }: { readonly got: Got }) {
  return (
    <div className="rule-body">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Framework</th>
            <th scope="col">Controls</th>
          </tr>
        </thead>
        <tbody>
          {mappedFrameworks.map((framework) => (
            <tr key={framework}>
              <th scope="row">{frameworkWords[framework]}</th>
              <td>
                <span className="controls">
                  {rule.controls[framework].map((control) => (
                    <span key={control} className="control">
                      {control}
                    </span>
                  ))}
                </span>
              </td>
            </tr>
          ))}
          {rule.benchmarks.map((benchmark) => (
            <tr key={`${benchmark.id} ${benchmark.recommendation}`}>
              <th scope="row">
                {benchmark.id} {benchmark.version}
              </th>
              <td>
                <span className="control">{benchmark.recommendation}</span>{' '}
                <span className="muted">
                  level {benchmark.level}, {benchmark.assessment}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">FedRAMP Low, Moderate and High follow from NIST 800-53 r5 by their baselines.</p>
      {rule.article && (
        <Block title="As the article maps it">
          <dl className="facts">
            <Fact name="SOC 2">{rule.article.soc2}</Fact>
            <Fact name="ISO 27001:2022">{rule.article['iso27001-2022']}</Fact>
            <Fact name="NIST 800-53 r5">{rule.article['nist-800-53-r5']}</Fact>
          </dl>
          {rule.article.doubt !== undefined ? (
            <Banner tone="warning" icon="question">
              Our doubt: {rule.article.doubt}
            </Banner>
          ) : (
            <p className="muted">No doubt of ours about it.</p>
          )}
        </Block>
      )}
    </div>
  )
}

/** One rule: what it means, what it maps to, and its text as an auditor reads it. */
export function RuleDetail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [tab, setTab] = useState('meaning')
  const got = useEngineQuery('rule.get', { rule: id })
  return (
    <>
      <div className="side-head">
        <h2 className="grow break">{got.data?.rule.title ?? id}</h2>
        <IconButton label="Close the detail" icon="cross" onPress={onClose} />
      </div>
      <Answer query={got}>
        {(data) => (
          <Tabs
            label="Rule"
            selected={tab}
            onSelect={setTab}
            tabs={[
              { id: 'meaning', label: 'Meaning', content: <Meaning got={data} /> },
              { id: 'controls', label: 'Controls', content: <Mapping got={data} /> },
              {
                id: 'text',
                label: 'Text',
                content: (
                  <pre className="rule-yaml" tabIndex={0} role="region" aria-label="Text of the rule">
                    {data.yaml}
                  </pre>
                ),
              },
            ]}
          />
        )}
      </Answer>
    </>
  )
}
