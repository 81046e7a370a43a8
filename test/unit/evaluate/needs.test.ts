import { expect, test } from 'vitest'
import { isMet, parseNeed, type Need } from '../../../main/engine/evaluate/needs.ts'

const met = (need: string, config: unknown): boolean => isMet(parseNeed(need) as Need, { config })

test('paths walk keys, quoted keys and every element', () => {
  expect(met('config.a.b', { a: { b: 0 } })).toBe(true)
  expect(met('config.a.b', { a: { b: false } })).toBe(true)
  expect(met('config.a.b', { a: [] })).toBe(false)
  expect(met('config["a.b"].c', { 'a.b': { c: '' } })).toBe(true)
  expect(met('config["q\\"q"]', { 'q"q': 1 })).toBe(true)
  expect(met('config.a[].b', { a: [] })).toBe(true)
  expect(met('config.a[].b', { a: [{ b: 1 }, {}] })).toBe(false)
  expect(met('config.a[].b', { a: {} })).toBe(false)
  expect(met('config.a[][]', { a: [[1], [2]] })).toBe(true)
  expect(met('config', {})).toBe(true)
  expect(met('config.toString', {})).toBe(false)
})

test('null is absent unless the need takes it', () => {
  expect(met('config.a', { a: null })).toBe(false)
  expect(met('config.a?', { a: null })).toBe(true)
  expect(met('config.a?', {})).toBe(false)
  expect(met('config.a[].b?', { a: [{ b: null }] })).toBe(true)
})

test.each([
  '',
  '.a',
  'config.',
  'config..a',
  'config[0]',
  'config[a]',
  'config.a b',
  '[].a',
  'config.a[',
  '1.a',
  'config.["a"]',
])('%s is not a path', (text) => {
  expect(parseNeed(text)).toBeNull()
})
