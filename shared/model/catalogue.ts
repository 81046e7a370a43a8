import type { Attestation, Framework, Standing } from './framework.ts'
import type { Provider } from './provider.ts'

/** Why a requirement that no rule maps to is where it is; said per requirement, per parent or per group in the catalogue. */
export type DeclaredStanding = Exclude<Standing, 'rules' | 'uncovered'>

export interface CatalogueRequirement {
  readonly id: string
  readonly title: string
  readonly group: string
  /** The requirement this one enhances or details; null at the top. */
  readonly parent: string | null
}

export interface StandingEntry {
  readonly standing: DeclaredStanding
  readonly reason: string
  /** Null exactly where the requirement is out of scope. */
  readonly attestation: Attestation | null
  /** Requirement ids or group ids; a requirement takes its own entry first, then its parents', then its group's. */
  readonly for: readonly string[]
}

/** A subset of a catalogue that is a framework of its own: FedRAMP's baselines of 800-53. */
export interface CatalogueBaseline {
  readonly framework: Framework
  readonly title: string
  readonly members: readonly string[]
}

/** A framework's complete list of requirements, as `rules/frameworks/<framework>.yaml` says it. */
export interface Catalogue {
  readonly framework: Framework
  readonly title: string
  readonly edition: string
  readonly source: string
  /** Declared number of requirements; lint compares it with the list. */
  readonly count: number
  /** True where a parent is only the sum of its children (CSF functions and categories). */
  readonly rollUp: boolean
  readonly groups: readonly { readonly id: string; readonly title: string }[]
  readonly requirements: readonly CatalogueRequirement[]
  readonly standings: readonly StandingEntry[]
  readonly baselines: readonly CatalogueBaseline[]
}

export const evaluables = ['config', 'extra-api', 'manual'] as const
/** Whether inventory decides a recommendation, a further API is needed, or only a person can. */
export type Evaluable = (typeof evaluables)[number]

export interface Recommendation {
  readonly id: string
  readonly title: string
  readonly section: string
  readonly level: number
  readonly assessment: 'automated' | 'manual'
  readonly evaluable: Evaluable
  /** Interfaces beyond the inventory that its rules need; empty unless `evaluable` is `extra-api`. */
  readonly apis: readonly string[]
  /** Set where `evaluable` is `manual`: why no rule can judge, and what a person brings instead. */
  readonly attestation: (Attestation & { readonly reason: string }) | null
}

/** A benchmark's complete list of recommendations with our own titles, as `rules/benchmarks/<id>-<version>.yaml` says it. */
export interface Benchmark {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly provider: Provider
  readonly source: string
  /** Declared denominator; lint compares it with the list. */
  readonly count: number
  readonly sections: readonly { readonly id: string; readonly title: string }[]
  readonly recommendations: readonly Recommendation[]
}
