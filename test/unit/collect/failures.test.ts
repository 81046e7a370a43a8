import { expect, it } from 'vitest'
import { fixture, read, readText } from './support.ts'

it.each([
  [
    'error-aws.txt',
    {
      provider: 'aws',
      reason: 'denied',
      account: '222233334444',
      region: 'eu-central-1',
      types: '*',
      operation: 'config:BatchGetResourceConfig',
    },
  ],
  ['error-aws.json', { provider: 'aws', reason: 'throttled', account: '*', region: '*', operation: '*' }],
  [
    'error-azure.json',
    {
      provider: 'azure',
      reason: 'denied',
      account: '0aaaaaaa-1111-2222-3333-444444444444',
      types: ['Microsoft.Storage/storageAccounts'],
      operation: 'Microsoft.Storage/storageAccounts/read',
    },
  ],
  [
    'error-azure.txt',
    { provider: 'azure', reason: 'throttled', account: '0aaaaaaa-1111-2222-3333-444444444444' },
  ],
  [
    'error-gcp.json',
    { provider: 'gcp', reason: 'denied', account: 'ledger', operation: 'cloudasset.assets.listResource' },
  ],
  [
    'error-gcp.txt',
    { provider: 'gcp', reason: 'throttled', account: '123456789012', operation: 'gcloud.asset.list' },
  ],
])('keeps the refusal in %s as coverage', async (name, failure) => {
  const { failures, sources, items, claims } = await read(fixture(name))
  expect(failures).toMatchObject([failure])
  expect(sources).toMatchObject([{ format: 'provider-error', provider: failure.provider, items: 0 }])
  expect([items, claims]).toEqual([[], []])
})

it('finds a refusal after pages that went well, and claims nothing then', async () => {
  const page = JSON.stringify({
    configSnapshotId: 'x',
    configurationItems: [
      {
        resourceType: 'AWS::S3::Bucket',
        resourceId: 'b',
        awsAccountId: '111122223333',
        awsRegion: 'eu-west-1',
        configuration: {},
      },
    ],
  })
  const { items, failures, claims, sources, problems } = await readText(
    `${page}\nAn error occurred (ThrottlingException) when calling the BatchGetResourceConfig operation (reached max retries: 4): Rate exceeded\n`,
  )
  expect(items).toHaveLength(1)
  expect(failures).toMatchObject([{ reason: 'throttled', operation: 'config:BatchGetResourceConfig' }])
  expect(problems).toEqual([])
  expect(claims).toEqual([])
  expect(sources[0]?.format).toBe('aws-config-snapshot')
})

it('does not call other text or JSON a refusal', async () => {
  const { refused, failures } = await readText('The operation failed for reasons nobody knows.\n')
  expect(failures).toEqual([])
  expect(refused).toMatchObject([{ error: { code: 'file_unknown_format' } }])
  expect((await readText('{"error":{"code":-32601,"message":"no such method"}}')).refused).toHaveLength(1)
})
