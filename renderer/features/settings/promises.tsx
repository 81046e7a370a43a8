import './settings.css'
import { useState } from 'react'
import { frameworks, type Framework } from '../../../shared/model/framework.ts'
import { defaultSla } from '../../../shared/model/finding.ts'
import { severities } from '../../../shared/model/rule.ts'
import { frameworkWords, severityWords } from '../../../shared/text/labels.ts'
import { decide } from '../../data/decide.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/page.tsx'
import { Banner } from '../../ui/states.tsx'
import { hoursIn, hoursText, orderProblem, slaIn, textOf } from './sla-form.ts'

/** How long a finding of each severity may stay open. */
export function SlaPanel({ state }: { readonly state: EngagementState }) {
  const [text, setText] = useState(textOf(state.engagement.sla))
  const sla = slaIn(text)
  const changed =
    sla === null || severities.some((severity) => sla[severity] !== state.engagement.sla[severity])
  const odd = sla ? orderProblem(sla) : null
  return (
    <Panel title="Time to remediate">
      <form
        noValidate
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (sla && changed) void decide('engagement.settings', { sla }, { done: 'Time to remediate saved' })
        }}
      >
        <div className="sla">
          {severities.map((severity) => (
            <Field
              key={severity}
              label={`${severityWords[severity]}, hours`}
              type="number"
              min="1"
              value={text[severity]}
              onChange={(value) => setText({ ...text, [severity]: value })}
              disabled={state.readOnly}
              problem={hoursIn(text[severity]) === null ? 'Hours, more than 0' : null}
              help={hoursText(text[severity])}
            />
          ))}
        </div>
        {odd !== null && (
          <Banner tone="warning" icon="alert">
            {odd}
          </Banner>
        )}
        <p className="muted">
          From the moment a finding opens. A change holds for findings that open from then on; due dates
          already given stay. Usual are {severities.map((severity) => `${defaultSla[severity]} h`).join(', ')}
          .
        </p>
        <div className="row">
          <Button type="submit" tone="primary" disabled={state.readOnly || sla === null || !changed}>
            Save
          </Button>
          {changed && (
            <Button tone="quiet" onPress={() => setText(textOf(state.engagement.sla))}>
              Undo
            </Button>
          )}
        </div>
      </form>
    </Panel>
  )
}

/** Which frameworks the engagement reports on. */
export function FrameworksPanel({ state }: { readonly state: EngagementState }) {
  const [chosen, setChosen] = useState<readonly Framework[]>(state.engagement.frameworks)
  const before = state.engagement.frameworks
  const changed = chosen.length !== before.length || chosen.some((framework) => !before.includes(framework))
  return (
    <Panel title="Frameworks in scope">
      <fieldset>
        <legend className="visually-hidden">Frameworks in scope</legend>
        {frameworks.map((framework) => (
          <Checkbox
            key={framework}
            checked={chosen.includes(framework)}
            disabled={state.readOnly}
            onChange={(on) =>
              setChosen(frameworks.filter((one) => (one === framework ? on : chosen.includes(one))))
            }
          >
            {frameworkWords[framework]}
          </Checkbox>
        ))}
      </fieldset>
      <p className="muted">
        {chosen.length === 0
          ? 'At least one is needed.'
          : 'Dashboard, report and package show these. All rules are evaluated either way.'}
      </p>
      <div className="row">
        <Button
          tone="primary"
          disabled={state.readOnly || !changed || chosen.length === 0}
          onPress={() =>
            void decide('engagement.settings', { frameworks: [...chosen] }, { done: 'Frameworks saved' })
          }
        >
          Save
        </Button>
        {changed && (
          <Button tone="quiet" onPress={() => setChosen(before)}>
            Undo
          </Button>
        )}
      </div>
    </Panel>
  )
}
