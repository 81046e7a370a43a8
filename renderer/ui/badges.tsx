import './badges.css'
import type { Finding, FindingStatus } from '../../shared/model/finding.ts'
import type { OutcomeStatus } from '../../shared/model/outcome.ts'
import type { Provider } from '../../shared/model/provider.ts'
import type { Severity } from '../../shared/model/rule.ts'
import { findingStatusWords, outcomeWords, providerWords, severityWords } from '../../shared/text/labels.ts'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'good' | 'info' | 'plain'

/** A status in a word with its sign; the colour only helps. */
export function Badge({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone
  readonly icon?: IconName
  readonly children: React.ReactNode
}) {
  return (
    <span className={`badge ${tone}`}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  )
}

/** Bars that grow with severity: told apart without colour. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return (
    <span className={`severity ${severity}`}>
      <span className="bars" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      {severityWords[severity]}
    </span>
  )
}

const statusLook: Readonly<Record<FindingStatus, { tone: Tone; icon: IconName }>> = {
  open: { tone: 'plain', icon: 'circle' },
  remediated: { tone: 'info', icon: 'half' },
  closed: { tone: 'good', icon: 'check' },
}

export function FindingStatusBadge({
  finding,
}: {
  readonly finding: Pick<Finding, 'status' | 'exceptionUntil' | 'unread'>
}) {
  if (finding.exceptionUntil !== null && finding.status !== 'closed')
    return (
      <Badge tone="info" icon="shield">
        Risk accepted
      </Badge>
    )
  const look = statusLook[finding.status]
  return (
    <span className="row">
      <Badge tone={look.tone} icon={look.icon}>
        {findingStatusWords[finding.status]}
      </Badge>
      {finding.unread && (
        <Badge tone="medium" icon="question">
          Not read
        </Badge>
      )}
    </span>
  )
}

const outcomeLook: Readonly<Record<OutcomeStatus, { tone: Tone; icon: IconName }>> = {
  pass: { tone: 'good', icon: 'check' },
  fail: { tone: 'critical', icon: 'cross' },
  'needs-review': { tone: 'medium', icon: 'eye' },
  'not-applicable': { tone: 'plain', icon: 'dash' },
  'not-evaluated': { tone: 'medium', icon: 'question' },
}

export function OutcomeBadge({ status }: { readonly status: OutcomeStatus }) {
  const look = outcomeLook[status]
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {outcomeWords[status]}
    </Badge>
  )
}

export function VerdictBadge({ verdict }: { readonly verdict: 'complete' | 'partial' }) {
  return verdict === 'complete' ? (
    <Badge tone="good" icon="check">
      Complete
    </Badge>
  ) : (
    <Badge tone="medium" icon="half">
      Partial
    </Badge>
  )
}

/** `short` where room is scarce: GCP. */
export function ProviderName({
  provider,
  short = false,
}: {
  readonly provider: Provider
  readonly short?: boolean
}) {
  return (
    <span title={providerWords[provider]}>
      {short && provider === 'gcp' ? 'GCP' : providerWords[provider]}
    </span>
  )
}
