import type { JsonObject } from '../../../../shared/model/json.ts'
import { later, type CaptureTime } from '../calendar.ts'
import type { AccountDocument } from '../document.ts'
import { file, pretty, type SampleFile } from '../file.ts'
import type { Random } from '../random.ts'
import { organisation, type GcpItem } from './item.ts'
import { policyAsset, resourceAsset, type Spelling } from './shapes.ts'

/** Weeks handed over as the output of `gcloud asset list --format=json`, and as pages of `assets.list`. */
const arrayWeeks = new Set([4, 9])
const pagedWeeks = new Set([2, 7])
/** Week in which the last line of the policy export is cut. */
const damagedWeek = 10

/** The GCP files of one capture: resources, IAM policies, and what Asset Inventory lacks. */
export function gcpFiles(
  random: Random,
  capture: CaptureTime,
  items: readonly GcpItem[],
  documents: readonly AccountDocument[],
): SampleFile[] {
  const stem = `gcp/organizations-${organisation}_cloud-asset`
  const asArray = arrayWeeks.has(capture.week)
  const spelling: Spelling = asArray || pagedWeeks.has(capture.week) ? 'camel' : 'snake'
  const resources = items.map((item) => resourceAsset(item, spelling))
  const policies = items.flatMap((item) =>
    item.policy === null ? [] : [policyAsset(item, item.policy, spelling)],
  )
  const last = file(
    'gcp/directory-and-scc_documents.json',
    'gcp',
    'countersign-documents',
    pretty({ countersignDocuments: documents }),
    documents.length,
  )
  if (asArray)
    return [
      file(`${stem}_resource.json`, 'gcp', 'gcp-asset-list', pretty(resources), resources.length),
      file(`${stem}_iam-policy.json`, 'gcp', 'gcp-asset-list', pretty(policies), policies.length),
      last,
    ]
  if (pagedWeeks.has(capture.week))
    return [
      ...pages(random, capture, `${stem}_resource`, resources),
      ...pages(random, capture, `${stem}_iam-policy`, policies),
      last,
    ]
  const cut = capture.week === damagedWeek
  const lines = (assets: readonly JsonObject[]): string =>
    assets.map((asset) => `${JSON.stringify(asset)}\n`).join('')
  const broken = cut ? `${JSON.stringify(policies[0]).slice(0, 90)}\n` : ''
  const gzip = capture.week % 4 === 1
  return [
    file(
      `${stem}_resource.ndjson${gzip ? '.gz' : ''}`,
      'gcp',
      'gcp-asset-ndjson',
      lines(resources),
      resources.length,
      { gzip },
    ),
    file(`${stem}_iam-policy.ndjson`, 'gcp', 'gcp-asset-ndjson', lines(policies) + broken, policies.length, {
      malformed: cut ? 1 : 0,
    }),
    last,
  ]
}

/** `assets.list` answers: at most 100 assets, the read time, and a token for the next page. */
function pages(
  random: Random,
  capture: CaptureTime,
  stem: string,
  assets: readonly JsonObject[],
): SampleFile[] {
  const size = 100
  return Array.from({ length: Math.ceil(assets.length / size) }, (_, i) => {
    const page = assets.slice(i * size, (i + 1) * size)
    const next =
      (i + 1) * size < assets.length
        ? { nextPageToken: random.hex(`gcp-page/${capture.day}/${stem}/${i}`, 48) }
        : {}
    return file(
      `${stem}_page-${i + 1}.json`,
      'gcp',
      'gcp-asset-list',
      pretty({ readTime: later(capture.at, -20_000), assets: page, ...next }),
      page.length,
    )
  })
}
