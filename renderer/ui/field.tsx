import './field.css'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import { Icon } from './icon.tsx'

interface Common {
  readonly label: string
  readonly help?: ReactNode
  readonly required?: boolean
  readonly disabled?: boolean
  /** What is wrong with it; shown under the field and read with it. */
  readonly problem?: string | null
}

export interface FieldProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password' | 'date' | 'number' | 'email'
  readonly lines?: number
  readonly placeholder?: string
  readonly autoFocus?: boolean
  /** Id of a datalist with suggestions. */
  readonly list?: string
  readonly min?: string
}

/** A line or several lines of text, a date, a number. */
export function Field({
  label,
  value,
  onChange,
  help,
  type = 'text',
  lines = 1,
  placeholder = '',
  required = false,
  disabled = false,
  problem,
  autoFocus = false,
  list,
  min,
}: FieldProps) {
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isRequired={required}
      isDisabled={disabled}
      isInvalid={Boolean(problem)}
      validationBehavior="aria"
      autoFocus={autoFocus}
      {...(lines > 1 ? {} : { type: type === 'date' || type === 'number' ? 'text' : type })}
    >
      <Label>{label}</Label>
      {lines > 1 ? (
        <TextArea rows={lines} placeholder={placeholder} />
      ) : (
        <Input
          type={type}
          placeholder={placeholder}
          {...(list ? { list } : {})}
          {...(min ? { min } : {})}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {help && !problem && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  )
}

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  readonly hint?: string
}

export interface SelectProps<V extends string> extends Common {
  readonly value: V | null
  readonly onChange: (value: V) => void
  readonly choices: readonly Choice<V>[]
  readonly placeholder?: string
}

/** One of a list. */
export function Select<V extends string>({
  label,
  value,
  onChange,
  choices,
  help,
  required = false,
  disabled = false,
  problem,
  placeholder,
}: SelectProps<V>) {
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => onChange(key as V)}
      isRequired={required}
      isDisabled={disabled}
      isInvalid={Boolean(problem)}
      validationBehavior="aria"
      placeholder={placeholder ?? 'Choose…'}
    >
      <Label>{label}</Label>
      <AriaButton className="select-button">
        <SelectValue className="clip" />
        <Icon name="down" size={12} />
      </AriaButton>
      {help && !problem && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-problem">{problem}</FieldError>
      <Popover className="popover">
        <ListBox className="listbox">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className="option">
              <span>{choice.label}</span>
              {choice.hint && <span className="muted">{choice.hint}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** A few choices side by side. */
export function RadioGroup<V extends string>({
  label,
  value,
  onChange,
  choices,
  disabled = false,
}: Omit<SelectProps<V>, 'placeholder'>) {
  return (
    <AriaRadioGroup
      className="field"
      value={value}
      onChange={(next) => onChange(next as V)}
      isDisabled={disabled}
      orientation="horizontal"
    >
      <Label>{label}</Label>
      <div className="radios">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="radio">
            <span className="dot" aria-hidden="true" />
            {choice.label}
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  )
}

export interface CheckboxProps {
  readonly children?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly partly?: boolean
  readonly disabled?: boolean
  readonly label?: string
}

export function Checkbox({
  children,
  checked,
  onChange,
  partly = false,
  disabled = false,
  label,
}: CheckboxProps) {
  return (
    <AriaCheckbox
      className="checkbox"
      isSelected={checked}
      isIndeterminate={partly}
      onChange={onChange}
      isDisabled={disabled}
      {...(label ? { 'aria-label': label } : {})}
    >
      <span className="box" aria-hidden="true">
        {partly ? <Icon name="dash" size={12} /> : <Icon name="check" size={12} />}
      </span>
      {children}
    </AriaCheckbox>
  )
}
