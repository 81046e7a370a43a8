import './json-view.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { JsonValue } from '../../shared/model/json.ts'
import { Button } from './button.tsx'
import { markedLines, type JsonLine } from './json-lines.ts'

export interface JsonViewProps {
  readonly value: JsonValue
  readonly label: string
  /** Paths such as `config.ipPermissions` whose lines are marked. */
  readonly paths?: readonly string[]
  /** Values found under those paths are marked more strongly. */
  readonly values?: readonly JsonValue[]
}

const most = 2_000

/** JSON as lines with numbers; the marked ones carry a sign beside their colour, and the first of them is shown. */
export function JsonView({ value, label, paths = [], values = [] }: JsonViewProps) {
  const [all, setAll] = useState(false)
  const lines = useMemo(() => markedLines(value, paths, values), [value, paths, values])
  const shown = all ? lines : lines.slice(0, most)
  const box = useRef<HTMLDivElement>(null)
  const first = lines.findIndex((line) => line.mark === 'strong')
  const target = first >= 0 ? first : lines.findIndex((line) => line.mark === 'path')
  useEffect(() => {
    const holder = box.current
    const line = holder?.querySelector<HTMLElement>(`[data-line="${target}"]`)
    if (holder && line) holder.scrollTop = line.offsetTop - holder.clientHeight / 3
  }, [target, value])
  return (
    <div className="json" ref={box} tabIndex={0} role="region" aria-label={label}>
      <pre>
        {shown.map((line, index) => (
          <Line key={index} line={line} number={index} />
        ))}
      </pre>
      {!all && lines.length > most && (
        <Button tone="quiet" onPress={() => setAll(true)}>
          Show all {lines.length} lines
        </Button>
      )}
    </div>
  )
}

const sign = { strong: '▶', path: '│', none: '' } as const

function Line({ line, number }: { readonly line: JsonLine; readonly number: number }) {
  return (
    <span className={`line ${line.mark}`} data-line={number}>
      <span className="gutter" aria-hidden="true">
        {sign[line.mark]}
      </span>
      {' '.repeat(line.depth * 2)}
      {line.key !== null && <span className="key">{line.key}: </span>}
      <span className={line.kind}>{line.text}</span>
      {'\n'}
    </span>
  )
}
