import './finding-facts.css'
import type { Output } from '../../../shared/contract/contract.ts'
import type { Finding } from '../../../shared/model/finding.ts'
import { frameworks } from '../../../shared/model/framework.ts'
import type { JsonValue } from '../../../shared/model/json.ts'
import type { OutcomeRow } from '../../../shared/model/outcome.ts'
import type { Rule } from '../../../shared/model/rule.ts'
import { frameworkWords, plainWords, unreadWords } from '../../../shared/text/labels.ts'
import { routeTo } from '../../data/route.ts'
import { OutcomeBadge } from '../../ui/badges.tsx'
import { observedValues, rulePaths } from '../../ui/json-lines.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { Banner, Empty } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'

interface Facts {
  readonly rule: Rule | null
  readonly outcome: OutcomeRow | null
}

/** `openPermissions` → `Open permissions`. */
const observedName = (name: string) => plainWords(name.replace(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase())

/** What the rule wants, what the newest scan saw, why it matters, how to mend it. */
export function ObservedAgainstExpected({ finding, rule, outcome }: Facts & { readonly finding: Finding }) {
  return (
    <div className="stack part-body facts-box">
      {finding.unread && (
        <Banner tone="warning" icon="question">
          The newest scan could not read this resource; what is shown is from the last time it was read.
        </Banner>
      )}
      <div className="against">
        <section aria-label="Expected">
          <h3>Expected</h3>
          <p>{rule?.expected ?? 'The rule is no longer in the rule pack.'}</p>
        </section>
        <section aria-label="Observed">
          <h3 className="spread">Observed {outcome && <OutcomeBadge status={outcome.status} />}</h3>
          {outcome === null ? (
            <p className="muted">No outcome in the newest evaluation: the resource is gone.</p>
          ) : (
            <Observed outcome={outcome} />
          )}
          {outcome && (
            <p className="muted">
              Unchanged since <Time at={outcome.fromAsOf} />
            </p>
          )}
        </section>
      </div>
      {rule && (
        <>
          <section aria-label="Why it matters">
            <h3>Why it matters</h3>
            <p>{rule.rationale}</p>
          </section>
          <section aria-label="How to mend it">
            <h3>How to mend it</h3>
            <p>{rule.remediation}</p>
          </section>
          <p className="muted">
            Rule <a href={routeTo('rules', { rule: rule.id })}>{rule.id}</a>
          </p>
        </>
      )}
    </div>
  )
}

function Observed({ outcome }: { readonly outcome: OutcomeRow }) {
  const entries = Object.entries(outcome.observed)
  return (
    <>
      {outcome.reason !== null && (
        <p>
          Not evaluated:{' '}
          {(unreadWords as Readonly<Record<string, string>>)[outcome.reason] ?? plainWords(outcome.reason)}
          {outcome.detail !== '' && `: ${outcome.detail}`}
        </p>
      )}
      {entries.length === 0 && outcome.reason === null && (
        <p className="muted">The rule shows no single values.</p>
      )}
      <dl className="observed">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt className="muted">{observedName(name)}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Value({ value }: { readonly value: JsonValue }) {
  if (value === null) return <em>nothing</em>
  if (typeof value !== 'object') return <code className="break">{String(value)}</code>
  if (Array.isArray(value) && value.length === 0) return <em>none</em>
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null))
    return <code className="break">{value.join(', ')}</code>
  return (
    <pre className="observed-json" tabIndex={0}>
      {JSON.stringify(value, null, 1)}
    </pre>
  )
}

/** The document as stored, with what the rule looked at marked. */
export function DocumentView({
  document,
  rule,
  outcome,
}: Facts & { readonly document: Output<'finding.get'>['document'] }) {
  if (document === null)
    return (
      <Empty icon="file" title="No document">
        The rule judges a whole account, or the resource is gone.
      </Empty>
    )
  return (
    <div className="stack part-body document-body">
      <p className="muted">
        As the provider gave it, secrets replaced. Marked lines are those the rule looks at; ▶ marks what was
        observed.
        {outcome?.documentSha256 && (
          <>
            {' '}
            SHA-256 <span className="mono">{outcome.documentSha256.slice(0, 16)}…</span>
          </>
        )}
      </p>
      <JsonView
        value={document}
        label="Document"
        paths={rule ? rulePaths(rule) : []}
        values={outcome ? observedValues(outcome.observed) : []}
      />
    </div>
  )
}

/** The requirements a rule speaks to, framework by framework, and the article's own mapping beside ours. */
export function ControlsTable({
  requirements,
  rule,
}: {
  readonly requirements: Output<'finding.get'>['requirements']
  readonly rule: Rule | null
}) {
  const shown = frameworks.filter((framework) => requirements.some((one) => one.framework === framework))
  return (
    <div className="stack part-body">
      {shown.map((framework) => (
        <section key={framework} aria-label={frameworkWords[framework]}>
          <h3>{frameworkWords[framework]}</h3>
          <ul className="controls">
            {requirements
              .filter((one) => one.framework === framework)
              .map((one) => (
                <li key={one.id}>
                  <strong>{one.id}</strong> <span>{one.title}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      {rule?.article && (
        <section aria-label="Mapping of the source article">
          <h3>Mapping of the source article</h3>
          <p>
            SOC 2 {rule.article.soc2} · NIST 800-53 {rule.article['nist-800-53-r5']} · ISO 27001{' '}
            {rule.article['iso27001-2022']}
          </p>
          {rule.article.doubt && <p className="muted">Our doubt: {rule.article.doubt}</p>}
        </section>
      )}
      {rule && rule.benchmarks.length > 0 && (
        <section aria-label="Benchmarks">
          <h3>Benchmarks</h3>
          <ul className="controls">
            {rule.benchmarks.map((one) => (
              <li key={`${one.id} ${one.recommendation}`}>
                <strong>{one.recommendation}</strong>{' '}
                <span>
                  {one.id} {one.version}, level {one.level}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
