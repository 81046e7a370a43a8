import './baselines.css'
import { useId, useState } from 'react'
import { countText, plural } from '../../../shared/text/format.ts'
import { providers } from '../../../shared/model/provider.ts'
import { providerWords } from '../../../shared/text/labels.ts'
import { decide } from '../../data/decide.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { useActor } from '../../data/actor.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { toFilter } from './filter-words.ts'

/** Approves what the newest scan found, for all resources or some; says before what will happen. */
export function ApproveDialog({
  state,
  first,
  onClose,
}: {
  readonly state: EngagementState
  readonly first: boolean
  readonly onClose: () => void
}) {
  const [rationale, setRationale] = useState('')
  const [form, setForm] = useState({ provider: 'all', account: '', type: '', text: '' })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const accounts = useId()
  const { name } = useActor()
  const filter = toFilter(form)
  const partly = Object.keys(filter).length > 0
  const matching = useEngineQuery('resource.page', { filter, limit: 1 }, { keep: true }).data?.total
  const open = useEngineQuery('drift.page', { open: true, limit: 1 }).data?.total ?? 0
  const known = useEngineQuery('finding.facets', { filter: {} }).data?.account.map(({ value }) => value) ?? []
  const scan = state.lastScan
  const missing = rationale.trim() === ''

  const approve = async () => {
    setTried(true)
    if (missing) return
    setBusy(true)
    const baseline = await decide(
      'baseline.approve',
      { filter, rationale: rationale.trim() },
      { onError: setError },
    )
    setBusy(false)
    if (baseline) onClose()
  }
  return (
    <Dialog title="Approve a baseline" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void approve()
        }}
      >
        <div className="stack tight">
          {scan && (
            <p>
              What scan {scan.id} found, as of <Time at={scan.asOf} />, becomes the reference that later scans
              are compared with.
            </p>
          )}
          <ul className="points">
            {partly && !first && (
              <li>
                Only the matching resources move to the new version; all others keep the state that was
                approved before.
              </li>
            )}
            {partly && first && (
              <li>Only the matching resources are held; the others have no reference and show no drift.</li>
            )}
            {open > 0 && (
              <li>
                {plural(open, 'open drift event closes', 'open drift events close')}, measured against a
                version that is no longer in force. What still differs from the new one opens again,
                undecided.
              </li>
            )}
            <li>Findings stay as they are: a baseline says what was approved, not that it is good.</li>
          </ul>
        </div>
        <Field
          label="Rationale"
          value={rationale}
          onChange={setRationale}
          lines={3}
          autoFocus
          required
          problem={
            tried && missing ? 'Say why this state is the reference; it is read in the package.' : null
          }
          placeholder="Why this state is the right reference"
        />
        <fieldset className="limit">
          <legend>Which resources</legend>
          <Select
            label="Provider"
            value={form.provider}
            onChange={(provider) => setForm({ ...form, provider })}
            choices={[
              { value: 'all', label: 'All' },
              ...providers.map((value) => ({ value: value as string, label: providerWords[value] })),
            ]}
          />
          <Field
            label="Account"
            value={form.account}
            onChange={(account) => setForm({ ...form, account })}
            list={accounts}
            placeholder="All"
          />
          <Field
            label="Type"
            value={form.type}
            onChange={(type) => setForm({ ...form, type })}
            placeholder="All, or e.g. AWS::S3::Bucket"
          />
          <Field
            label="Name or id contains"
            value={form.text}
            onChange={(text) => setForm({ ...form, text })}
            placeholder="Anything"
          />
        </fieldset>
        <datalist id={accounts}>
          {known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
        <p role="status">
          {matching === undefined ? (
            ' '
          ) : (
            <>
              <strong>{countText(matching)}</strong> of {plural(state.resources, 'resource')}{' '}
              {partly ? 'match' : 'will be held'}
              {name !== null && `; approved by ${name}`}.
            </>
          )}
        </p>
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" icon="layers" disabled={busy || matching === 0}>
            {busy ? 'Approving…' : 'Approve'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
