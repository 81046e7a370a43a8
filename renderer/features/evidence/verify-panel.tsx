import { useEffect, useRef, useState } from 'react'
import type { IdentitySummary } from '../../../shared/model/signing.ts'
import { plainFingerprint } from '../../../shared/model/signing.ts'
import type { Verification } from '../../../shared/model/verification.ts'
import { useCommand } from '../../data/commands.ts'
import { desktop } from '../../data/desktop.ts'
import { isRunning, startJob, useLatestJob } from '../../data/jobs.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { DropArea } from '../../ui/drop-area.tsx'
import { Field } from '../../ui/field.tsx'
import { JobPanel } from '../../ui/progress.tsx'
import { ErrorPanel } from '../../ui/states.tsx'
import {
  keepIfAsked,
  noSigner,
  signerReady,
  SignerFields,
  usePassphrases,
  type Signer,
} from './signer-fields.tsx'
import { VerificationResult } from './verification-result.tsx'

/** Verifies any package, folder or ZIP, also one of somebody else; a reviewer countersigns from here. */
export function VerifyPanel({
  identities,
  path: first,
}: {
  readonly identities: readonly IdentitySummary[]
  readonly path: string
}) {
  const [path, setPath] = useState(first)
  const [trusted, setTrusted] = useState('')
  const [result, setResult] = useState<Verification | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [signing, setSigning] = useState(false)
  const job = useLatestJob('package.verify', 'package.countersign')
  const running = job !== null && isRunning(job)
  const fingerprints = trusted
    .split(/[\s,;]+(?=[0-9A-Fa-f]{2})/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const plain = fingerprints.map(plainFingerprint)
  const problem = plain.includes(undefined) ? 'A fingerprint is 64 hex digits, with or without colons.' : null

  const verify = async (target: string) => {
    if (target.trim() === '' || problem !== null) return
    setPath(target)
    setError(null)
    setResult(null)
    try {
      setResult(
        await startJob(
          'package.verify',
          { path: target.trim(), trustedFingerprints: plain.filter((one) => one !== undefined) },
          { title: 'Verifying a package', quiet: true },
        ),
      )
    } catch (reason) {
      setError(reason)
    }
  }
  // Sent here with a package: verify it at once.
  const begun = useRef(false)
  useEffect(() => {
    if (first === '' || begun.current || running) return
    begun.current = true
    void verify(first)
  })
  const choose = async () => {
    const folder = await desktop.chooseFolder('package')
    if (folder !== null) await verify(folder)
  }
  useCommand('package.verify', running ? null : () => void choose())
  const noReviewer = result?.overall === 'verified' && !result.signers.some(({ role }) => role === 'reviewer')

  return (
    <div className="stack evidence-body">
      <DropArea
        label="Verify by dropping"
        onPaths={([one]) => one !== undefined && void verify(one)}
        disabled={running}
      >
        <span className="grow">Drop a package folder or its ZIP here, or</span>
        <Button icon="folder" onPress={() => void choose()} disabled={running}>
          Choose a package…
        </Button>
      </DropArea>
      <form
        className="stack compile-form"
        onSubmit={(event) => {
          event.preventDefault()
          void verify(path)
        }}
      >
        <Field
          label="Package folder or ZIP"
          value={path}
          onChange={setPath}
          placeholder="/evidence/larkfield-robotics_2026q3.zip"
        />
        <Field
          label="Trusted fingerprints"
          value={trusted}
          onChange={setTrusted}
          problem={problem}
          help="SHA-256 fingerprints you were given by another way, one or several. Without any, signers are shown but not judged."
        />
        <div className="row">
          <Button
            tone="primary"
            type="submit"
            icon="shield"
            disabled={running || path.trim() === '' || problem !== null}
          >
            Verify
          </Button>
        </div>
      </form>
      {running && <JobPanel job={job} />}
      {error !== null && !running && <ErrorPanel error={error} />}
      {result && !running && (
        <VerificationResult result={result}>
          {noReviewer && !result.path.endsWith('.zip') && (
            <Button icon="seal" onPress={() => setSigning(true)}>
              Countersign…
            </Button>
          )}
        </VerificationResult>
      )}
      {signing && result && (
        <CountersignDialog
          bag={result.path}
          identities={identities}
          onClose={() => setSigning(false)}
          onDone={(after) => {
            setResult(after)
            setSigning(false)
          }}
        />
      )}
    </div>
  )
}

interface CountersignProps {
  readonly bag: string
  readonly identities: readonly IdentitySummary[]
  readonly onClose: () => void
  readonly onDone: (result: Verification) => void
}

function CountersignDialog({ bag, identities, onClose, onDone }: CountersignProps) {
  const passphrases = usePassphrases()
  const [reviewer, setReviewer] = useState<Signer>(noSigner)
  const [error, setError] = useState<unknown>(null)
  const sign = async () => {
    setError(null)
    try {
      const { fingerprint, passphrase } = reviewer
      const after = await startJob(
        'package.countersign',
        { bag, reviewer: { fingerprint, passphrase } },
        { title: 'Countersigning', quiet: true, done: 'Countersigned' },
      )
      await keepIfAsked(reviewer)
      onDone(after)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog title="Countersign the package" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (signerReady(reviewer, passphrases)) void sign()
        }}
      >
        <p>
          The package verified. Countersigning says that you, another person than the preparer, reviewed it.
        </p>
        <SignerFields
          label="Reviewer"
          identities={identities}
          passphrases={passphrases}
          value={reviewer}
          onChange={setReviewer}
        />
        {error !== null && <ErrorPanel error={error} />}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" icon="seal" disabled={!signerReady(reviewer, passphrases)}>
            Countersign
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
