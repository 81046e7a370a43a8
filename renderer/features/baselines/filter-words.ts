import type { Input } from '../../../shared/contract/contract.ts'
import { isJsonObject, type JsonValue } from '../../../shared/model/json.ts'
import { providers } from '../../../shared/model/provider.ts'
import { providerWords } from '../../../shared/text/labels.ts'

export type ResourceFilter = NonNullable<Input<'baseline.approve'>['filter']>

/** A filter from what a form holds: empty fields filter nothing. */
export function toFilter(form: {
  readonly provider: string
  readonly account: string
  readonly type: string
  readonly text: string
}): ResourceFilter {
  const provider = providers.find((value) => value === form.provider)
  const [account, type, text] = [form.account.trim(), form.type.trim(), form.text.trim()]
  return {
    ...(provider ? { provider } : {}),
    ...(account ? { account } : {}),
    ...(type ? { type } : {}),
    ...(text ? { text } : {}),
  }
}

/** `{"provider":"aws","type":"AWS::S3::Bucket"}` as a baseline stores it → `AWS, type AWS::S3::Bucket`; `All resources` for `{}`. */
export function filterWords(stored: string): string {
  let filter: JsonValue
  try {
    filter = JSON.parse(stored) as JsonValue
  } catch {
    return stored
  }
  if (!isJsonObject(filter) || Object.keys(filter).length === 0) return 'All resources'
  const provider = providers.find((value) => value === filter['provider'])
  const parts = provider ? [providerWords[provider]] : []
  const { account, type, text } = filter
  if (typeof account === 'string') parts.push(`account ${account}`)
  if (typeof type === 'string') parts.push(`type ${type}`)
  if (typeof text === 'string') parts.push(`“${text}” in name or id`)
  return parts.join(', ')
}
