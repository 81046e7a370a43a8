/** The face of the evaluate stage: rules in, outcomes and totals out. */
export { loadRulePack, parseRulePack, type RulePack } from './load.ts'
export { applyLocalRules, overrideFault } from './overrides.ts'
export { packHash, type PackFile } from './pack/files.ts'
export type { PackProblem, ProblemCode } from './pack/problem.ts'
export { compileRules, type CompiledRule } from './compile.ts'
export {
  bindResource,
  evaluateAccount,
  evaluateBound,
  evaluateResource,
  notEvaluated,
  type AccountInput,
  type BoundResource,
  type EvaluationOptions,
} from './evaluate.ts'
export {
  indexRules,
  planEvaluation,
  type ChangedCoverage,
  type ChangedResource,
  type EvaluationPlan,
  type PlanInput,
  type RuleIndex,
} from './plan.ts'
export {
  countOutcomes,
  frameworkTotals,
  recommendationTotals,
  requirementTotals,
  type RecommendationTotals,
  type RuleCounts,
} from './totals.ts'
export { coverageCases, coverageRows, coverageSummaries, type CoverageFilter } from './coverage.ts'
export { frameworkViews, type FrameworkView, type RequirementStanding } from './standing.ts'
export {
  controlCrosswalk,
  filterControls,
  requirementsOf,
  ruleCrosswalk,
  type ControlCrosswalkRow,
  type RuleCrosswalkRow,
} from './crosswalk.ts'
export { filterRules } from './filter.ts'
export { lintPack, type LintOptions } from './lint.ts'
export { runCases, type CaseResult, type ToNormal } from './cases.ts'
export type { RuleCase } from './pack/case-file.ts'
export { functions } from './functions/index.ts'
export type { RuleFunction } from './functions/rule-function.ts'
