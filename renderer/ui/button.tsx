import './button.css'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress?: () => void
  readonly icon?: IconName
  /** `primary` once on a screen; `quiet` has no border. */
  readonly tone?: 'primary' | 'normal' | 'quiet' | 'danger'
  readonly type?: 'button' | 'submit'
  readonly disabled?: boolean
  /** Key that does the same, shown behind the words. */
  readonly hint?: string
  readonly pressed?: boolean
  readonly autoFocus?: boolean
}

export function Button({
  children,
  onPress,
  icon,
  tone = 'normal',
  type = 'button',
  disabled = false,
  hint,
  pressed,
  autoFocus = false,
}: ButtonProps) {
  return (
    <AriaButton
      className={`button ${tone}`}
      type={type}
      isDisabled={disabled}
      autoFocus={autoFocus}
      {...(onPress ? { onPress } : {})}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {hint && <kbd aria-hidden="true">{hint}</kbd>}
    </AriaButton>
  )
}

/** A button that is an icon; its words are its name and its tooltip. */
export function IconButton({
  label,
  icon,
  onPress,
  disabled = false,
}: {
  readonly label: string
  readonly icon: IconName
  readonly onPress: () => void
  readonly disabled?: boolean
}) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton className="icon-button" aria-label={label} onPress={onPress} isDisabled={disabled}>
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tooltip" offset={4}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  )
}
