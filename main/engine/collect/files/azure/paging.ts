import type { JsonValue } from '../../../../../shared/model/json.ts'

/** What the pages of a Resource Graph result, one after the other in a file, say of its completeness. */
export interface GraphPaging {
  rows: number
  total: number | null
  more: boolean
  truncated: boolean
  /** At least one page with its envelope: a bare list does not say whether it is whole. */
  enveloped: boolean
}

export function newGraphPaging(): GraphPaging {
  return { rows: 0, total: null, more: false, truncated: false, enveloped: false }
}

/** @param members of one page, by name */
export function addGraphPage(paging: GraphPaging, members: ReadonlyMap<string, JsonValue>): void {
  const first = (...names: string[]): JsonValue | undefined =>
    names.map((name) => members.get(name)).find((value) => value !== undefined && value !== null)
  const token = first('$skipToken', 'skipToken', 'skip_token')
  const truncated = first('resultTruncated', 'result_truncated')
  const total = first('totalRecords', 'total_records')
  paging.more = typeof token === 'string' && token !== ''
  if (truncated === true || (typeof truncated === 'string' && truncated.toLowerCase() === 'true'))
    paging.truncated = true
  if (typeof total === 'number') paging.total = Math.max(paging.total ?? 0, total)
  paging.enveloped ||= total !== undefined || truncated !== undefined
}

/** Every row of the query is in the file: the last page has no token and no row is missing from the total. */
export function isWholeGraph(paging: GraphPaging): boolean {
  if (!paging.enveloped || paging.more || paging.truncated) return false
  return paging.total === null || paging.rows >= paging.total
}
