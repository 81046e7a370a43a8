import type { PayloadContext } from '../payload/context.ts'
import { writeJson } from './json-stream.ts'
import { complianceFindings } from './ocsf.ts'
import { componentDefinition } from './oscal-component.ts'
import { oscalContext } from './oscal-common.ts'
import type { OscalVersion } from './oscal-version.ts'
import { assessmentPlan } from './oscal-plan.ts'
import { planOfAction } from './oscal-poam.ts'
import { assessmentResults } from './oscal-results.ts'

export { oscalVersions } from './oscal-version.ts'

/**
 * `11-machine/` beside the summary: OSCAL assessment plan, results, plan of action and component definition, and OCSF compliance
 * findings. Memory does not grow with the population; the same reader gives the same bytes. Yields pieces written.
 */
export async function* writeMachineFormats(
  context: PayloadContext,
  version: OscalVersion = '1.1.3',
): AsyncGenerator<number> {
  const oscal = oscalContext(context, version)
  yield* writeJson(context, 'data/11-machine/oscal-ap.json', [assessmentPlan(oscal)])
  yield* writeJson(context, 'data/11-machine/oscal-ar.json', [assessmentResults(oscal)])
  const poam = planOfAction(oscal)
  if (poam !== null) yield* writeJson(context, 'data/11-machine/oscal-poam.json', [poam])
  yield* writeJson(context, 'data/11-machine/oscal-component.json', [componentDefinition(oscal)])
  yield* writeJson(context, 'data/11-machine/ocsf-2003.ndjson', complianceFindings(context))
}
