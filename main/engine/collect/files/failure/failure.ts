import type { CallFailure } from '../../../../../shared/model/source.ts'

export type Failure = Omit<CallFailure, 'kind'>

/** One line of at most 2,000 characters. */
export function tidy(message: string): string {
  return message.replace(/\s+/g, ' ').trim().slice(0, 2000)
}
