import { describe, expect, it } from 'vitest'
import { fixture, read, readText } from './support.ts'

const sgArn = 'arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a1b2c3d4e5f60718'

describe('AWS Config snapshot', () => {
  it('gives every item with its envelope, time, place and state', async () => {
    const { items, sources, problems, refused } = await read(fixture('aws-snapshot.json'))
    expect(refused).toEqual([])
    expect(problems).toEqual([])
    expect(items.map((item) => [item.type, item.region, item.state])).toEqual([
      ['AWS::S3::Bucket', 'eu-central-1', 'present'],
      ['AWS::EC2::SecurityGroup', 'eu-central-1', 'present'],
      ['AWS::IAM::Role', 'global', 'present'],
      ['AWS::EC2::Volume', 'eu-central-1', 'deleted'],
    ])
    expect(items[1]).toMatchObject({
      resourceId: sgArn,
      account: '111122223333',
      facet: 'resource',
      capturedAt: '2026-06-28T03:10:11.123Z',
      index: 1,
    })
    expect(items[1]?.document['configurationItemVersion']).toBe('1.3')
    expect(sources[0]).toMatchObject({
      format: 'aws-config-snapshot',
      provider: 'aws',
      compression: 'none',
      items: 4,
      problems: 0,
      accounts: ['111122223333'],
    })
  })

  it('claims account and region whole, and only the types seen of what is global', async () => {
    const { claims } = await read(fixture('aws-snapshot.json'))
    expect(claims).toEqual([
      { provider: 'aws', account: '111122223333', region: 'eu-central-1', types: '*', facet: 'resource' },
      {
        provider: 'aws',
        account: '111122223333',
        region: 'global',
        types: ['AWS::IAM::Role'],
        facet: 'resource',
      },
    ])
  })

  it('is the same when the snapshot id follows the items', async () => {
    const first = await read(fixture('aws-snapshot.json'))
    const last = await read(fixture('aws-snapshot-id-last.json'))
    expect(last.sources[0]?.format).toBe('aws-config-snapshot')
    expect(last.claims).toEqual(first.claims)
    expect(last.items.map((item) => item.document)).toEqual(first.items.map((item) => item.document))
  })

  it('claims nothing when an item could not be read and nobody knows which it is', async () => {
    const { claims, problems, items } = await readText(
      `{"configSnapshotId":"s","configurationItems":[{"resourceType":"AWS::S3::Bucket","resourceId":"b","awsAccountId":"111122223333","awsRegion":"eu-central-1","configurationItemCaptureTime":"2026-06-01T00:00:00Z","configuration":{}},{"resourceType":]}`.replace(
        ':]}',
        ':1.2.3}]}',
      ),
    )
    expect(items).toHaveLength(1)
    expect(problems.map((problem) => [problem.reason, problem.index])).toEqual([['not-json', 1]])
    expect(claims).toEqual([])
  })
})

describe('AWS Config history and notifications', () => {
  it('gives all states in file order; what was not recorded has no document', async () => {
    const { items, problems, sources, claims } = await read(fixture('aws-history.json'))
    expect(items.map((item) => item.capturedAt)).toEqual([
      '2026-06-28T03:10:11.123Z',
      '2026-05-01T00:00:00.000Z',
    ])
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        detail: 'configurationItemStatus ResourceNotRecorded',
        resource: { type: 'AWS::EC2::NetworkInterface', account: '111122223333' },
      },
    ])
    expect(sources[0]).toMatchObject({
      format: 'aws-config-history',
      firstCapturedAt: '2026-05-01T00:00:00.000Z',
      lastCapturedAt: '2026-06-28T03:10:11.123Z',
    })
    expect(claims).toEqual([])
  })

  it('takes the API shape: lower-case names, epoch seconds, configuration as a string', async () => {
    const { items, sources } = await read(fixture('aws-get-history.json'))
    expect(items).toMatchObject([
      { resourceId: sgArn, account: '111122223333', capturedAt: '2026-06-28T03:10:11.123Z' },
    ])
    expect(typeof items[0]?.document['configuration']).toBe('string')
    expect(sources[0]?.format).toBe('aws-config-history')
  })

  it.each(['aws-sns.json', 'aws-eventbridge.json'])('opens the envelope of %s', async (name) => {
    const { items, sources, claims } = await read(fixture(name))
    expect(items).toMatchObject([{ resourceId: sgArn, state: 'present' }])
    expect(items[0]?.document['ARN']).toBe(sgArn)
    expect(sources[0]?.format).toBe('aws-config-history')
    expect(claims).toEqual([])
  })

  it('names the resource of a notification whose message is cut', async () => {
    const { items, problems, sources } = await read(fixture('aws-sns-broken.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([
      { reason: 'not-json', detail: 'Message', resource: { resourceId: sgArn, region: 'eu-central-1' } },
    ])
    expect(sources[0]?.problems).toBe(1)
  })

  it('names the resource of an oversized change', async () => {
    const { problems } = await read(fixture('aws-oversized.json'))
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        resource: { resourceId: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0000000000000000a' },
      },
    ])
  })
})

describe('AWS Config API answers', () => {
  it('reads BatchGetResourceConfig and lists what was left unprocessed', async () => {
    const { items, problems, failures, sources } = await read(fixture('aws-batch-get.json'))
    expect(items).toHaveLength(2)
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        resource: {
          resourceId: 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0000000000000000b',
          account: '111122223333',
        },
      },
    ])
    expect(failures).toEqual([])
    expect(sources[0]?.format).toBe('aws-config-batch-get')
  })

  it('reads the aggregator form', async () => {
    const { items, problems } = await read(fixture('aws-batch-get-aggregate.json'))
    expect(items).toHaveLength(1)
    expect(problems).toMatchObject([
      { reason: 'no-document', resource: { account: '444455556666', region: 'eu-west-1' } },
    ])
  })

  it('makes unprocessed keys a failed call when nothing says whose they are', async () => {
    const { failures, problems } = await readText(
      '{"baseConfigurationItems":[],"unprocessedResourceKeys":[{"resourceType":"AWS::EC2::Volume","resourceId":"vol-1"}]}',
    )
    expect(failures).toMatchObject([
      {
        reason: 'failed',
        account: '*',
        types: ['AWS::EC2::Volume'],
        operation: 'config:BatchGetResourceConfig',
      },
    ])
    expect(problems).toMatchObject([{ reason: 'no-document', resource: null }])
  })

  it('reads advanced query rows; a row without configuration is named, not judged', async () => {
    const { items, problems, sources, claims } = await read(fixture('aws-select.json'))
    expect(items.map((item) => item.type)).toEqual(['AWS::EC2::SecurityGroup', 'AWS::IAM::Role'])
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        detail: 'configuration',
        resource: { resourceId: 'arn:aws:s3:::ledger-archive' },
      },
    ])
    expect(sources[0]?.format).toBe('aws-config-select')
    expect(claims).toEqual([])
  })

  it('does not judge rows that hold only parts of configuration', async () => {
    const { items, problems } = await read(fixture('aws-select-parts.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([
      {
        reason: 'no-document',
        resource: { resourceId: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1' },
      },
    ])
  })

  it('lists rows that name no resource', async () => {
    const { items, problems, sources } = await read(fixture('aws-select-count.json'))
    expect(items).toEqual([])
    expect(problems).toMatchObject([{ reason: 'missing-field', detail: 'resourceType', resource: null }])
    expect(sources).toHaveLength(1)
  })

  it('takes type and account from the ARN of a row that left them out', async () => {
    const row = JSON.stringify({
      configuration: { userName: 'eve', arn: 'arn:aws:iam::111122223333:user/eve' },
    })
    const { items } = await readText(
      JSON.stringify({ Results: [row], QueryInfo: { SelectFields: [{ Name: 'configuration' }] } }),
    )
    expect(items).toMatchObject([
      {
        type: 'AWS::IAM::User',
        account: '111122223333',
        region: 'global',
        resourceId: 'arn:aws:iam::111122223333:user/eve',
      },
    ])
  })

  it('names listed resources without making them present', async () => {
    const plain = await read(fixture('aws-list.json'))
    expect(plain.items).toEqual([])
    expect(plain.problems.map((problem) => [problem.reason, problem.resource?.resourceId])).toEqual([
      ['no-document', 'aws:unknown:unknown:AWS::EC2::Instance/i-0000000000000000a'],
      ['no-document', 'arn:aws:s3:::ledger-archive'],
    ])
    const aggregate = await read(fixture('aws-list-aggregate.json'))
    expect(aggregate.problems[0]?.resource).toMatchObject({
      account: '444455556666',
      resourceId: 'arn:aws:ec2:eu-west-1:444455556666:instance/i-0000000000000000c',
    })
    expect(aggregate.sources[0]).toMatchObject({ format: 'aws-config-list', accounts: ['444455556666'] })
  })

  it('reads a single item, and lists and lines of items', async () => {
    const one = await read(fixture('aws-item.json'))
    expect(one.sources[0]?.format).toBe('aws-config-item')
    const document = one.items[0]?.document
    const listed = await readText(JSON.stringify([document]))
    expect(listed.items.map((item) => item.document)).toEqual([document])
    const lines = await readText(`${JSON.stringify(document)}\r\n\r\n`)
    expect(lines.items.map((item) => item.document)).toEqual([document])
  })

  it('accepts an answer without items', async () => {
    const { sources, refused } = await readText('{"configurationItems":[]}')
    expect(refused).toEqual([])
    expect(sources).toMatchObject([{ items: 0, provider: 'aws' }])
  })
})

describe('what an item must say', () => {
  const base = {
    resourceType: 'AWS::EC2::Instance',
    resourceId: 'i-1',
    awsAccountId: '111122223333',
    awsRegion: 'cn-north-1',
    configuration: {},
  }

  it('builds a stable id in the right partition', async () => {
    const { items } = await readText(
      JSON.stringify({
        configurationItems: [base, { ...base, resourceType: 'AWS::Glue::Classifier', resourceId: 'c' }],
      }),
    )
    expect(items.map((item) => item.resourceId)).toEqual([
      'arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1',
      'aws:111122223333:cn-north-1:AWS::Glue::Classifier/c',
    ])
  })

  it('gives back leading zeros of an account that became a number', async () => {
    const { items } = await readText(
      JSON.stringify({ configurationItems: [{ ...base, awsAccountId: 12345678901 }] }),
    )
    expect(items[0]?.account).toBe('012345678901')
  })

  it.each([
    ['missing-field', 'resourceId', { ...base, resourceId: undefined }],
    ['missing-field', 'resourceType', { ...base, resourceType: 7 }],
    ['wrong-type', 'configurationItemCaptureTime', { ...base, configurationItemCaptureTime: 'yesterday' }],
    ['wrong-type', 'configuration', { ...base, configuration: 7 }],
    ['no-document', 'configuration', { ...base, configuration: null }],
    ['not-an-object', 'configurationItems', 'x'],
  ])('%s %s', async (reason, detail, item) => {
    const { problems, items } = await readText(JSON.stringify({ configurationItems: [base, item] }))
    expect(items).toHaveLength(1)
    expect(problems).toMatchObject([{ reason, detail, index: 1 }])
  })
})
