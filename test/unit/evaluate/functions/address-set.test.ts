import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  both,
  countOf,
  either,
  everyAddress,
  internet,
  isEmpty,
  mostOfInternet,
  without,
  type Addresses,
} from '../../../../main/engine/evaluate/functions/address-set.ts'

const octet = fc.integer({ min: 0, max: 255 })
/** Ranges from a small part of the space, so that they often meet. */
const range4 = fc
  .tuple(octet, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 32 }))
  .map(([a, b, length]) => `${a & 15}.${b}.0.0/${length}`)
const range6 = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 64 }))
  .map(([a, length]) => `2${a.toString(16)}00::/${length}`)
const ranges = fc.array(fc.oneof(range4, range6), { maxLength: 8 })
const size = (set: Addresses): bigint => countOf(set.v4) + countOf(set.v6)

describe('address sets', () => {
  it('reads ranges and single addresses of both families', () => {
    expect(countOf(addressesOf(['10.0.0.0/8']).v4)).toBe(2n ** 24n)
    expect(addressesOf(['10.1.2.3/8'])).toEqual(addressesOf(['10.0.0.0/8']))
    expect(size(addressesOf(['10.0.0.1', '2001:db8::1']))).toBe(2n)
    expect(addressesOf(['0.0.0.0/0', '::/0'])).toEqual(everyAddress)
    expect(isEmpty(addressesOf([]))).toBe(true)
  })
  it.each(['office', '10.0.0.0/33', '10.0.0.0/x', '10.1/8', '::/129', '10.0.0.0/8/8', ''])(
    'refuses %s',
    (text) => {
      expect(() => addressesOf([text])).toThrow(TypeError)
    },
  )
  it('joins neighbours', () => {
    expect(addressesOf(['0.0.0.0/1', '128.0.0.0/1']).v4).toHaveLength(1)
  })
  it('holds the laws of sets', () => {
    fc.assert(
      fc.property(ranges, ranges, (x, y) => {
        const [a, b] = [addressesOf(x), addressesOf(y)]
        expect(either(a, b)).toEqual(addressesOf([...x, ...y]))
        expect(size(a) + size(b)).toBe(size(either(a, b)) + size(both(a, b)))
        expect(isEmpty(both(without(a, b), b))).toBe(true)
        expect(either(without(a, b), both(a, b))).toEqual(a)
        expect(without(a, a)).toEqual({ v4: [], v6: [] })
        expect(both(a, everyAddress)).toEqual(a)
      }),
    )
  })
})

describe('the internet', () => {
  it('leaves out what no packet of the internet comes from', () => {
    for (const inside of ['10.0.0.0/8', '192.168.0.0/16', '127.0.0.1', '224.0.0.1', '100.64.0.1'])
      expect(isEmpty(both(internet, addressesOf([inside])))).toBe(true)
    expect(isEmpty(both(internet, addressesOf(['34.76.12.9'])))).toBe(false)
  })
  it('counts a half as most of it, by family', () => {
    expect(mostOfInternet(addressesOf(['0.0.0.0/0']))).toEqual({ v4: true, v6: false })
    expect(mostOfInternet(addressesOf(['::/0']))).toEqual({ v4: false, v6: true })
    expect(mostOfInternet(addressesOf(['0.0.0.0/2']))).toEqual({ v4: false, v6: false })
    expect(mostOfInternet(addressesOf(['0.0.0.0/2', '64.0.0.0/2']))).toEqual({ v4: true, v6: false })
    expect(mostOfInternet(addressesOf(['2000::/4']))).toEqual({ v4: false, v6: true })
    expect(mostOfInternet(addressesOf(['10.0.0.0/8', '192.168.0.0/16']))).toEqual({ v4: false, v6: false })
  })
})
