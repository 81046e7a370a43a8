/** Reading packages that others made: a summary, and what differs between two. */
export { diffReceived } from './diff.ts'
export { openReceived } from './open.ts'
