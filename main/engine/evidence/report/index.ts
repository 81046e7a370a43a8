import path from 'node:path'
import type { PayloadContext } from '../payload/context.ts'
import { writeCsv, type Row } from '../payload/csv.ts'
import type { PackageSummary } from '../payload/summary.ts'
import { drawDocument, factsOf } from './document.ts'
import { documentPlans } from './plans.ts'

/**
 * Draws every PDF of the package, has each signed where the caller asks for it, and writes `data/01-report/documents.csv`: length and
 * SHA-256 of each as drawn. A signature is appended to a PDF, so its first bytes stay what they were and can be checked against that list,
 * which is the same for the same input while a signature is not. Yields the number of pages drawn of the document at hand.
 * @throws CountersignError cancelled, disk_full, and what `signPdf` throws
 */
export async function* writeReports(
  context: PayloadContext,
  summary: PackageSummary,
): AsyncGenerator<number> {
  const rows: Row[] = []
  for (const plan of documentPlans(context, summary)) {
    context.checkCancelled()
    const drawn = yield* drawDocument(context, summary, plan)
    const file = path.join(context.root, ...plan.path.split('/'))
    if (context.signPdf !== null) await context.signPdf(file)
    context.record(await factsOf(file, plan.path))
    rows.push([drawn.path, drawn.title, drawn.pages, drawn.attached, drawn.bytes, drawn.sha256])
  }
  yield* writeCsv(
    context,
    'data/01-report/documents.csv',
    ['File', 'Title', 'Pages', 'Files attached', 'Bytes before signatures', 'SHA-256 of these bytes'],
    rows,
  )
}
