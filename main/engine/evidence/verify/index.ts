/** Judging a package without trusting whoever made it. */
export { bagsIn, identify } from './beside.ts'
export type { Neighbour } from './beside.ts'
export { exitCodes, exitCodeFor, exitCodeOf } from './exit-codes.ts'
export type { ExitCode } from './exit-codes.ts'
export { verifyPackage } from './verify-package.ts'
export type { VerifyOptions } from './verify-package.ts'
