#!/usr/bin/env node
// The guard comes first and alone: on an old Node the engine's sources do not even load.
import './guard.ts'

const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
