import { normalise, rawItemFromProviderJson } from '../../../main/engine/normalise/index.ts'
import { canonicalJson } from '../../../shared/model/canonical.ts'
import type { JsonObject, JsonValue } from '../../../shared/model/json.ts'
import type { Provider } from '../../../shared/model/provider.ts'

const options = { redactionKey: new Uint8Array(32).fill(7) }
export const normal = (provider: Provider, json: JsonObject, facet?: 'resource' | 'iam-policy') =>
  normalise(rawItemFromProviderJson(provider, json, facet), options)
export const bytes = (provider: Provider, json: JsonObject): string =>
  canonicalJson(normal(provider, json).document)

export const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
}

/** A snapshot item and the same state as the API answers it. */
export function bothShapes(
  configuration: JsonObject,
  supplementary: JsonObject,
): [snapshot: JsonObject, api: JsonObject] {
  const common = {
    resourceType: 'AWS::S3::Bucket',
    resourceId: 'one',
    resourceName: 'one',
    awsRegion: 'eu-west-1',
    availabilityZone: 'Regional',
    tags: { Team: 'a', 'aws:x': '' },
    relatedEvents: [],
    configurationItemStatus: 'OK',
  }
  return [
    {
      ...common,
      ARN: 'arn:aws:s3:::one',
      awsAccountId: '111122223333',
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: '2026-07-06T09:00:00.120Z',
      configurationStateId: 1780000000000,
      configurationStateMd5Hash: '',
      resourceCreationTime: '2025-02-11T09:14:03.000Z',
      relationships: [
        { resourceId: 'vpc-1', resourceName: null, resourceType: 'AWS::EC2::VPC', name: 'Is contained in ' },
      ],
      configuration,
      supplementaryConfiguration: supplementary,
    },
    {
      ...common,
      arn: 'arn:aws:s3:::one',
      accountId: '111122223333',
      version: '1.3',
      configurationItemCaptureTime: 1783321200.12,
      configurationStateId: '1780000000000',
      configurationItemMD5Hash: 'abc',
      resourceCreationTime: '2025-02-11T10:14:03+01:00',
      relationships: [
        { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in' },
      ],
      configuration: JSON.stringify(configuration),
      supplementaryConfiguration: Object.fromEntries(
        Object.entries(supplementary).map(([key, value]) => [key, JSON.stringify(value)]),
      ),
    },
  ]
}

/** JSON that V8's parser and UTF-8 take without loss; see canonical.test.ts about keys that end in a backslash. */
export function wellFormed(value: JsonValue): boolean {
  return JSON.stringify(value).isWellFormed() && !/\\\\|\\ud/i.test(JSON.stringify(value))
}
