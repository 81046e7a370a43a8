import { CountersignError } from '../../shared/model/errors.ts'

/** Oldest Node the engine runs on: SQLite's binding ends the process without a word on older ones. */
const oldest = [22, 12] as const

/** True when a Node version (`22.12.0`) can carry the engine. */
export function isRuntimeNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

/** Throws `runtime_too_old` instead of letting a native module crash. */
export function assertRuntime(version: string = process.versions.node): void {
  if (!isRuntimeNewEnough(version)) throw new CountersignError('runtime_too_old', { found: `Node ${version}` })
}
