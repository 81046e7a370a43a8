import { keptWhole } from '../scope/words.ts'
import { isNarrowed } from '../scope/words.ts'
import type { PayloadContext } from './context.ts'
import { canonicalJson, writeFile } from './files.ts'

/** `06-populations/scope.json`: the boundary, what lies inside it, and what does not with the reason. */
export async function writeScope(context: PayloadContext): Promise<void> {
  const { scope, engagement, period, reader } = context
  const file = {
    engagement: engagement.id,
    period: { start: period.start, end: period.end, timeZone: engagement.timeZone },
    scope,
    frameworks: scope.frameworks,
    accounts: accountsInScope(context),
    excluded: [...reader.notApplicableEntries()].map((entry) => ({
      provider: entry.provider,
      misconfiguration: entry.misconfiguration,
      title: entry.title,
      reason: entry.reason,
    })),
    outOfScope: outOfScope(context),
    narrowed: isNarrowed(scope),
    keptWhole: isNarrowed(scope) ? keptWhole : [],
  }
  context.record(await writeFile(context.root, 'data/06-populations/scope.json', `${canonicalJson(file)}\n`))
}

/** What the engagement has and this package leaves out, and why. */
function outOfScope({ scope }: PayloadContext): { what: string; reason: string }[] {
  const reason = 'left out of this package by the scope it was compiled with'
  return [
    ...scope.leftOut.frameworks.map((framework) => ({ what: `framework ${framework}`, reason })),
    ...scope.leftOut.providers.map((provider) => ({ what: `provider ${provider}`, reason })),
    ...(scope.leftOut.accounts === 0
      ? []
      : [{ what: `${scope.leftOut.accounts} accounts that the engagement has read`, reason }]),
  ]
}

function accountsInScope(context: PayloadContext): object[] {
  const accounts = new Map<
    string,
    { provider: string; account: string; regions: Set<string>; files: number }
  >()
  for (const scan of context.scans) {
    for (const file of context.reader.sourceFiles(scan.id)) {
      for (const account of file.accounts) {
        const key = `${file.provider}:${account}`
        const one = accounts.get(key) ?? {
          provider: file.provider,
          account,
          regions: new Set<string>(),
          files: 0,
        }
        one.files++
        for (const region of file.regions) one.regions.add(region)
        accounts.set(key, one)
      }
    }
  }
  return [...accounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => ({
      provider: one.provider,
      account: one.account,
      regions: [...one.regions].sort(),
      files: one.files,
    }))
}
