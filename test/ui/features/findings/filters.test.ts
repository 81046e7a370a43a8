import { describe, expect, it } from 'vitest'
import {
  facetOf,
  filterOf,
  isFiltered,
  sortOf,
  sortText,
  withFacet,
  withoutFilters,
} from '../../../../renderer/features/findings/filters.ts'

const address = (text: string) => new URLSearchParams(text)

describe('the filter of an address', () => {
  it('takes lists, switches and text', () => {
    expect(filterOf(address('status=open,remediated&severity=high&overdue=1&text=bucket'))).toEqual({
      status: ['open', 'remediated'],
      severity: ['high'],
      overdue: true,
      text: 'bucket',
    })
  })

  it('takes names with commas in them, and no owner', () => {
    const params = withFacet(address(''), 'owner', ['Strand, Helena', ''])
    expect(facetOf(params, 'owner')).toEqual(['Strand, Helena', ''])
    expect(filterOf(params)).toEqual({ owner: ['Strand, Helena', ''] })
    expect(isFiltered(params)).toBe(true)
  })

  it('leaves out what no list knows', () => {
    expect(filterOf(address('status=shut&severity=urgent&provider=oracle&overdue=yes'))).toEqual({})
    expect(isFiltered(address('open=9&sort=-severity'))).toBe(false)
  })

  it('is taken away whole, order and detail stay', () => {
    const cleared = withoutFilters(address('status=open&owner=A&owner=B&text=x&overdue=1&sort=dueAt&open=3'))
    expect(cleared.toString()).toBe('sort=dueAt&open=3')
  })
})

describe('the order of an address', () => {
  it('goes there and back', () => {
    const sort = sortOf(address('sort=-severity,dueAt'))
    expect(sort).toEqual([
      { column: 'severity', descending: true },
      { column: 'dueAt', descending: false },
    ])
    expect(sortText(sort)).toBe('-severity,dueAt')
  })

  it('ignores columns there are none of', () => {
    expect(sortOf(address('sort=password,-rows'))).toEqual([])
    expect(sortOf(address(''))).toEqual([])
  })
})
