import './property-change.css'
import type { DriftEvent } from '../../shared/model/drift.ts'
import type { JsonValue } from '../../shared/model/json.ts'
import { Icon } from './icon.tsx'
import { JsonView } from './json-view.tsx'
import { pathParts, valueText } from './path-parts.ts'

type Change = Pick<DriftEvent, 'kind' | 'path' | 'before' | 'after'>

/** A property's place as a person reads it; the exact path is its tooltip. */
export function PropertyPath({ path }: { readonly path: string }) {
  if (path === '') return <span>The whole resource</span>
  return (
    <span className="path" title={path}>
      {pathParts(path).map((part, index) => (
        <span key={index}>
          {index > 0 && <span className="step"> › </span>}
          <span
            className={part.kind === 'item' ? 'item' : index === 0 && part.text === 'config' ? 'root' : ''}
          >
            {part.text}
          </span>
        </span>
      ))}
    </span>
  )
}

function Short({ value, absent }: { readonly value: JsonValue; readonly absent: string | null }) {
  return absent === null ? (
    <span className="value">{valueText(value)}</span>
  ) : (
    <span className="value nothing">{absent}</span>
  )
}

/** Before and after in one line. */
export function ShortChange({ change }: { readonly change: Change }) {
  if (change.path === '')
    return <span>{change.kind === 'added' ? 'New resource, not in the baseline' : 'Resource is gone'}</span>
  return (
    <span className="change">
      <Short value={change.before} absent={change.kind === 'added' ? 'not set' : null} />
      <span className="arrow">
        <Icon name="right" size={12} />
        <span className="visually-hidden"> became </span>
      </span>
      <Short value={change.after} absent={change.kind === 'removed' ? 'removed' : null} />
    </span>
  )
}

function Side({
  title,
  value,
  absent,
}: {
  readonly title: string
  readonly value: JsonValue
  readonly absent: string | null
}) {
  return (
    <div className="change-side">
      <h3>{title}</h3>
      {absent !== null ? (
        <p className="plain-value muted">{absent}</p>
      ) : typeof value === 'object' && value !== null ? (
        <JsonView value={value} label={title} />
      ) : (
        <p className="plain-value mono">{valueText(value, Infinity)}</p>
      )}
    </div>
  )
}

/** Before and after in full, side by side where there is room. */
export function FullChange({ change }: { readonly change: Change }) {
  if (change.path === '')
    return (
      <p>
        {change.kind === 'added'
          ? 'The baseline does not hold this resource: it came after the approval.'
          : 'The baseline holds this resource; the newest scan that covers its account did not find it.'}
      </p>
    )
  return (
    <div className={change.kind === 'changed' ? 'change-full' : 'change-full one'}>
      <Side title="Baseline" value={change.before} absent={change.kind === 'added' ? 'Not set' : null} />
      <Side title="Found" value={change.after} absent={change.kind === 'removed' ? 'Removed' : null} />
    </div>
  )
}
