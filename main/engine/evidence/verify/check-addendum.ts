import type { AddendumFacts } from '../../../../shared/model/package-lock.ts'
import { addendumFields, addendumSheetSchema, readAddendum, sheetPath } from '../addendum/index.ts'
import type { StatedAddendum } from '../addendum/index.ts'
import type { BagInfoField } from '../bag/bag-info.ts'
import { identify, neighbours } from './beside.ts'
import type { Findings } from './findings.ts'
import { readWhole } from './source.ts'
import type { PackageSource } from './source.ts'

const longestSheet = 16 * 1024 * 1024
const bagInfo = 'bag-info.txt'

export interface AddendumChecks {
  readonly path: string
  readonly info: readonly BagInfoField[]
  /** The package it should belong to, where the verifier names one. */
  readonly original: string | undefined
}

/**
 * Of an addendum: that it says to what it adds, with which number, by whom, when and why; that its sheet says the same;
 * and that the package it names is the one given, or lies beside it. Null for a package, and for an addendum
 * that doesn't say these things. The package found is not verified here.
 */
export async function checkAddendum(
  source: PackageSource,
  findings: Findings,
  { path, info, original }: AddendumChecks,
): Promise<AddendumFacts | null> {
  const stated = readAddendum(info)
  if (stated === undefined) return null
  if (stated === 'malformed') {
    findings.fail('addendum_malformed', bagInfo)
    return null
  }
  if (!(await sheetAgrees(source, stated))) {
    findings.fail('addendum_malformed', sheetPath)
    return { ...stated, original: 'not-found' }
  }
  const params = { to: stated.to, number: stated.number }
  const given = original === undefined ? undefined : await identify(original)
  if (original !== undefined && given?.packageId !== stated.to) {
    findings.fail('addendum_original_differs', bagInfo, {
      expected: stated.to,
      found: given?.packageId ?? 'none',
    })
    return { ...stated, original: 'differs' }
  }
  const found = given ?? (await neighbours(path)).find(({ packageId }) => packageId === stated.to)
  if (found) findings.ok('addendum_chained', bagInfo, params)
  else findings.warn('addendum_original_absent', bagInfo, params)
  return { ...stated, original: found ? 'found' : 'not-found' }
}

/** The sheet must give, written as bag-info writes it, the very fields that bag-info has. */
async function sheetAgrees(source: PackageSource, stated: StatedAddendum): Promise<boolean> {
  const bytes = await readWhole(source, sheetPath, longestSheet)
  if (!bytes) return false
  try {
    const sheet = addendumSheetSchema.parse(JSON.parse(bytes.toString('utf8')))
    const written = addendumFields({ ...sheet, by: sheet.by.name })
    const read = addendumFields(stated)
    return JSON.stringify(written) === JSON.stringify(read)
  } catch {
    return false
  }
}
