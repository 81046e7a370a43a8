export { diffDocuments } from './diff.ts'
export { differences, planDrift, type DriftPlan, type DriftSubject, type OpenDrift } from './plan.ts'
