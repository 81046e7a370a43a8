import { useState } from 'react'
import type { IdentitySummary } from '../../../shared/model/signing.ts'
import { readableFingerprint } from '../../../shared/model/signing.ts'
import { dayOf } from '../../../shared/text/format.ts'
import { desktop } from '../../data/desktop.ts'
import { useNow } from '../../data/clock.ts'
import { go } from '../../data/route.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { ImportIdentityDialog, MakeIdentityDialog } from './identity-dialogs.tsx'

interface Query {
  readonly data: IdentitySummary[] | undefined
  readonly error: unknown
  readonly isError: boolean
  refetch(): unknown
}

/** Who can sign on this machine. Keys stay in encrypted files; only their certificates are shown. */
export function Identities({ query, make }: { readonly query: Query; readonly make: boolean }) {
  const [p12, setP12] = useState<string | null>(null)
  const choose = async () => {
    const [path] = await desktop.chooseFiles('certificate')
    if (path !== undefined) setP12(path)
  }
  const start = () => go('evidence', { tab: 'identities', do: 'make' })
  const stop = () => go('evidence', { tab: 'identities' }, true)
  return (
    <div className="stack evidence-body">
      <div className="row">
        <Button tone="primary" icon="key" onPress={start}>
          Make an identity…
        </Button>
        <Button icon="file" onPress={() => void choose()}>
          Import a PKCS #12 file…
        </Button>
      </div>
      <Answer query={query}>
        {(identities) =>
          identities.length === 0 ? (
            <Empty icon="key" title="No signing identity yet">
              A made identity is self-signed: give its fingerprint to whoever verifies, by another way than
              the package.
            </Empty>
          ) : (
            <ul className="stack" aria-label="Signing identities">
              {identities.map((identity) => (
                <Identity key={identity.fingerprint} identity={identity} />
              ))}
            </ul>
          )
        }
      </Answer>
      {make && <MakeIdentityDialog onClose={stop} />}
      {p12 !== null && <ImportIdentityDialog path={p12} onClose={() => setP12(null)} />}
    </div>
  )
}

function Identity({ identity }: { readonly identity: IdentitySummary }) {
  const now = useNow()
  const over = Date.parse(identity.notAfter) < now
  return (
    <li className="panel signer-card">
      <div className="spread">
        <h2>{identity.name}</h2>
        {over ? (
          <Badge tone="critical" icon="cross">
            Expired
          </Badge>
        ) : (
          <Badge tone="good" icon="check">
            Valid to {dayOf(identity.notAfter)}
          </Badge>
        )}
      </div>
      <dl className="facts">
        {(identity.organisation !== '' || identity.email !== '') && (
          <>
            <dt>Of</dt>
            <dd>{[identity.organisation, identity.email].filter((one) => one !== '').join(', ')}</dd>
          </>
        )}
        <dt>Key</dt>
        <dd>
          {identity.algorithm}, {identity.keyBits} bit,{' '}
          {identity.origin === 'made' ? 'made on this machine' : 'imported'}
          {identity.selfSigned && ', self-signed'}
        </dd>
        <dt>Fingerprint</dt>
        <dd className="row">
          <span className="mono break fingerprint">{readableFingerprint(identity.fingerprint)}</span>
          <IconButton
            label={`Copy the fingerprint of ${identity.name}`}
            icon="copy"
            onPress={() => copyText(readableFingerprint(identity.fingerprint), 'Fingerprint')}
          />
        </dd>
      </dl>
    </li>
  )
}
