import type { ReactNode } from 'react'
import { readableFingerprint } from '../../../shared/model/signing.ts'
import type { Verification, VerificationCheck } from '../../../shared/model/verification.ts'
import { absoluteTime, bytesText, dayOf, plural } from '../../../shared/text/format.ts'
import { checkTexts } from '../../../shared/text/verification.ts'
import { Badge, type Tone } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'

const looks: Readonly<Record<VerificationCheck['status'], { tone: Tone; icon: IconName; word: string }>> = {
  ok: { tone: 'good', icon: 'check', word: 'Good' },
  warning: { tone: 'medium', icon: 'alert', word: 'Note' },
  failed: { tone: 'critical', icon: 'cross', word: 'Failed' },
  not_checked: { tone: 'plain', icon: 'dash', word: 'Not checked' },
}
const order: readonly VerificationCheck['status'][] = ['failed', 'warning', 'ok', 'not_checked']

/** What a verification found: the verdict first, then the signers, then every check in words. */
export function VerificationResult({
  result,
  children,
}: {
  readonly result: Verification
  readonly children?: ReactNode
}) {
  const good = result.overall === 'verified'
  const checks = result.checks.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return (
    <section
      className="stack"
      aria-label="Result of the verification"
      data-testid="verification"
      data-overall={result.overall}
    >
      <div className={`verdict ${good ? 'good' : 'bad'}`} role="status">
        <Icon name={good ? 'shield' : 'alert'} size={24} />
        <div className="grow">
          <h2>{good ? 'The package is verified' : 'The package does not verify'}</h2>
          <p>
            {plural(result.files, 'file')}, {bytesText(result.bytes)} read at {absoluteTime(result.checkedAt)}
            {result.ledger && `; ledger of ${plural(result.ledger.seq, 'entry', 'entries')}`}
          </p>
        </div>
        {children}
      </div>
      {result.packageId !== null && (
        <dl className="facts">
          <dt>Package id</dt>
          <dd className="row">
            <span className="mono break">{result.packageId}</span>
            <IconButton
              label="Copy the package id"
              icon="copy"
              onPress={() => copyText(result.packageId ?? '', 'Package id')}
            />
          </dd>
        </dl>
      )}
      {result.signers.map((signer) => (
        <div key={signer.role} className="panel signer-card">
          <div className="spread">
            <h3>
              {signer.role === 'preparer' ? 'Prepared' : 'Reviewed'} by {signer.name}
            </h3>
            {signer.trusted === null ? (
              <Badge tone="plain" icon="question">
                Trust not judged
              </Badge>
            ) : signer.trusted ? (
              <Badge tone="good" icon="check">
                Trusted
              </Badge>
            ) : (
              <Badge tone="critical" icon="cross">
                Not trusted
              </Badge>
            )}
          </div>
          <dl className="facts">
            {(signer.organisation !== '' || signer.email !== '') && (
              <>
                <dt>Of</dt>
                <dd>{[signer.organisation, signer.email].filter((one) => one !== '').join(', ')}</dd>
              </>
            )}
            <dt>Claimed signing time</dt>
            <dd>
              {absoluteTime(signer.claimedAt)}{' '}
              <span className="muted">
                {signer.stampedAt === null
                  ? "by the signer's own clock"
                  : `time stamp ${absoluteTime(signer.stampedAt)}`}
              </span>
            </dd>
            <dt>Certificate</dt>
            <dd>
              {dayOf(signer.notBefore)} to {dayOf(signer.notAfter)}, {signer.algorithm} {signer.keyBits} bit
              {signer.selfSigned && ', self-signed'}
            </dd>
            <dt>Fingerprint</dt>
            <dd className="mono break fingerprint">{readableFingerprint(signer.fingerprint)}</dd>
          </dl>
        </div>
      ))}
      <ul className="checks" aria-label="Checks">
        {checks.map((check, index) => (
          <li key={index}>
            <Badge tone={looks[check.status].tone} icon={looks[check.status].icon}>
              {looks[check.status].word}
            </Badge>
            <span>
              {checkTexts[check.id]}
              {check.file !== null && <span className="muted mono break"> {check.file}</span>}
            </span>
          </li>
        ))}
      </ul>
      {result.omitted > 0 && (
        <p className="muted">{plural(result.omitted, 'further finding')} of the same kinds left out.</p>
      )}
    </section>
  )
}
