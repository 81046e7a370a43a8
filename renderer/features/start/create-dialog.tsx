import { useState } from 'react'
import { frameworks, type Framework } from '../../../shared/model/framework.ts'
import { frameworkWords } from '../../../shared/text/labels.ts'
import { desktop } from '../../data/desktop.ts'
import { createEngagement } from '../../data/engagement.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Checkbox, Field } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { quarterOf, problemOfPeriod, toPeriod } from './period.ts'

/** The form for a new engagement; the file's place is asked for last. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const quarter = quarterOf(new Date())
  const [client, setClient] = useState('')
  const [name, setName] = useState(`Cloud controls, ${quarter.title}`)
  const [first, setFirst] = useState(quarter.first)
  const [last, setLast] = useState(quarter.last)
  const [chosen, setChosen] = useState<readonly Framework[]>([
    'soc2',
    'iso27001-2022',
    'nist-csf-2.0',
    'nist-800-53-r5',
  ])
  const [actor, setActor] = useState('')
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>(null)

  const need = (text: string) => (tried && text.trim() === '' ? 'This is needed.' : null)
  const period = problemOfPeriod(first, last)
  const ready =
    [client, name, actor].every((text) => text.trim() !== '') && period === null && chosen.length > 0

  const create = async () => {
    setTried(true)
    setError(null)
    if (!ready) return
    const path = await desktop.createEngagement(`${client} ${name}`)
    if (path === null) return
    try {
      await createEngagement({
        path,
        actor: actor.trim(),
        engagement: {
          client: client.trim(),
          name: name.trim(),
          ...toPeriod(first, last),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
          frameworks: [...chosen],
        },
      })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog title="New engagement" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <Field
          label="Client"
          value={client}
          onChange={setClient}
          required
          autoFocus
          problem={need(client)}
          placeholder="Larkfield Robotics"
        />
        <Field label="Engagement" value={name} onChange={setName} required problem={need(name)} />
        <div className="two">
          <Field label="First day of the period" type="date" value={first} onChange={setFirst} required />
          <Field
            label="Last day of the period"
            type="date"
            value={last}
            onChange={setLast}
            required
            problem={period}
            help="Both in UTC"
          />
        </div>
        <fieldset className="frameworks">
          <legend>Frameworks</legend>
          {frameworks.map((framework) => (
            <Checkbox
              key={framework}
              checked={chosen.includes(framework)}
              onChange={(on) =>
                setChosen(frameworks.filter((one) => (one === framework ? on : chosen.includes(one))))
              }
            >
              {frameworkWords[framework]}
            </Checkbox>
          ))}
          {chosen.length === 0 && <p className="field-problem">Choose at least one.</p>}
        </fieldset>
        <Field
          label="Your name"
          value={actor}
          onChange={setActor}
          required
          problem={need(actor)}
          help="Decisions are recorded in the ledger under this name."
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit">
            Choose a place and create…
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
