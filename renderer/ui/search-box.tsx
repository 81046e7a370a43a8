import { useEffect, useRef, useState } from 'react'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import { Icon } from './icon.tsx'

export interface SearchBoxProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Gives a function that puts the cursor here. */
  readonly focusRef?: React.RefObject<(() => void) | null>
}

/** Text that filters a list; passed on 150 ms after the last key. */
export function SearchBox({ label, value, onChange, focusRef }: SearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const sent = useRef(value)
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setTyped(value)
  }, [value])
  useEffect(() => {
    if (typed === sent.current) return undefined
    const timer = setTimeout(() => {
      sent.current = typed
      onChange(typed)
    }, 150)
    return () => clearTimeout(timer)
  }, [typed, onChange])
  useEffect(() => {
    if (!focusRef) return undefined
    focusRef.current = () => input.current?.focus()
    return () => {
      focusRef.current = null
    }
  }, [focusRef])
  return (
    <SearchField className="search" aria-label={label} value={typed} onChange={setTyped}>
      <Icon name="search" />
      <Input ref={input} placeholder={label} spellCheck={false} />
    </SearchField>
  )
}
