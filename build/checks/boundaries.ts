// `npm run deps`: the boundaries hold, and the check is able to fail.
import { canaries, plantCanaries } from './canary.ts'
import { cruiseTree } from './cruise.ts'
import { root } from '../root.ts'

/** With the wrong TypeScript installed dependency-cruiser sees nothing and is content; fewer than this is no check. */
const fewest = 50

const { modules, violations } = cruiseTree(root)
for (const violation of violations) console.error(violation)
const problems: string[] = []
if (violations.length > 0) problems.push(`${violations.length} boundaries are crossed`)
if (modules <= fewest) problems.push(`only ${modules} modules were seen, so nothing was checked`)

const planted = plantCanaries()
for (const { name, rule } of canaries)
  if (!planted.some((violation) => violation.startsWith(`${rule}: `) && violation.includes(name)))
    problems.push(`the forbidden import planted in ${name} was not found by ${rule}`)

for (const problem of problems) console.error(`deps: ${problem}`)
if (problems.length === 0)
  console.log(
    `deps: ${modules} modules, no boundary crossed; ${canaries.length} planted imports were all found`,
  )
process.exit(problems.length === 0 ? 0 : 1)
