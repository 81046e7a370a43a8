import { describe, expect, it } from 'vitest'
import { filterOf, isFiltered, requestOf } from '../../../../renderer/features/drift/filter.ts'

const read = (search: string) => filterOf(new URLSearchParams(search))

describe('drift filter', () => {
  it('shows open drift when the address says nothing, or nonsense', () => {
    expect(requestOf(read(''))).toEqual({ open: true })
    expect(requestOf(read('standing=gone&authorised=maybe'))).toEqual({ open: true })
    expect(isFiltered(read(''))).toBe(false)
  })

  it('asks the engine for what the address says', () => {
    expect(requestOf(read('standing=all&authorised=undecided&text=sg-'))).toEqual({
      authorised: 'undecided',
      text: 'sg-',
    })
    expect(requestOf(read('standing=closed&authorised=no'))).toEqual({ open: false, authorised: 'no' })
    expect(isFiltered(read('standing=all'))).toBe(true)
  })
})
