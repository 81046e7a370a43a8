import { basename, dirname, join, resolve } from 'node:path'
import { CountersignError } from '../../../shared/model/errors.ts'
import type { Verification } from '../../../shared/model/verification.ts'
import { addendumFields, copyAddedFiles, readAddendum, writeSheet } from '../evidence/addendum/index.ts'
import {
  cleanUnfinished,
  discardBag,
  finishBag,
  nameFault,
  startBag,
  writeBag,
  zipBag,
} from '../evidence/bag/index.ts'
import { openIdentity, signPackage } from '../evidence/sign/index.ts'
import { bagsIn } from '../evidence/verify/index.ts'
import type { Workspace } from '../store/index.ts'
import type { Job } from './job.ts'
import type { CompileOptions, Signer } from './package.ts'
import { addAddendumRecord, packageRecord } from './package-records.ts'

export interface AddendumRequest {
  /** The package, folder or ZIP. */
  readonly package: string
  readonly files: readonly string[]
  readonly reason: string
  readonly by: Signer
  readonly outDir?: string | undefined
  readonly actor: string
}

export interface MadeAddendum {
  readonly addendumId: string
  readonly packageId: string
  readonly number: number
  readonly bag: string
  readonly zip: string
  readonly files: number
  readonly bytes: number
  /** Whether the open engagement compiled the package and has the addendum in its ledger. */
  readonly recorded: boolean
}

/**
 * Makes an addendum: a small signed bag beside the package (or in `outDir`) that names the package by its identity, says
 * who adds what, when and why, and follows the addendum before it. The package is read, never written.
 *
 * `verified` is what a verification has just said of the package; `ws` the open engagement for writing, or null.
 * Throws `package_invalid` for a package that does not verify or is an addendum itself, and as opening an identity,
 * copying files and signing do.
 */
export async function makeAddendum(
  job: Pick<Job, 'clock' | 'signal' | 'progress' | 'breathe'>,
  request: AddendumRequest,
  verified: Verification,
  ws: Workspace | null,
  options: Pick<CompileOptions, 'keysDir' | 'random' | 'tool'>,
): Promise<MadeAddendum> {
  const original = resolve(request.package)
  const packageId = packageIdOf(verified, original)
  const identity = await openIdentity(options.keysDir, request.by.fingerprint, request.by.passphrase)
  const at = job.clock()
  const outDir = resolve(request.outDir ?? dirname(original))
  const last = await lastAddendum(packageId, [outDir, dirname(original)], ws)
  const number = last.number + 1
  const toName = basename(original).replace(/\.zip$/i, '')
  const bag = join(outDir, `${nameFault(toName) ? packageId.slice(0, 12) : toName}_addendum-${number}`)
  const { name, organisation, fingerprint } = identity.facts
  const stated = { to: packageId, number, follows: last.id, by: name, at, reason: request.reason.trim() }

  await cleanUnfinished(outDir)
  const folder = await startBag(bag, Buffer.from(options.random(8)).toString('hex'))
  try {
    let copied = 0
    const files = await copyAddedFiles(folder, request.files, async (path) => {
      const total = request.files.length
      job.progress({ stage: 'payload', done: copied++, total, unit: 'files', note: basename(path) })
      await job.breathe()
    })
    const by = { name, organisation, fingerprint }
    await writeSheet(folder, {
      format: 'countersign-addendum/1',
      ...stated,
      toName,
      by,
      actor: request.actor,
      files,
    })
    const written = await writeBag(folder, {
      kind: 'addendum',
      title: `Addendum ${number} to ${toName}`,
      info: [...inherited(verified), ...addendumFields(stated), toolField(options)],
      baggedOn: at.slice(0, 10),
      sample: verified.info.some(({ label }) => label === 'Sample'),
      preparerFingerprint: fingerprint,
      signal: job.signal,
    })
    await signPackage(folder, identity, 'preparer', at, options.random(16))
    await finishBag(folder, bag)
    const addendumId = written.packageId
    const record = { addendumId, number, reason: stated.reason, by: name, at, files: files.length }
    const recorded = ws !== null && addAddendumRecord(ws, packageId, record, request.actor)
    await zipBag(bag, `${bag}.zip`, at.slice(0, 10))
    const { files: count, bytes } = written
    return { addendumId, packageId, number, bag, zip: `${bag}.zip`, files: count, bytes, recorded }
  } catch (error) {
    await discardBag(folder)
    throw error
  }
}

function packageIdOf(verified: Verification, path: string): string {
  if (verified.overall !== 'verified' || verified.packageId === null)
    throw new CountersignError('package_invalid', {
      path,
      detail: 'it does not verify, so nothing can be added to it',
    })
  if (verified.addendum !== null)
    throw new CountersignError('package_invalid', {
      path,
      detail: 'it is an addendum itself; name the package it adds to',
    })
  return verified.packageId
}

interface LastAddendum {
  readonly number: number
  readonly id: string | null
}

/** The highest addendum known: in these folders, or in the engagement that compiled the package. */
async function lastAddendum(
  packageId: string,
  folders: readonly string[],
  ws: Workspace | null,
): Promise<LastAddendum> {
  let last: LastAddendum = { number: 0, id: null }
  const consider = (number: number, id: string): void => {
    if (number > last.number) last = { number, id }
  }
  for (const { addendumId, number } of (ws && packageRecord(ws, packageId)?.addenda) ?? [])
    consider(number, addendumId)
  for (const folder of new Set(folders)) {
    for (const neighbour of await bagsIn(folder)) {
      const stated = readAddendum(neighbour.info)
      if (typeof stated === 'object' && stated.to === packageId) consider(stated.number, neighbour.packageId)
    }
  }
  return last
}

/** What the package says of whose it is and of when, said again here. */
function inherited(verified: Verification): readonly { label: string; value: string }[] {
  const labels = [
    'Source-Organization',
    'Bag-Group-Identifier',
    'Period-Start',
    'Period-End',
    'Retention-Years',
  ]
  return verified.info.filter(({ label }) => labels.includes(label))
}

const toolField = ({ tool }: Pick<CompileOptions, 'tool'>) => ({
  label: 'Tool-Version',
  value: `${tool.name} ${tool.version}`,
})
