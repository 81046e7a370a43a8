import './segments.css'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'

export interface SegmentsProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly onChange: (value: V) => void
  readonly choices: readonly { readonly value: V; readonly label: string }[]
}

/** One of a few filters, all in sight; the chosen one is bold as well as coloured. */
export function Segments<V extends string>({ label, value, onChange, choices }: SegmentsProps<V>) {
  return (
    <RadioGroup
      className="segments"
      aria-label={label}
      value={value}
      onChange={(next) => onChange(next as V)}
      orientation="horizontal"
    >
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className="segment">
          {choice.label}
        </Radio>
      ))}
    </RadioGroup>
  )
}
