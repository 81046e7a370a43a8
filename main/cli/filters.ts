import { CountersignError } from '../../shared/model/errors.ts'
import { providers, type Provider } from '../../shared/model/provider.ts'
import { severities, type Severity } from '../../shared/model/rule.ts'

/** A resource filter as options give it. */
export interface ContractFilterInput {
  readonly provider?: Provider
  readonly account?: string
  readonly type?: string
  readonly text?: string
}

/** Comma-separated words of a closed list. */
export function wordsOf<Word extends string>(text: string, known: readonly Word[], field: string): Word[] {
  return text.split(',').map((word) => {
    const found = known.find((candidate) => candidate === word.trim())
    if (!found)
      throw new CountersignError('invalid_input', {
        field,
        detail: `${word} is not one of ${known.join(', ')}`,
      })
    return found
  })
}

export const providersOf = (text: string): Provider[] => wordsOf(text, providers, '--provider')
export const severitiesOf = (text: string): Severity[] => wordsOf(text, severities, '--severity')
