import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { azureAlertsOn } from '../../../../main/engine/evaluate/functions/azure-alerts.ts'
import {
  azureUnlocked,
  azureUnlogged,
  lastSegment,
} from '../../../../main/engine/evaluate/functions/azure-scopes.ts'

const sub = '/subscriptions/s'
const vault = { id: `${sub}/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v`, name: 'v' }

describe('azureUnlogged', () => {
  const setting = (target: string, config: object) => ({
    id: `${target}/providers/microsoft.insights/diagnosticSettings/x`,
    name: 'x',
    config: { workspaceId: 'w', logs: [{ categoryGroup: 'audit', enabled: true }], ...config },
  })
  it('wants the own setting, a log and a destination', () => {
    expect(azureUnlogged([vault], [setting(vault.id, {})])).toEqual([])
    expect(azureUnlogged([vault], [setting(vault.id.toUpperCase(), {})])).toEqual([])
    expect(azureUnlogged([vault], [setting(`${vault.id}2`, {})])).toEqual(['v'])
    expect(azureUnlogged([vault], [setting(sub, {})])).toEqual(['v'])
    expect(azureUnlogged([vault], [setting(vault.id, { workspaceId: undefined })])).toEqual(['v'])
    expect(azureUnlogged([vault], [setting(vault.id, { logs: [{ enabled: false }] })])).toEqual(['v'])
    expect(azureUnlogged([vault], [setting(vault.id, { logs: undefined })])).toEqual(['v'])
    expect(
      azureUnlogged([vault], [setting(vault.id, { workspaceId: undefined, storageAccountId: 's' })]),
    ).toEqual([])
  })
  it('refuses settings that were not read', () => {
    expect(() => azureUnlogged([vault], [{ id: setting(vault.id, {}).id, name: 'x' }])).toThrow(TypeError)
    expect(() => azureUnlogged(undefined, [])).toThrow(TypeError)
  })
})

describe('azureUnlocked', () => {
  const lock = (scope: string, level = 'CanNotDelete') => ({
    id: `${scope}/providers/Microsoft.Authorization/locks/l`,
    name: 'l',
    config: { level },
  })
  it('takes locks of the resource and of every scope above', () => {
    for (const scope of [vault.id, `${sub}/resourcegroups/G`, sub])
      expect(azureUnlocked([vault], [lock(scope)])).toEqual([])
    for (const scope of [`${vault.id}/secrets/x`, `${vault.id}2`, `${sub}/resourceGroups/g2`, `${sub}2`])
      expect(azureUnlocked([vault], [lock(scope)])).toEqual(['v'])
  })
  it('goes by the level', () => {
    expect(azureUnlocked([vault], [lock(sub, 'ReadOnly')])).toEqual([])
    expect(azureUnlocked([vault], [lock(sub, 'NotSpecified')])).toEqual(['v'])
    expect(() => azureUnlocked([vault], [{ ...lock(sub), config: {} }])).toThrow(TypeError)
  })
  it('splits resources into locked and unlocked, one by one', () => {
    const part = fc.stringMatching(/^[a-z]{1,3}$/)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.array(part, { maxLength: 3 }), (groups, locked) => {
        const resources = groups.map((group, index) => ({
          id: `${sub}/resourceGroups/${group}/providers/a/b/${index}`,
          name: `${index}`,
        }))
        const expected = resources.filter((_, index) => !locked.includes(groups[index] ?? ''))
        expect(
          azureUnlocked(
            resources,
            locked.map((group) => lock(`${sub}/resourceGroups/${group}`)),
          ),
        ).toEqual(expected.map(({ name }) => name))
      }),
    )
  })
})

it('takes the last segment', () => {
  expect(lastSegment('/a/B/Cd')).toBe('cd')
  expect(lastSegment('Cd')).toBe('cd')
  expect(() => lastSegment(null)).toThrow(TypeError)
})

describe('azureAlertsOn', () => {
  const op = 'Microsoft.Network/networkSecurityGroups/write'
  const alert = (config: object = {}) => ({
    name: 'a',
    config: {
      enabled: true,
      scopes: [sub],
      actions: { actionGroups: [{ actionGroupId: 'g' }] },
      condition: {
        allOf: [
          { field: 'category', equals: 'Administrative' },
          { field: 'operationName', equals: op },
        ],
      },
      ...config,
    },
  })
  const on = (config?: object) => azureAlertsOn([alert(config)], 'operationName', op)
  const all = (...allOf: object[]) => ({ condition: { allOf } })
  it('counts an enabled alert on the whole subscription that notifies', () => {
    expect(on()).toEqual(['a'])
    expect(on({ scopes: [`${sub}/`] })).toEqual(['a'])
    expect(on({ enabled: false })).toEqual([])
    expect(on({ scopes: [`${sub}/resourceGroups/g`] })).toEqual([])
    expect(on({ scopes: [] })).toEqual([])
    expect(on({ actions: { actionGroups: [] } })).toEqual([])
    expect(on({ actions: {} })).toEqual([])
  })
  it('counts the operation in every form of condition', () => {
    expect(on(all({ field: 'OperationName', equals: op.toUpperCase() }))).toEqual(['a'])
    expect(on(all({ field: 'operationName', containsAny: ['x', op] }))).toEqual(['a'])
    expect(
      on(
        all({
          anyOf: [
            { field: 'operationName', equals: 'x' },
            { field: 'operationName', equals: op },
          ],
        }),
      ),
    ).toEqual(['a'])
    expect(on(all({ field: 'operationName', equals: `${op}x` }))).toEqual([])
    expect(on(all({ field: 'category', equals: 'Administrative' }))).toEqual([])
  })
  it('does not count what narrows further', () => {
    const wanted = { field: 'operationName', equals: op }
    expect(on(all(wanted, { field: 'status', equals: 'Succeeded' }))).toEqual(['a'])
    expect(on(all(wanted, { field: 'status', equals: 'Failed' }))).toEqual([])
    expect(on(all(wanted, { field: 'level', equals: 'Critical' }))).toEqual([])
    expect(on(all(wanted, { field: 'resourceGroup', equals: 'g' }))).toEqual([])
  })
  it('refuses alerts that were not read', () => {
    expect(() => azureAlertsOn([{ name: 'a' }], 'operationName', op)).toThrow(TypeError)
    expect(() => azureAlertsOn(null, 'operationName', op)).toThrow(TypeError)
  })
})
