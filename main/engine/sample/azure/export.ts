import type { JsonObject } from '../../../../shared/model/json.ts'
import type { CaptureTime } from '../calendar.ts'
import type { AccountDocument } from '../document.ts'
import { file, pretty, type SampleFile } from '../file.ts'
import type { Random } from '../random.ts'
import { subscriptions, type AzureItem } from './item.ts'
import { armResource, graphRow, graphTable } from './shapes.ts'

/** How Resource Graph's answer is handed over in a week: one array, pages, or the older table. */
const pagedWeeks = new Set([1, 6, 10])
const tableWeeks = new Set([3, 8])
/** Week in which a page holds a row without an id. */
const damagedWeek = 7

/** The Azure files of one capture: Resource Graph, ARM lists of what it lacks, and the directory. */
export function azureFiles(
  random: Random,
  capture: CaptureTime,
  items: readonly AzureItem[],
  documents: readonly AccountDocument[],
): SampleFile[] {
  const rows = items.filter((item) => item.inGraph).map(graphRow)
  return [
    ...graphFiles(random, capture, rows),
    ...armFiles(items.filter((item) => !item.inGraph)),
    file(
      'azure/microsoft-graph_directory-documents.json',
      'azure',
      'countersign-documents',
      pretty({ countersignDocuments: documents }),
      documents.length,
    ),
  ]
}

function graphFiles(random: Random, capture: CaptureTime, rows: readonly JsonObject[]): SampleFile[] {
  const name = 'azure/resource-graph_resources'
  if (tableWeeks.has(capture.week)) {
    const body = {
      totalRecords: rows.length,
      count: rows.length,
      data: graphTable(rows),
      facets: [],
      resultTruncated: 'false',
    }
    return [file(`${name}_table.json`, 'azure', 'azure-resource-graph', pretty(body), rows.length)]
  }
  if (pagedWeeks.has(capture.week)) {
    const size = 100
    return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => {
      const data = rows.slice(i * size, (i + 1) * size)
      const isLast = (i + 1) * size >= rows.length
      const body = {
        totalRecords: rows.length,
        count: data.length,
        data,
        facets: [],
        resultTruncated: 'false',
        ...(isLast
          ? {}
          : {
              $skipToken: Buffer.from(
                `${random.hex(`skip/${capture.day}/${i}`, 40)}:${(i + 1) * size}`,
              ).toString('base64'),
            }),
      }
      return file(`${name}_page-${i + 1}.json`, 'azure', 'azure-resource-graph', pretty(body), data.length)
    })
  }
  const data = [...rows]
  const isDamaged = capture.week === damagedWeek
  if (isDamaged) data.splice(12, 0, { ...data[11], id: null })
  // The CLI's spelling; the REST answer above has its own.
  const body = { count: data.length, data, skip_token: null, total_records: data.length }
  return [
    file(`${name}.json`, 'azure', 'azure-resource-graph', pretty(body), rows.length, {
      malformed: isDamaged ? 1 : 0,
    }),
  ]
}

/** One ARM list per type and subscription: `arm_industrial_security-pricings.json`. */
function armFiles(items: readonly AzureItem[]): SampleFile[] {
  const files: SampleFile[] = []
  for (const subscription of subscriptions) {
    const mine = items.filter((item) => item.subscription === subscription)
    for (const type of [...new Set(mine.map((item) => item.type))].sort()) {
      const value = mine.filter((item) => item.type === type).map(armResource)
      const short = type.replace('Microsoft.', '').replaceAll(/[/.]/g, '-').toLowerCase()
      files.push(
        file(
          `azure/arm_${subscription.name}_${short}.json`,
          'azure',
          'azure-arm',
          pretty({ value }),
          value.length,
        ),
      )
    }
  }
  return files
}
