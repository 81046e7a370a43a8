import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { countText, plural } from '../../../shared/text/format.ts'
import { decide } from '../../data/decide.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Answer, Empty, ErrorPanel } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

type Draw = Output<'sample.list'>[number]

/** Samples an auditor can re-perform: the population is committed first, the seed comes from the auditor afterwards. */
export function Samples({ readOnly }: { readonly readOnly: boolean }) {
  const samples = useEngineQuery('sample.list', {})
  const [committing, setCommitting] = useState(false)
  const [drawing, setDrawing] = useState<Draw | null>(null)
  return (
    <div className="stack evidence-body">
      <div className="row">
        <Button tone="primary" icon="plus" onPress={() => setCommitting(true)} disabled={readOnly}>
          Commit a population…
        </Button>
        <span className="muted">
          The population's hash goes into the ledger before the auditor gives the seed.
        </span>
      </div>
      <Answer query={samples}>
        {(list) =>
          list.length === 0 ? (
            <Empty icon="layers" title="No sample yet" />
          ) : (
            <ul className="stack" aria-label="Samples">
              {list.map((sample) => (
                <li key={sample.id} className="panel signer-card">
                  <div className="spread">
                    <h2>{sample.population}</h2>
                    {sample.drawnAt === null ? (
                      <span className="row">
                        <Badge tone="medium" icon="clock">
                          Waiting for the seed
                        </Badge>
                        <Button onPress={() => setDrawing(sample)} disabled={readOnly}>
                          Draw…
                        </Button>
                      </span>
                    ) : (
                      <Badge tone="good" icon="check">
                        {countText(sample.items.length)} drawn
                      </Badge>
                    )}
                  </div>
                  <dl className="facts">
                    <dt>Population</dt>
                    <dd>
                      {plural(sample.populationSize, 'item')}, committed <Time at={sample.committedAt} />
                    </dd>
                    <dt>SHA-256</dt>
                    <dd className="mono break">{sample.populationSha256}</dd>
                    {sample.seed !== null && (
                      <>
                        <dt>Seed</dt>
                        <dd>
                          <code>{sample.seed}</code> given by {sample.seedBy}
                        </dd>
                      </>
                    )}
                  </dl>
                  {sample.items.length > 0 && (
                    <details>
                      <summary>Items in the order drawn</summary>
                      <ol className="drawn">
                        {sample.items.map((item) => (
                          <li key={item.rank}>
                            <span className="muted">{item.rank}</span>{' '}
                            <span className="mono break">{item.item}</span>
                          </li>
                        ))}
                      </ol>
                    </details>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {committing && <CommitDialog onClose={() => setCommitting(false)} />}
      {drawing && <DrawDialog sample={drawing} onClose={() => setDrawing(null)} />}
    </div>
  )
}

function CommitDialog({ onClose }: { readonly onClose: () => void }) {
  const rules = useEngineQuery('rule.list', {})
  const [rule, setRule] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const commit = async () => {
    if (rule === null) return
    const done = await decide(
      'sample.commit',
      { rule },
      { done: 'The population is committed', onError: setError },
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog title="Commit a population" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void commit()
        }}
      >
        <Select
          label="All items judged by"
          value={rule}
          onChange={setRule}
          choices={(rules.data ?? [])
            .filter(({ totals }) => totals.population > 0)
            .map(({ id, title, totals }) => ({
              value: id,
              label: title,
              hint: countText(totals.population),
            }))}
          required
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={rule === null}>
            Commit
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function DrawDialog({ sample, onClose }: { readonly sample: Draw; readonly onClose: () => void }) {
  const [seed, setSeed] = useState('')
  const [seedBy, setSeedBy] = useState('')
  const [size, setSize] = useState('25')
  const [error, setError] = useState<unknown>(null)
  const count = Number(size)
  const ready = seed.trim() !== '' && seedBy.trim() !== '' && Number.isInteger(count) && count > 0
  const draw = async () => {
    const done = await decide(
      'sample.draw',
      { sample: sample.id, seed: seed.trim(), seedBy: seedBy.trim(), size: count },
      { done: 'The sample is drawn', onError: setError },
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog title={`Draw from ${plural(sample.populationSize, 'item')}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void draw()
        }}
      >
        <Field
          label="Seed"
          value={seed}
          onChange={setSeed}
          required
          autoFocus
          help="Chosen by the auditor after the population was committed."
        />
        <Field label="Given by" value={seedBy} onChange={setSeedBy} required />
        <Field label="Sample size" type="number" value={size} onChange={setSize} required />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={!ready}>
            Draw
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
