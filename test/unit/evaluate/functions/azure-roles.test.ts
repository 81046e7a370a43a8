import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  azureRoleAllows,
  azureRoleAllowsData,
  distinctTexts,
} from '../../../../main/engine/evaluate/functions/azure-roles.ts'

const assign = 'Microsoft.Authorization/roleAssignments/write'

describe('azureRoleAllows', () => {
  it.each([
    [['*'], [], true],
    [['*/write'], [], true],
    [['microsoft.authorization/ROLEASSIGNMENTS/*'], [], true],
    [['Microsoft.*/write'], [], true],
    [['Microsoft.Authorization/*/read'], [], false],
    [['Microsoft.Authorization/roleAssignments'], [], false],
    [[assign], [assign], false],
    [['*'], ['Microsoft.Authorization/*/Write'], false],
    [['*'], ['Microsoft.Authorization/*/Delete'], true],
    [[], [], false],
    [['**'], [], true],
    [['*roleAssignments*'], [], true],
  ])('actions %j less %j: %s', (actions, notActions, allowed) => {
    expect(azureRoleAllows([{ actions, notActions }], assign)).toBe(allowed)
  })
  it('lets one permission give what another leaves out', () => {
    expect(
      azureRoleAllows(
        [
          { actions: ['*'], notActions: ['*'] },
          { actions: [assign], notActions: [] },
        ],
        assign,
      ),
    ).toBe(true)
  })
  it('keeps data and management apart', () => {
    expect(azureRoleAllowsData([{ actions: ['*'] }], assign)).toBe(false)
    expect(azureRoleAllowsData([{ dataActions: ['*'], notDataActions: [] }], assign)).toBe(true)
    expect(azureRoleAllowsData([{ dataActions: ['*'], notDataActions: ['*/write'] }], assign)).toBe(false)
  })
  it('refuses what is no list of permissions', () => {
    expect(() => azureRoleAllows(undefined, assign)).toThrow(TypeError)
    expect(() => azureRoleAllows(['*'], assign)).toThrow(TypeError)
    expect(() => azureRoleAllows([], 7)).toThrow(TypeError)
  })
  it('agrees with a regular expression', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*'), maxLength: 10 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 12 })
    fc.assert(
      fc.property(word, text, (pattern, operation) => {
        const expected = new RegExp(
          `^${pattern
            .split('*')
            .map((part) => part.replaceAll('.', '\\.'))
            .join('.*')}$`,
        ).test(operation)
        expect(azureRoleAllows([{ actions: [pattern] }], operation)).toBe(expected)
      }),
    )
  })
  it('does not take long on many stars', () => {
    const started = performance.now()
    azureRoleAllows([{ actions: [`${'*a'.repeat(2000)}b`] }], 'a'.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('distinctTexts', () => {
  it('lays out lists and keeps each text once, in lower case', () => {
    expect(distinctTexts([['A', ['b']], 'a', 'B', 'c'])).toEqual(['a', 'b', 'c'])
    expect(distinctTexts([])).toEqual([])
  })
  it('refuses members that are no text, so that nobody goes uncounted', () => {
    expect(() => distinctTexts([null])).toThrow(TypeError)
    expect(() => distinctTexts({ a: 1 })).toThrow(TypeError)
  })
})
