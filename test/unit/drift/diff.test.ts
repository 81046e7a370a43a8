import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffDocuments } from '../../../main/engine/drift/index.ts'
import type { JsonObject, JsonValue } from '../../../shared/model/json.ts'

const permission = (port: number, ...cidrs: string[]) => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  ipRanges: cidrs.map((cidrIp) => ({ cidrIp })),
})

describe('property-level drift', () => {
  it('names the rule and the range that were added to a security group', () => {
    const before = { config: { ipPermissions: [permission(443, '0.0.0.0/0'), permission(22, '10.0.0.0/8')] } }
    const after = {
      config: { ipPermissions: [permission(22, '0.0.0.0/0', '10.0.0.0/8'), permission(443, '0.0.0.0/0')] },
    }
    expect(diffDocuments(before, after)).toEqual([
      {
        path: 'config.ipPermissions[tcp 22 22].ipRanges[0.0.0.0/0]',
        kind: 'added',
        before: null,
        after: { cidrIp: '0.0.0.0/0' },
      },
    ])
  })

  it('matches IAM bindings by role and members by value', () => {
    const before = {
      iamPolicy: { bindings: [{ role: 'roles/viewer', members: ['user:a@x.example', 'user:b@x.example'] }] },
    }
    const after = {
      iamPolicy: {
        bindings: [
          { role: 'roles/owner', members: ['user:a@x.example'] },
          { role: 'roles/viewer', members: ['user:b@x.example'] },
        ],
      },
    }
    expect(diffDocuments(before, after).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'added iamPolicy.bindings[roles/owner]',
      'removed iamPolicy.bindings[roles/viewer].members[user:a@x.example]',
    ])
  })

  it('shows scalar changes with both values and quotes odd names', () => {
    expect(diffDocuments({ tags: { 'cost center': 'a' } }, { tags: { 'cost center': 'b' } })).toEqual([
      { path: 'tags["cost center"]', kind: 'changed', before: 'a', after: 'b' },
    ])
  })

  it('counts repeated equal elements', () => {
    expect(diffDocuments({ list: ['a'] }, { list: ['a', 'a'] })).toEqual([
      { path: 'list[a]#2', kind: 'added', before: null, after: 'a' },
    ])
  })

  const json: fc.Arbitrary<JsonValue> = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>
  const object = fc.dictionary(fc.string(), json) as fc.Arbitrary<JsonObject>

  it('finds nothing between a document and itself, and something between different ones', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        expect(diffDocuments(a, structuredClone(a))).toEqual([])
        const forward = diffDocuments(a, b)
        const backward = diffDocuments(b, a)
        expect(forward.length).toBe(backward.length)
        expect(forward.map(({ path }) => path)).toEqual(backward.map(({ path }) => path))
      }),
    )
  })

  it('is blind to the order of lists of distinct scalars', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 8 }), (list) => {
        expect(diffDocuments({ list }, { list: list.toReversed() })).toEqual([])
      }),
    )
  })
})
