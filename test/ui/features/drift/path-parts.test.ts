import { describe, expect, it } from 'vitest'
import { diffDocuments } from '../../../../main/engine/drift/index.ts'
import { pathParts, valueText } from '../../../../renderer/ui/path-parts.ts'

const texts = (path: string) =>
  pathParts(path).map(({ kind, text }) => (kind === 'item' ? `«${text}»` : text))

describe('pathParts', () => {
  it('takes names and list elements apart', () => {
    expect(texts('config.ipPermissions[tcp 22 22].ipRanges[0.0.0.0/0]')).toEqual([
      'config',
      'ipPermissions',
      '«tcp 22 22»',
      'ipRanges',
      '«0.0.0.0/0»',
    ])
    expect(texts('')).toEqual([])
  })

  it('keeps dots and brackets inside a label together', () => {
    expect(texts('iamPolicy.bindings[roles/owner].members[user:r.delacroix@outside.example]')).toEqual([
      'iamPolicy',
      'bindings',
      '«roles/owner»',
      'members',
      '«user:r.delacroix@outside.example»',
    ])
    expect(texts('config.rules[a[0].b].x')).toEqual(['config', 'rules', '«a[0].b»', 'x'])
  })

  it('reads an element that is known by its content', () => {
    expect(
      texts('supplementary.AccessControlList.grantList[{"grantee":"AllUsers","permission":"Read"}]').at(-1),
    ).toBe('«grantee AllUsers, permission Read»')
  })

  it('ends a label that was cut off where it was cut off', () => {
    expect(
      texts('config.rolePolicyList[{"policyDocument":{"Statement":[{"Action":["logs:Create…].policyName'),
    ).toEqual([
      'config',
      'rolePolicyList',
      '«{"policyDocument":{"Statement":[{"Action":["logs:Create…»',
      'policyName',
    ])
  })

  it('shows quoted names and repeated elements', () => {
    expect(texts('tags["cost center"]')).toEqual(['tags', 'cost center'])
    expect(texts('config.list[same]#2.size')).toEqual(['config', 'list', '«same (2)»', 'size'])
  })

  it('loses nothing of the paths the engine makes', () => {
    const before = {
      config: { 'odd name': 1, allowed: [{ IPProtocol: 'tcp', ports: ['22'] }], deep: [{ a: [1, [2]] }] },
    }
    const after = {
      config: {
        'odd name': 2,
        allowed: [{ IPProtocol: 'tcp', ports: ['22', '3389'] }],
        deep: [{ a: [1, [3]] }],
      },
    }
    const paths = diffDocuments(before, after).map(({ path }) => path)
    expect(paths.length).toBeGreaterThan(2)
    for (const path of paths) {
      const parts = pathParts(path)
      expect(parts[0]?.text).toBe('config')
      expect(parts.length).toBeGreaterThan(1)
      expect(parts.every(({ text }) => text !== '')).toBe(true)
    }
    expect(paths.map(texts)).toContainEqual(['config', 'odd name'])
  })
})

describe('valueText', () => {
  it('tells emptiness in words and shortens the rest', () => {
    expect(valueText('')).toBe('(empty)')
    expect(valueText([])).toBe('(empty list)')
    expect(valueText({})).toBe('(empty object)')
    expect(valueText('1.0')).toBe('1.0')
    expect(valueText(false)).toBe('false')
    expect(valueText({ a: 'x'.repeat(100) }, 20)).toHaveLength(20)
  })
})
