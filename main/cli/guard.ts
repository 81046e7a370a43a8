// Imported before anything of the engine: on an old Node the rest does not even load, and Node's own words for that are
// no help. Keep this file free of imports that need a new Node.
import { runtimeProblem } from '../engine/runtime-guard.ts'

const problem = runtimeProblem(process.versions.node)
if (problem !== null) {
  process.stderr.write(`countersign: ${problem}\n`)
  // EX_CONFIG of sysexits.h: the set-up is wrong, not the input.
  process.exit(78)
}
