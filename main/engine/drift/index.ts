export { diffDocuments } from './diff.ts'
export { planDrift, type DriftPlan, type DriftSubject, type OpenDrift } from './plan.ts'
