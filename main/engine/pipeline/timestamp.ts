import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { CountersignError } from '../../../shared/model/errors.ts'
import { zipBag } from '../evidence/bag/index.ts'
import { attachTimestamp, type AttachedTimestamp } from '../evidence/sign/index.ts'
import { identify } from '../evidence/verify/index.ts'
import { appendLedger, type Workspace } from '../store/index.ts'
import type { Job } from './job.ts'
import { packageRecord } from './package-records.ts'

/**
 * Attaches a time stamping authority's answer to a package or addendum folder and makes its ZIP anew where there is one.
 * `ws` is the open engagement for writing, or null: one that compiled the package keeps the stamp in its ledger.
 * Throws as attaching does, `package_invalid` for a ZIP, which is not written to.
 */
export async function timestampPackage(
  job: Pick<Job, 'clock'>,
  request: { readonly bag: string; readonly response: string; readonly actor: string },
  ws: Workspace | null,
): Promise<AttachedTimestamp & { readonly recorded: boolean }> {
  const bag = resolve(request.bag)
  const kind = await stat(bag).catch(() => undefined)
  if (!kind) throw new CountersignError('package_not_found', { path: bag })
  if (!kind.isDirectory())
    throw new CountersignError('package_invalid', { path: bag, detail: 'name the folder, not its ZIP' })
  const attached = await attachTimestamp(bag, request.response)
  const zip = `${bag}.zip`
  const at = job.clock()
  if (await stat(zip).catch(() => undefined)) await zipBag(bag, zip, at.slice(0, 10))
  return { ...attached, recorded: ws !== null && (await record(ws, bag, attached, request.actor, at)) }
}

async function record(
  ws: Workspace,
  bag: string,
  { role, at: stampedAt, authority, fingerprint }: AttachedTimestamp,
  actor: string,
  at: string,
): Promise<boolean> {
  const packageId = (await identify(bag))?.packageId
  if (packageId === undefined || !packageRecord(ws, packageId)) return false
  const payload = { packageId, role, stampedAt, authority, fingerprint }
  appendLedger(ws, { at, actor, action: 'package-timestamped', payload })
  return true
}
