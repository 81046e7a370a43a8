// Free of imports, so that it can speak before anything else loads.

/** Oldest Node the engine runs on: SQLite's binding ends the process without a word on older ones. */
const oldest = [22, 12] as const

/** True when a Node version (`22.12.0`) can carry the engine. */
export function isRuntimeNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/** Why a Node version cannot carry the engine, in a sentence for a person; null when it can. */
export function runtimeProblem(version: string): string | null {
  if (isRuntimeNewEnough(version)) return null
  return `Countersign needs Node ${oldest.join('.')} or newer; this is Node ${version}. Start it through npm, which brings its own.`
}
