import type { OpenedPackage, PackageFacts } from '../../../../shared/model/package-summary.ts'
import type { Verification } from '../../../../shared/model/verification.ts'
import { addendumSheetSchema, readAddendum, sheetPath } from '../addendum/index.ts'
import { neighbours } from '../verify/beside.ts'
import { newFindings } from '../verify/findings.ts'
import { openPackage } from '../verify/open-package.ts'
import { readWhole, type PackageSource } from '../verify/source.ts'
import { readFacts } from './facts.ts'

const longestSheet = 16 * 1024 * 1024

/**
 * A received package or addendum at a glance, read in place: whose, of which period, complete or not, its figures, its
 * scans, what it lacks, and the addenda that lie beside it. `verification` is what was just found of it;
 * `verifyAddendum` verifies one of its addenda.
 */
export async function openReceived(
  path: string,
  verification: Verification,
  verifyAddendum: (path: string) => Promise<Verification>,
): Promise<OpenedPackage> {
  const source = await openPackage(path, newFindings())
  try {
    const facts = await readFacts(source)
    const addenda =
      verification.packageId === null ? [] : await addendaOf(path, verification.packageId, verifyAddendum)
    return { verification, facts: facts && shown(facts), added: await addedFiles(source), addenda }
  } finally {
    source.close()
  }
}

function shown({ scans, completeness, ...facts }: PackageFacts): NonNullable<OpenedPackage['facts']> {
  const holes = new Map<string, { entries: number; concerned: number }>()
  for (const { kind, count } of completeness.holes) {
    const before = holes.get(kind) ?? { entries: 0, concerned: 0 }
    holes.set(kind, { entries: before.entries + 1, concerned: before.concerned + count })
  }
  return {
    ...facts,
    scans: scans.length,
    firstScan: scans[0]?.asOf ?? null,
    lastScan: scans.at(-1)?.asOf ?? null,
    completeness: completeness.verdict,
    holes: [...holes].map(([kind, counts]) => ({ kind, ...counts })),
  }
}

async function addedFiles(source: PackageSource): Promise<OpenedPackage['added']> {
  const bytes = await readWhole(source, sheetPath, longestSheet)
  if (!bytes) return []
  try {
    return addendumSheetSchema.parse(JSON.parse(bytes.toString('utf8'))).files
  } catch {
    return []
  }
}

async function addendaOf(
  path: string,
  packageId: string,
  verify: (path: string) => Promise<Verification>,
): Promise<OpenedPackage['addenda']> {
  const found: OpenedPackage['addenda'] = []
  for (const neighbour of await neighbours(path)) {
    const stated = readAddendum(neighbour.info)
    if (typeof stated !== 'object' || stated.to !== packageId) continue
    const { number, by, at, reason } = stated
    const { overall } = await verify(neighbour.path)
    const addendumId = neighbour.packageId
    found.push({ path: neighbour.path, addendumId, number, by, at, reason, verified: overall === 'verified' })
  }
  return found.sort((a, b) => a.number - b.number)
}
