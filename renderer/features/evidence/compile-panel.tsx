import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import type { IdentitySummary } from '../../../shared/model/signing.ts'
import { bytesText, countText, dayOf, plural } from '../../../shared/text/format.ts'
import { ensureActor } from '../../data/actor.ts'
import { useCommand } from '../../data/commands.ts'
import { desktop } from '../../data/desktop.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { isRunning, startJob, useLatestJob } from '../../data/jobs.ts'
import { go } from '../../data/route.ts'
import { createStore, useStore } from '../../data/store.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Checkbox } from '../../ui/field.tsx'
import { JobPanel } from '../../ui/progress.tsx'
import { Banner, Empty, ErrorPanel, Skeleton } from '../../ui/states.tsx'
import {
  keepIfAsked,
  noSigner,
  signerReady,
  SignerFields,
  usePassphrases,
  type Signer,
} from './signer-fields.tsx'

type Compiled = Output<'package.compile'>

/** The package made last in this window; it stays while one looks at other screens. */
const made = createStore<{ readonly engagement: string; readonly result: Compiled } | null>(null)

/** Everything the package needs: who signs, and where it goes. */
export function CompilePanel({
  state,
  identities,
}: {
  readonly state: EngagementState
  readonly identities: readonly IdentitySummary[] | null
}) {
  const passphrases = usePassphrases()
  const job = useLatestJob('package.compile')
  const running = job !== null && isRunning(job)
  const [preparer, setPreparer] = useState<Signer>(noSigner)
  const [reviewer, setReviewer] = useState<Signer>(noSigner)
  const [both, setBoth] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const result = useStore(made)
  const ready =
    state.scans > 0 && signerReady(preparer, passphrases) && (!both || signerReady(reviewer, passphrases))

  const compile = async () => {
    setError(null)
    const actor = await ensureActor()
    if (actor === null) return
    const outDir = await desktop.chooseFolder('output')
    if (outDir === null) return
    const sign = ({ fingerprint, passphrase }: Signer) => ({ fingerprint, passphrase })
    try {
      const compiled = await startJob(
        'package.compile',
        { outDir, actor, preparer: sign(preparer), ...(both ? { reviewer: sign(reviewer) } : {}) },
        { title: 'Compiling the package', quiet: true, done: 'The package is compiled and signed' },
      )
      made.set({ engagement: state.engagement.id, result: compiled })
      await keepIfAsked(preparer)
      if (both) await keepIfAsked(reviewer)
      // A passphrase stays in the window no longer than it is needed.
      setPreparer({ ...preparer, passphrase: '' })
      setReviewer({ ...reviewer, passphrase: '' })
    } catch (problem) {
      setError(problem)
    }
  }
  useCommand('package.compile', ready && !running && !state.readOnly ? () => void compile() : null)

  if (identities === null) return <Skeleton />
  if (identities.length === 0)
    return (
      <Empty
        icon="key"
        title="No signing identity yet"
        actions={
          <Button tone="primary" icon="key" onPress={() => go('evidence', { tab: 'identities', do: 'make' })}>
            Make an identity…
          </Button>
        }
      >
        A package is signed by a person. Make an identity on this machine, or import the one your organisation
        gave you.
      </Empty>
    )
  return (
    <div className="stack evidence-body">
      {state.lastScan?.verdict === 'partial' && (
        <Banner tone="warning" icon="half">
          The newest scan is partial: the package will say PARTIAL and list what was not read.
        </Banner>
      )}
      {running ? (
        <JobPanel job={job} />
      ) : (
        <form
          className="stack compile-form"
          onSubmit={(event) => {
            event.preventDefault()
            if (ready) void compile()
          }}
        >
          <SignerFields
            label="Preparer"
            identities={identities}
            passphrases={passphrases}
            value={preparer}
            onChange={setPreparer}
          />
          <Checkbox checked={both} onChange={setBoth}>
            A reviewer countersigns at the same time
          </Checkbox>
          {both && (
            <SignerFields
              label="Reviewer"
              identities={identities.filter(({ fingerprint }) => fingerprint !== preparer.fingerprint)}
              passphrases={passphrases}
              value={reviewer}
              onChange={setReviewer}
              help="A different person with a different key."
            />
          )}
          <div className="row">
            <Button tone="primary" type="submit" icon="seal" disabled={!ready || state.readOnly}>
              Choose a folder and compile…
            </Button>
            {state.scans === 0 && <span className="muted">Import something first.</span>}
          </div>
        </form>
      )}
      {error !== null && !running && <ErrorPanel error={error} />}
      {result?.engagement === state.engagement.id && !running && <CompiledPackage result={result.result} />}
    </div>
  )
}

function CompiledPackage({ result }: { readonly result: Compiled }) {
  return (
    <section className="panel compiled" aria-label="The package">
      <div className="spread">
        <h2>The package</h2>
        <Badge
          tone={result.completeness === 'COMPLETE' ? 'good' : 'medium'}
          icon={result.completeness === 'COMPLETE' ? 'check' : 'half'}
        >
          {result.completeness === 'COMPLETE' ? 'Complete' : 'Partial'}
        </Badge>
      </div>
      <dl className="facts">
        <dt>Package id</dt>
        <dd className="row">
          <span className="mono break" data-testid="package-id">
            {result.packageId}
          </span>
          <IconButton
            label="Copy the package id"
            icon="copy"
            onPress={() => copyText(result.packageId, 'Package id')}
          />
        </dd>
        <dt>Folder</dt>
        <dd className="break">{result.bag}</dd>
        <dt>ZIP</dt>
        <dd className="break">{result.zip}</dd>
        <dt>Content</dt>
        <dd>
          {plural(result.files, 'file')}, {bytesText(result.bytes)} ({countText(result.bytes)} bytes)
        </dd>
        <dt>Preparer</dt>
        <dd>
          {result.preparer.name}{' '}
          <span className="muted">certificate to {dayOf(result.preparer.notAfter)}</span>
        </dd>
        <dt>Reviewer</dt>
        <dd>
          {result.reviewer ? (
            result.reviewer.name
          ) : (
            <span className="muted">Nobody has countersigned yet</span>
          )}
        </dd>
      </dl>
      <div className="row wrap">
        <Button icon="folder" onPress={() => void desktop.showInFolder(result.bag)}>
          Open the folder
        </Button>
        <Button icon="shield" onPress={() => go('evidence', { tab: 'verify', path: result.bag })}>
          Verify it
        </Button>
        <Button icon="shield" onPress={() => go('evidence', { tab: 'verify', path: result.zip })}>
          Verify the ZIP
        </Button>
      </div>
    </section>
  )
}
