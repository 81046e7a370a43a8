import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../shared/model/json.ts'
import { bothShapes, bytes, normal, policy, wellFormed } from './shapes.ts'

describe('AWS', () => {
  it('makes one document of both item shapes', () => {
    const [snapshot, api] = bothShapes(
      { name: 'one', owner: { displayName: null, id: 'x' }, count: 3 },
      {
        AccessControlList: JSON.stringify({
          grantSet: null,
          grantList: [{ grantee: 'AllUsers', permission: 'Read' }],
        }),
        BucketPolicy: { policyText: JSON.stringify(policy) },
        IsRequesterPaysEnabled: false,
        Empty: { policyText: null },
        Tags: [],
      },
    )
    expect(bytes('aws', api)).toBe(bytes('aws', snapshot))
    expect(normal('aws', snapshot).document).toEqual({
      arn: 'arn:aws:s3:::one',
      resourceId: 'one',
      resourceName: 'one',
      resourceType: 'AWS::S3::Bucket',
      accountId: '111122223333',
      region: 'eu-west-1',
      availabilityZone: 'Regional',
      createdAt: '2025-02-11T09:14:03.000Z',
      tags: { Team: 'a', 'aws:x': '' },
      relationships: [
        { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in' },
      ],
      config: { name: 'one', owner: { id: 'x' }, count: 3 },
      supplementary: {
        AccessControlList: { grantList: [{ grantee: 'AllUsers', permission: 'Read' }] },
        BucketPolicy: { policyText: policy },
        IsRequesterPaysEnabled: false,
        Empty: {},
        Tags: [],
      },
    })
    expect(normal('aws', api)).toMatchObject({
      capturedAt: '2026-07-06T07:00:00.120Z',
      resourceId: 'arn:aws:s3:::one',
      account: '111122223333',
      state: 'present',
      redacted: [],
    })
  })

  it('makes one document of both shapes whatever is in them', () => {
    const plain = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.jsonValue({ maxDepth: 3 }),
    ) as fc.Arbitrary<JsonObject>
    const lists = fc.dictionary(
      fc.stringMatching(/^[A-Z][a-z]{1,8}$/),
      fc.oneof(plain, fc.array(plain, { maxLength: 3 }), fc.boolean()),
    ) as fc.Arbitrary<JsonObject>
    fc.assert(
      fc.property(plain, lists, (configuration, supplementary) => {
        fc.pre(wellFormed(configuration) && wellFormed(supplementary))
        const [snapshot, api] = bothShapes(configuration, supplementary)
        expect(bytes('aws', api)).toBe(bytes('aws', snapshot))
      }),
      { numRuns: 200 },
    )
  })

  it('parses policies however they are wrapped', () => {
    const text = JSON.stringify(policy)
    for (const document of [text, encodeURIComponent(text), JSON.stringify(text), ` ${text}\n`, policy]) {
      const [item] = bothShapes({ policyVersionList: [{ document, isDefaultVersion: true }] }, {})
      expect(normal('aws', item).document['config']).toEqual({
        policyVersionList: [{ document: policy, isDefaultVersion: true }],
      })
    }
  })

  it('keeps as text what does not parse', () => {
    for (const broken of [
      '{"Version":"2012',
      '%7B%22Version',
      '{not json}',
      '[1,2',
      '%zz',
      '{"n":12345678901234567890}',
    ]) {
      const [item] = bothShapes({ document: broken }, {})
      expect(normal('aws', item).document['config']).toEqual({ document: broken })
    }
    const [, api] = bothShapes({}, {})
    expect(normal('aws', { ...api, configuration: '{"groupId":"sg-1","ipPerm' }).document['config']).toBe(
      '{"groupId":"sg-1","ipPerm',
    )
  })

  it('does not see captures, states and counters', () => {
    const [item] = bothShapes({ vpcId: 'vpc-1', availableIpAddressCount: 4 }, {})
    const subnet = { ...item, resourceType: 'AWS::EC2::Subnet' }
    const later = {
      ...subnet,
      configurationItemCaptureTime: '2026-07-13T09:00:00.000Z',
      configurationStateId: 9,
      configurationStateMd5Hash: 'ff',
      configurationItemStatus: 'ResourceDiscovered',
      relatedEvents: ['e'],
      configuration: { vpcId: 'vpc-1', availableIpAddressCount: 5 },
    }
    expect(bytes('aws', later)).toBe(bytes('aws', subnet))
    expect(bytes('aws', { ...later, configuration: { vpcId: 'vpc-2' } })).not.toBe(bytes('aws', subnet))
  })

  it('reads tags of advanced queries, old spellings and deleted items', () => {
    const [item] = bothShapes({}, {})
    expect(
      normal('aws', {
        ...item,
        tags: [
          { tag: 'a=b', key: 'a', value: 'b' },
          { key: 'c', value: null },
        ],
      }).document['tags'],
    ).toEqual({ a: 'b', c: '' })
    expect(
      normal('aws', { ...item, availabilityZone: null, availibilityZone: 'us-west-2b' }).document[
        'availabilityZone'
      ],
    ).toBe('us-west-2b')
    const deleted = normal('aws', {
      ...item,
      configurationItemStatus: 'ResourceDeleted',
      configuration: null,
    })
    expect(deleted.state).toBe('deleted')
    expect(deleted.document).not.toHaveProperty('config')
  })

  it('keeps volatile-looking names where people choose the names', () => {
    const [item] = bothShapes({}, {})
    expect(
      normal('aws', { ...item, tags: { etag: 'x', configurationItemCaptureTime: 'y' } }).document['tags'],
    ).toEqual({ etag: 'x', configurationItemCaptureTime: 'y' })
  })

  it('reads documents of types that inventories lack', () => {
    const entry = {
      provider: 'aws',
      type: 'AWS::IAM::AccountSummary',
      accountId: '111122223333',
      region: 'global',
      id: 'arn:aws:iam::111122223333:account-summary',
      captureTime: '2026-07-06T09:00:00.000Z',
      document: { AccountMFAEnabled: 1 },
    }
    expect(normal('aws', entry)).toMatchObject({
      type: 'AWS::IAM::AccountSummary',
      account: '111122223333',
      resourceId: entry.id,
      document: { arn: entry.id, config: { AccountMFAEnabled: 1 } },
    })
    expect(
      normal('azure', {
        ...entry,
        provider: 'azure',
        type: 'microsoft.graph/userregistrationdetails',
        id: '/tenants/t/providers/Microsoft.Graph/userRegistrationDetails/1',
        document: { isAdmin: true },
      }),
    ).toMatchObject({
      type: 'Microsoft.Graph/userRegistrationDetails',
      document: { location: 'global', config: { isAdmin: true } },
    })
    expect(
      normal('gcp', {
        ...entry,
        provider: 'gcp',
        type: 'admin.googleapis.com/User',
        id: '//admin.googleapis.com/customers/C/users/1',
        document: { isAdmin: true },
      }),
    ).toMatchObject({ document: { assetType: 'admin.googleapis.com/User', config: { isAdmin: true } } })
  })
})

describe('Azure', () => {
  const id =
    '/subscriptions/AAAA-1/resourceGroups/RG-One/providers/Microsoft.Network/networkSecurityGroups/nsg'
  const subnet = { id: `${id}/x` }
  const arm = {
    id,
    name: 'nsg',
    type: 'Microsoft.Network/networkSecurityGroups',
    location: 'East US 2',
    etag: 'W/"1"',
    tags: { a: 'b' },
    systemData: { createdBy: 'x' },
    properties: {
      provisioningState: 'Succeeded',
      securityRules: [
        { name: 'r', etag: 'W/"1"', properties: { provisioningState: 'Updating', priority: 1 } },
      ],
      subnets: [subnet],
      note: null,
    },
  }
  const graph = {
    id,
    name: 'nsg',
    type: 'microsoft.network/networksecuritygroups',
    kind: '',
    location: 'eastus2',
    resourceGroup: 'rg-one',
    subscriptionId: 'aaaa-1',
    tenantId: 't',
    managedBy: '',
    sku: null,
    plan: {},
    identity: null,
    zones: null,
    extendedLocation: null,
    tags: { a: 'b' },
    properties: {
      provisioningState: 'Updating',
      securityRules: [{ name: 'r', properties: { priority: 1 } }],
      subnets: [{ ...subnet, resourceGroup: 'RG-One' }],
    },
  }

  it('makes one document of ARM answers and Resource Graph rows', () => {
    expect(bytes('azure', graph)).toBe(bytes('azure', arm))
    expect(normal('azure', graph).document).toEqual({
      id,
      name: 'nsg',
      type: 'Microsoft.Network/networkSecurityGroups',
      location: 'eastus2',
      subscriptionId: 'aaaa-1',
      resourceGroup: 'RG-One',
      tags: { a: 'b' },
      config: { securityRules: [{ name: 'r', properties: { priority: 1 } }], subnets: [subnet] },
    })
    expect(normal('azure', graph).region).toBe('eastus2')
  })

  it('spells types alike, also those it does not know', () => {
    const odd = {
      ...arm,
      id: '/subscriptions/1/resourceGroups/g/providers/Contoso.Gadgets/gadgetServers/a/smallParts/b',
      type: 'contoso.gadgets/gadgetservers/smallparts',
    }
    expect(normal('azure', odd).type).toBe('Contoso.Gadgets/gadgetServers/smallParts')
    expect(normal('azure', { ...arm, id: '/subscriptions/1', type: 'Contoso.Other/things' }).type).toBe(
      'Contoso.Other/things',
    )
    expect(
      normal('azure', {
        ...arm,
        id: `${id}/providers/microsoft.insights/diagnosticSettings/x`,
        type: 'microsoft.insights/diagnosticsettings',
      }).type,
    ).toBe('Microsoft.Insights/diagnosticSettings')
  })

  it('names parts of resources by the way to them, and roles by their role name', () => {
    const at = (tail: string, more: JsonObject = {}) =>
      normal('azure', {
        id: `/subscriptions/1/resourceGroups/g/providers/${tail}`,
        name: 'last',
        type: 'x.y/z',
        ...more,
      }).name
    expect(at('Microsoft.Sql/servers/sql/databases/db/transparentDataEncryption/current')).toBe(
      'sql/db/current',
    )
    expect(at('Microsoft.Web/sites/app/config/web')).toBe('app/web')
    expect(at('Microsoft.KeyVault/vaults/kv/providers/microsoft.insights/diagnosticSettings/audit')).toBe(
      'last',
    )
    expect(
      at('Microsoft.Authorization/roleDefinitions/1-2-3', { properties: { roleName: 'Deploy Helper' } }),
    ).toBe('Deploy Helper')
    expect(at('Microsoft.Network/virtualNetworks/v')).toBe('last')
  })

  it('leaves emptiness out and keeps what is there', () => {
    const { document } = normal('azure', {
      ...arm,
      sku: { name: 'Basic', tier: null },
      identity: { type: 'None', principalId: null },
      zones: ['1'],
      managedBy: '/subscriptions/1/x',
      tags: null,
      location: null,
    })
    expect(document).toMatchObject({
      sku: { name: 'Basic' },
      identity: { type: 'None' },
      zones: ['1'],
      managedBy: '/subscriptions/1/x',
      tags: {},
      location: 'global',
    })
    expect(
      normal('azure', {
        id,
        name: 'x',
        type: 'microsoft.network/virtualnetworks',
        location: 'westus',
        tags: {},
      }).document,
    ).not.toHaveProperty('config')
  })
})

describe('GCP', () => {
  const name = '//cloudresourcemanager.googleapis.com/projects/123'
  const snake = {
    name,
    asset_type: 'cloudresourcemanager.googleapis.com/Project',
    resource: {
      version: 'v1',
      discovery_name: 'Project',
      parent: '//x',
      data: { projectId: 'p', etag: 'a', updateTime: 'b', labels: { my_label: 'x' } },
    },
    iam_policy: {
      etag: 'BwX=',
      bindings: [{ role: 'roles/owner', members: ['user:a@x.example'], condition: { title: 't' } }],
      audit_configs: [
        {
          service: 'allServices',
          audit_log_configs: [
            { log_type: 3, exempted_members: ['user:b@x.example'] },
            { log_type: 'DATA_WRITE' },
          ],
        },
      ],
    },
    ancestors: ['projects/123', 'organizations/1'],
    update_time: '2026-07-06T09:00:00Z',
  }
  const camel = {
    name,
    assetType: 'cloudresourcemanager.googleapis.com/Project',
    resource: {
      version: 'v1',
      discoveryName: 'Project',
      parent: '//x',
      data: { projectId: 'p', labels: { my_label: 'x' } },
    },
    iamPolicy: {
      bindings: snake.iam_policy.bindings,
      auditConfigs: [
        {
          service: 'allServices',
          auditLogConfigs: [
            { logType: 'DATA_READ', exemptedMembers: ['user:b@x.example'] },
            { logType: 'DATA_WRITE' },
          ],
        },
      ],
    },
    ancestors: ['projects/123', 'organizations/1'],
    updateTime: '2026-07-13T09:00:00Z',
  }

  it('makes one document of exports and answers, facet by facet', () => {
    for (const facet of ['resource', 'iam-policy'] as const)
      expect(normal('gcp', camel, facet).document).toEqual(normal('gcp', snake, facet).document)
    expect(normal('gcp', snake, 'resource').document).toEqual({
      name,
      assetType: camel.assetType,
      project: '123',
      location: 'global',
      ancestors: ['projects/123', 'organizations/1'],
      config: { projectId: 'p', labels: { my_label: 'x' } },
    })
    expect(normal('gcp', snake, 'iam-policy').document).toEqual({
      name,
      assetType: camel.assetType,
      iamPolicy: camel.iamPolicy,
    })
  })

  it('lets facets merge by top-level key in any order', () => {
    const [a, b] = [normal('gcp', snake, 'resource').document, normal('gcp', snake, 'iam-policy').document]
    expect({ ...a, ...b }).toEqual({ ...b, ...a })
  })

  it('keeps an empty policy: it was read and nobody is in it', () => {
    expect(
      normal('gcp', { name, asset_type: camel.assetType, iam_policy: { etag: 'ACAB' } }).document,
    ).toEqual({ name, assetType: camel.assetType, iamPolicy: {} })
  })

  it('does not change its input', () => {
    const before = JSON.stringify(snake)
    normal('gcp', snake, 'iam-policy')
    normal('gcp', snake, 'resource')
    expect(JSON.stringify(snake)).toBe(before)
  })
})
