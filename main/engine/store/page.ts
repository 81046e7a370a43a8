import { CountersignError } from '../../../shared/model/errors.ts'
import type { PageRequest } from './types.ts'

/** A page holds at most this many rows; sets are read by iterating, never by pages. */
const pageLimit = 500

export function checkPage({ offset, limit }: PageRequest): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > pageLimit)
    throw new CountersignError('invalid_input', { field: 'limit', detail: `1 to ${pageLimit}` })
  if (!Number.isInteger(offset) || offset < 0)
    throw new CountersignError('invalid_input', { field: 'offset', detail: '0 or more' })
}
