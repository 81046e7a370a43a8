import type { PackageSummary } from '../../payload/summary.ts'
import type { Section } from '../report.ts'
import { baselineSection } from './baselines.ts'
import { coverageSection } from './coverage.ts'
import { custodySection } from './custody.ts'
import { decisionSection } from './decisions.ts'
import { driftSection } from './drift.ts'
import { exceptionSection } from './exceptions.ts'
import { findingSection } from './findings.ts'
import { methodSection } from './method.ts'
import { populationSection } from './populations.ts'
import { remediationSection } from './remediation.ts'
import { requirementSection } from './requirements.ts'
import { reviewSection } from './reviews.ts'
import { sampleSection } from './samples.ts'
import { scopeSection } from './scope.ts'
import { sourceSection } from './sources.ts'
import { totalsSection } from './totals.ts'
import { trendSection } from './trend.ts'
import { verifySection } from './verify.ts'

/** The report's chapters in their order. */
export function sections(summary: PackageSummary): Section[] {
  return [
    verifySection,
    scopeSection,
    totalsSection(summary),
    trendSection,
    findingSection,
    driftSection,
    remediationSection,
    exceptionSection,
    baselineSection,
    reviewSection,
    coverageSection,
    sampleSection,
    methodSection,
    custodySection,
    requirementSection(summary),
    populationSection,
    decisionSection,
    sourceSection,
  ]
}
