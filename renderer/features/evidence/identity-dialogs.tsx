import { useState } from 'react'
import { fileName } from '../../../shared/text/format.ts'
import { engine } from '../../data/engine.ts'
import { refreshSoon } from '../../data/queries.ts'
import { say } from '../../data/toasts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, RadioGroup } from '../../ui/field.tsx'
import { ErrorPanel } from '../../ui/states.tsx'

const shortest = 8

function passphraseProblem(passphrase: string, again: string): string | null {
  if (passphrase !== '' && passphrase.length < shortest) return `At least ${shortest} characters.`
  return again !== '' && again !== passphrase ? 'The two are not the same.' : null
}

interface PassphraseFieldsProps {
  readonly passphrase: string
  readonly again: string
  readonly onChange: (passphrase: string, again: string) => void
}

function NewPassphrase({ passphrase, again, onChange }: PassphraseFieldsProps) {
  const problem = passphraseProblem(passphrase, again)
  return (
    <>
      <Field
        label="Passphrase"
        type="password"
        value={passphrase}
        onChange={(value) => onChange(value, again)}
        required
        problem={passphrase.length > 0 && passphrase.length < shortest ? problem : null}
        help="It encrypts the key on this machine. Nobody can recover it."
      />
      <Field
        label="Passphrase again"
        type="password"
        value={again}
        onChange={(value) => onChange(passphrase, value)}
        required
        problem={passphrase.length >= shortest ? problem : null}
      />
    </>
  )
}

/** Makes a key and a self-signed certificate for a person. */
export function MakeIdentityDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [organisation, setOrganisation] = useState('')
  const [email, setEmail] = useState('')
  const [algorithm, setAlgorithm] = useState<'ec-p256' | 'rsa-3072'>('ec-p256')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const ready = name.trim() !== '' && passphrase.length >= shortest && passphrase === again && !busy
  const make = async () => {
    setBusy(true)
    setError(null)
    try {
      const identity = await engine.call('identity.create', {
        name: name.trim(),
        organisation: organisation.trim(),
        email: email.trim(),
        algorithm,
        passphrase,
      })
      refreshSoon()
      say({ tone: 'good', text: `${identity.name} can sign now` })
      onClose()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title="Make a signing identity" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void make()
        }}
      >
        <Field
          label="Name"
          value={name}
          onChange={setName}
          required
          autoFocus
          help="The person who signs; it stands in the certificate."
        />
        <Field label="Organisation" value={organisation} onChange={setOrganisation} />
        <Field label="E-mail" type="email" value={email} onChange={setEmail} />
        <RadioGroup
          label="Key"
          value={algorithm}
          onChange={setAlgorithm}
          choices={[
            { value: 'ec-p256', label: 'ECDSA P-256 (usual)' },
            { value: 'rsa-3072', label: 'RSA 3072' },
          ]}
        />
        <NewPassphrase
          passphrase={passphrase}
          again={again}
          onChange={(first, second) => {
            setPassphrase(first)
            setAgain(second)
          }}
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={!ready}>
            {busy ? 'Making the key…' : 'Make'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Takes over a key and certificate from a PKCS #12 file. */
export function ImportIdentityDialog({
  path,
  onClose,
}: {
  readonly path: string
  readonly onClose: () => void
}) {
  const [p12Passphrase, setP12Passphrase] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [error, setError] = useState<unknown>(null)
  const ready = passphrase.length >= shortest && passphrase === again
  const take = async () => {
    setError(null)
    try {
      const identity = await engine.call('identity.import', { path, p12Passphrase, passphrase })
      refreshSoon()
      say({ tone: 'good', text: `${identity.name} can sign now` })
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog title={`Import ${fileName(path)}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void take()
        }}
      >
        <Field
          label="Passphrase of the file"
          type="password"
          value={p12Passphrase}
          onChange={setP12Passphrase}
          autoFocus
          help="As it was set where the file was exported."
        />
        <NewPassphrase
          passphrase={passphrase}
          again={again}
          onChange={(first, second) => {
            setPassphrase(first)
            setAgain(second)
          }}
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" disabled={!ready}>
            Import
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
