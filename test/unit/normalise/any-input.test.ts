import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../../shared/model/json.ts'
import type { Provider } from '../../../shared/model/provider.ts'
import { bothShapes, normal, wellFormed } from './shapes.ts'

describe('any input', () => {
  it('gives a document with a canonical text and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('aws', 'azure', 'gcp'),
        fc.dictionary(
          fc.constantFrom(
            'configuration',
            'supplementaryConfiguration',
            'tags',
            'relationships',
            'properties',
            'sku',
            'resource',
            'iam_policy',
            'ARN',
            'id',
            'name',
            'type',
            'resourceType',
            'document',
            '__proto__',
            'location',
            'resourceCreationTime',
          ),
          fc.jsonValue({ maxDepth: 4 }),
        ),
        (provider, json) => {
          fc.pre(wellFormed(json as JsonObject))
          const frozen = deepFreeze(json as JsonObject)
          const item = normal(provider as Provider, frozen)
          expect(canonicalJson(item.document)).toBe(
            canonicalJson(normal(provider as Provider, frozen).document),
          )
          expect(JSON.stringify(item.document)).not.toContain('undefined')
        },
      ),
      { numRuns: 500 },
    )
  })

  it('stands nesting that no configuration has', () => {
    let deep: JsonValue = 'x'
    for (let level = 0; level < 5000; level++) deep = level % 2 === 0 ? [deep] : { a: deep }
    const item = { resourceType: 'AWS::S3::Bucket', resourceId: 'one', configuration: { deep } }
    expect(canonicalJson(normal('aws', item).document)).toContain('redacted:hmac-sha256:')
    const text = '['.repeat(100_000) + ']'.repeat(100_000)
    const [inText] = bothShapes({ text }, {})
    expect(() => normal('aws', inText)).not.toThrow()
    let nested = '{"a":1}'
    for (let level = 0; level < 12; level++) nested = JSON.stringify({ again: nested })
    const [wrapped] = bothShapes({ nested }, {})
    expect(() => canonicalJson(normal('aws', wrapped).document)).not.toThrow()
  })

  it('keeps a key named __proto__', () => {
    const config = JSON.parse('{"__proto__": {"a": 1}, "b": 2}') as JsonObject
    const [item] = bothShapes(config, {})
    expect(canonicalJson(normal('aws', item).document['config'] as JsonValue)).toBe(
      '{"__proto__":{"a":1},"b":2}',
    )
  })
})

function deepFreeze<T extends JsonValue>(value: T): T {
  if (Array.isArray(value) || isJsonObject(value)) {
    Object.values(value).forEach((inner) => deepFreeze(inner as JsonValue))
    Object.freeze(value)
  }
  return value
}
