import { packageFactsSchema, type PackageFacts } from '../../../../shared/model/package-summary.ts'
import { readWhole, type PackageSource } from '../verify/source.ts'

const factsPath = 'data/11-machine/package.json'
const longestFacts = 256 * 1024 * 1024

/** What package.json says, or null when it is absent, too long or not of the form we know. */
export async function readFacts(source: PackageSource): Promise<PackageFacts | null> {
  const bytes = await readWhole(source, factsPath, longestFacts)
  if (!bytes) return null
  try {
    return packageFactsSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}
