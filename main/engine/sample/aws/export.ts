import type { CaptureTime } from '../calendar.ts'
import type { AccountDocument } from '../document.ts'
import { file, pretty, type SampleFile } from '../file.ts'
import type { Random } from '../random.ts'
import { awsAccounts, prod, shared, staging, type AwsAccount } from './accounts.ts'
import { deletedBucket } from './buckets.ts'
import { baseItem, historyItem, selectFields, selectRow, snapshotItem, starFields } from './config-shapes.ts'
import type { AwsItem } from './item.ts'

/** How one account and region is handed over in a week other than by a snapshot. */
type Way = 'api' | 'select' | 'select-star' | 'denied'
const ways: readonly (readonly [week: number, AwsAccount, region: string, Way])[] = [
  [2, shared, 'us-east-1', 'select-star'],
  [3, shared, 'us-east-1', 'api'],
  [4, staging, 'eu-central-1', 'denied'],
  [5, staging, 'eu-central-1', 'denied'],
  [8, shared, 'us-east-1', 'select'],
  [9, prod, 'us-east-1', 'api'],
  [11, prod, 'eu-central-1', 'select'],
]

/** The weeks in which a snapshot carries a damaged item. */
const damaged: readonly (readonly [week: number, AwsAccount, region: string])[] = [
  [2, prod, 'eu-west-1'],
  [11, shared, 'eu-west-1'],
]

/** The AWS files of one capture: by account and region, then the account documents. */
export function awsFiles(
  random: Random,
  capture: CaptureTime,
  items: readonly AwsItem[],
  documents: readonly AccountDocument[],
): SampleFile[] {
  const files: SampleFile[] = []
  for (const account of awsAccounts) {
    for (const region of account.regions) {
      const mine = items.filter((item) => item.accountId === account.id && item.deliveredIn === region)
      const way = ways.find(([week, a, r]) => week === capture.week && a === account && r === region)?.[3]
      const stem = `aws/${account.id}_${region}`
      if (way === 'denied') files.push(denied(account, region, stem))
      else if (way === 'api') files.push(...apiAnswers(mine, stem, capture.week))
      else if (way === 'select') files.push(...selects(mine, stem, selectFields, 80))
      else if (way === 'select-star') files.push(...selects(mine, stem, starFields, 1000))
      else files.push(snapshot(random, capture, account, region, mine))
    }
    const isDenied = (region: string): boolean =>
      ways.some(
        ([week, a, r, way]) => week === capture.week && a === account && r === region && way === 'denied',
      )
    const own = documents.filter((d) => d.accountId === account.id && !isDenied(d.region))
    files.push(
      file(
        `aws/${account.id}_account-documents.json`,
        'aws',
        'countersign-documents',
        pretty({ countersignDocuments: own }),
        own.length,
      ),
    )
  }
  if (capture.week === 4) files.push(history(random))
  return files
}

const compact = (instant: string): string => instant.replace(/\.\d+/, '').replaceAll(/[-:]/g, '')

/** `<account>_Config_<region>_ConfigSnapshot_<time>_<id>.json.gz`, as Config delivers it; some were unpacked by the client. */
function snapshot(
  random: Random,
  capture: CaptureTime,
  account: AwsAccount,
  region: string,
  items: readonly AwsItem[],
): SampleFile {
  const configSnapshotId = random.guid(`snapshot/${capture.day}/${account.id}/${region}`)
  const configurationItems = items.map((item) => snapshotItem(item, random))
  const isDamaged = damaged.some(([week, a, r]) => week === capture.week && a === account && r === region)
  if (isDamaged) {
    // What a broken copy script left behind: an item that lost its type and its id.
    const broken = { ...configurationItems[7] }
    delete broken['resourceType']
    delete broken['resourceId']
    configurationItems.splice(8, 0, broken)
  }
  const gzip = (capture.week + account.regions.indexOf(region)) % 3 !== 1
  const name = `${account.id}_Config_${region}_ConfigSnapshot_${compact(capture.at)}_${configSnapshotId}.json`
  const content = JSON.stringify({ fileVersion: '1.0', configSnapshotId, configurationItems })
  return file(`aws/${name}${gzip ? '.gz' : ''}`, 'aws', 'aws-config-snapshot', content, items.length, {
    gzip,
    malformed: isDamaged ? 1 : 0,
  })
}

/**
 * What a script of API calls brings: BatchGetResourceConfig for resources that have neither tags nor
 * relationships (its answer has no place for them), GetResourceConfigHistory with a limit of one for
 * the others, joined into one file. Config answers at most 100 resources a batch.
 */
function apiAnswers(items: readonly AwsItem[], stem: string, week: number): SampleFile[] {
  const style = week % 2 === 0 ? 'iso' : 'epoch'
  const isBare = (item: AwsItem): boolean =>
    Object.keys(item.tags).length === 0 && item.relationships.length === 0
  const bare = items.filter(isBare)
  const rest = items.filter((item) => !isBare(item))
  const files: SampleFile[] = []
  for (let start = 0; start < bare.length; start += 100) {
    const page = bare.slice(start, start + 100)
    const body = {
      baseConfigurationItems: page.map((item) => baseItem(item, style)),
      unprocessedResourceKeys: [],
    }
    files.push(
      file(
        `${stem}_batch-get-resource-config_${files.length + 1}.json`,
        'aws',
        'aws-config-batch-get',
        pretty(body),
        page.length,
      ),
    )
  }
  const body = { configurationItems: rest.map((item) => historyItem(item, style)) }
  return [
    ...files,
    file(`${stem}_get-resource-config-history.json`, 'aws', 'aws-config-history', pretty(body), rest.length),
  ]
}

function selects(
  items: readonly AwsItem[],
  stem: string,
  fields: readonly string[],
  pageSize: number,
): SampleFile[] {
  const pages: SampleFile[] = []
  for (let start = 0; start < items.length; start += pageSize) {
    const page = items.slice(start, start + pageSize)
    const isLast = start + pageSize >= items.length
    const body = {
      Results: page.map((item) => selectRow(item, fields)),
      QueryInfo: { SelectFields: fields.map((Name) => ({ Name })) },
      ...(isLast ? {} : { NextToken: `page-${pages.length + 2}` }),
    }
    // Without `configuration` the rows name resources but say nothing of them.
    const usable = fields.includes('configuration')
    pages.push(
      file(
        `${stem}_select-resource-config_${pages.length + 1}.json`,
        'aws',
        'aws-config-select',
        pretty(body),
        usable ? page.length : 0,
        { malformed: usable ? 0 : page.length },
      ),
    )
  }
  return pages
}

/** The AWS CLI's own line, as the client's script left it where the export should be. */
function denied(account: AwsAccount, region: string, stem: string): SampleFile {
  const line =
    '\nAn error occurred (AccessDeniedException) when calling the BatchGetResourceConfig operation: ' +
    `User: arn:aws:sts::${account.id}:assumed-role/CountersignAudit/collector is not authorized to perform: config:BatchGetResourceConfig ` +
    `on resource: arn:aws:config:${region}:${account.id}:* because no identity-based policy allows the config:BatchGetResourceConfig action\n`
  return file(`${stem}_batch-get-resource-config.err.txt`, 'aws', 'provider-error', line, 0)
}

/** A history file that tells when the demo-day bucket went; Config's own name has `AWS::S3::Bucket`, which Windows refuses. */
function history(random: Random): SampleFile {
  const { name, account, region, at } = deletedBucket
  const item = {
    relatedEvents: [random.guid('history/event')],
    relationships: [],
    configuration: null,
    supplementaryConfiguration: {},
    tags: {},
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: at,
    configurationStateId: Date.parse(at),
    awsAccountId: account.id,
    configurationItemStatus: 'ResourceDeleted',
    resourceType: 'AWS::S3::Bucket',
    resourceId: name,
    resourceName: name,
    ARN: `arn:aws:s3:::${name}`,
    awsRegion: region,
    availabilityZone: 'Regional',
    configurationStateMd5Hash: '',
    resourceCreationTime: null,
  }
  const content = JSON.stringify({ fileVersion: '1.0', configurationItems: [item] })
  return file(
    `aws/${account.id}_Config_${region}_ConfigHistory_AWS__S3__Bucket_${compact(at)}_${compact(at)}_1.json.gz`,
    'aws',
    'aws-config-history',
    content,
    1,
    { gzip: true },
  )
}
