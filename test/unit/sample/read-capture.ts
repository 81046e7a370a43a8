import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ManifestCapture, ManifestFile } from '../../../main/engine/sample/index.ts'

// A small reader of its own: the tests must not trust the generator's idea of its shapes.

export type Json = Record<string, unknown>
export const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** One resource as read back: provider id, type, its configuration and what stands beside it. */
export interface Read {
  readonly provider: 'aws' | 'azure' | 'gcp'
  readonly id: string
  readonly type: string
  readonly name: string
  readonly account: string
  readonly region: string
  config: Json | null
  extra: Json
}

export function contentOf(dir: string, file: ManifestFile): string {
  const bytes = readFileSync(join(dir, file.path))
  return (file.gzip ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** All sound items of a file, and how many were damaged. */
export function readFile(dir: string, file: ManifestFile): { items: Read[]; damaged: number } {
  const content = contentOf(dir, file)
  const items: Read[] = []
  let damaged = 0
  const take = (item: Read): void => {
    if (item.id === '' || item.type === '' || item.config === null) damaged++
    else items.push(item)
  }
  if (file.format === 'provider-error') return { items, damaged }
  if (file.format === 'gcp-asset-ndjson') {
    for (const line of content.split('\n').filter((l) => l !== '')) {
      try {
        take(gcpItem(object(JSON.parse(line))))
      } catch {
        damaged++
      }
    }
    return { items, damaged }
  }
  const root: unknown = JSON.parse(content)
  for (const entry of entries(file, root)) take(entry)
  return { items, damaged }
}

function entries(file: ManifestFile, root: unknown): Read[] {
  const body = object(root)
  switch (file.format) {
    case 'aws-config-snapshot':
      return list(body['configurationItems']).map((i) =>
        awsItem(object(i), object(i)['ARN'], object(i)['awsAccountId']),
      )
    case 'aws-config-history': // a file Config delivered, or answers of GetResourceConfigHistory
      return list(body['configurationItems'])
        .map(object)
        .map((i) =>
          i['ARN'] === undefined
            ? awsItem(unpacked(i), i['arn'], i['accountId'])
            : awsItem(i, i['ARN'], i['awsAccountId']),
        )
    case 'aws-config-batch-get':
      return list(body['baseConfigurationItems']).map((i) =>
        awsItem(unpacked(object(i)), object(i)['arn'], object(i)['accountId']),
      )
    case 'aws-config-select':
      return list(body['Results'])
        .map((row) => object(JSON.parse(text(row))))
        .map((i) => awsItem(i, i['arn'], i['accountId']))
    case 'azure-resource-graph':
      return graphRows(body['data']).map(azureItem)
    case 'azure-arm':
      return list(body['value']).map((i) => azureItem(object(i)))
    case 'gcp-asset-list':
      return (Array.isArray(root) ? root : list(body['assets'])).map((i) => gcpItem(object(i)))
    case 'countersign-documents':
      return list(body['countersignDocuments'])
        .map(object)
        .map((d) => ({
          provider: text(d['provider']) as Read['provider'],
          id: text(d['id']),
          type: text(d['type']),
          name: text(d['id']),
          account: text(d['accountId']),
          region: text(d['region']),
          config: object(d['document']),
          extra: {},
        }))
    default:
      throw new Error(`no reader for ${file.format}`)
  }
}

/** API shape: configuration and supplementary values are strings of JSON. */
function unpacked(item: Json): Json {
  const supplementary = Object.fromEntries(
    Object.entries(object(item['supplementaryConfiguration'])).map(([k, v]) => [
      k,
      JSON.parse(text(v)) as unknown,
    ]),
  )
  return {
    ...item,
    configuration: JSON.parse(text(item['configuration'])) as unknown,
    supplementaryConfiguration: supplementary,
  }
}

function awsItem(item: Json, arn: unknown, account: unknown): Read {
  const config =
    item['configurationItemStatus'] === 'ResourceDeleted'
      ? {}
      : item['configuration'] === undefined
        ? null
        : object(item['configuration'])
  const hasId = text(item['resourceId']) !== ''
  return {
    provider: 'aws',
    id: hasId ? text(arn) : '',
    type: text(item['resourceType']),
    name: text(item['resourceName']) || nameTag(item['tags']),
    account: text(account),
    region: text(item['awsRegion']),
    config,
    extra: { ...object(item['supplementaryConfiguration']), tags: item['tags'] ?? null },
  }
}

/** Tags are a map in snapshots and a list of key and value in query rows. */
function nameTag(tags: unknown): string {
  return Array.isArray(tags)
    ? text(tags.map(object).find((t) => t['key'] === 'Name')?.['value'])
    : text(object(tags)['Name'])
}

function graphRows(data: unknown): Json[] {
  if (Array.isArray(data)) return data.map(object)
  const columns = list(object(data)['columns']).map((c) => text(object(c)['name']))
  return list(object(data)['rows']).map((row) =>
    Object.fromEntries(list(row).map((value, i) => [columns[i] ?? '', value])),
  )
}

function azureItem(row: Json): Read {
  const id = text(row['id'])
  return {
    provider: 'azure',
    id,
    type: text(row['type']).toLowerCase(),
    name: text(row['name']),
    account: id.split('/')[2] ?? '',
    region: text(row['location']),
    config: row['properties'] === undefined ? null : object(row['properties']),
    extra: row,
  }
}

function gcpItem(asset: Json): Read {
  const policy = asset['iam_policy'] ?? asset['iamPolicy']
  const resource = asset['resource'] === undefined ? null : object(object(asset['resource'])['data'])
  return {
    provider: 'gcp',
    id: text(asset['name']),
    type: text(asset['asset_type'] ?? asset['assetType']),
    name: text(asset['name']).split('/').at(-1) ?? '',
    account: '',
    region: '',
    config: resource ?? {},
    extra: policy === undefined ? {} : { policy },
  }
}

/** A capture's resources by provider id; policy content joins its asset. */
export function readCapture(dir: string, capture: ManifestCapture): Map<string, Read> {
  const all = new Map<string, Read>()
  for (const file of capture.files) {
    if (file.path.includes('ConfigHistory')) continue
    for (const item of readFile(dir, file).items) {
      const key = `${item.type} ${item.id}`
      const known = all.get(key)
      if (known === undefined) all.set(key, item)
      else {
        if (Object.keys(item.config ?? {}).length > 0) known.config = item.config
        known.extra = { ...known.extra, ...item.extra }
      }
    }
  }
  return all
}
