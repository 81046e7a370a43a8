export {
  eventsAtScan,
  eventsAtTime,
  openingEvents,
  type FindingState,
  type PlannedEvent,
  type Said,
} from './lifecycle.ts'
export { project, unopened, type ProjectedEvent } from './project.ts'
export { reviewQueue, type QueueInput } from './queue.ts'
export { remediationRow } from './remediation.ts'
export { dueAt, weekOf, weeksOf } from './sla.ts'
