import { z } from 'zod'
import { coverageRowSchema, coverageStandingSchema, coverageSummarySchema } from '../model/coverage.ts'
import { attestationSchema, frameworkSchema, standings } from '../model/framework.ts'
import { notEvaluatedReasonSchema, outcomeStatusSchema, totalsSchema } from '../model/outcome.ts'
import { providerSchema } from '../model/provider.ts'
import {
  benchmarkRefSchema,
  categorySchema,
  controlsSchema,
  parameterValueSchema,
  ruleFolderSchema,
  ruleInForceSchema,
  ruleOverrideSchema,
  rulePackSchema,
  severitySchema,
} from '../model/rule.ts'
import { command, job, nothing, pageIn, pageOf, query } from './method.ts'

/** Rules that meet everything given. */
export const ruleFilterSchema = z.object({
  provider: z.array(providerSchema).optional(),
  severity: z.array(severitySchema).optional(),
  category: z.array(categorySchema).optional(),
  /** Benchmark id, e.g. `cis-aws`. */
  benchmark: z.string().optional(),
  recommendation: z.string().optional(),
  framework: frameworkSchema.optional(),
  /** Requirement id, letter case ignored; of `framework` where that is given, else of any. */
  control: z.string().optional(),
  /** Part of id, title or a type, letter case ignored. */
  text: z.string().optional(),
  /** True: only rules that the engagement sets otherwise. */
  overridden: z.boolean().optional(),
})
export type RuleFilter = z.infer<typeof ruleFilterSchema>

const listedRule = ruleInForceSchema.extend({
  totals: totalsSchema,
  /** True for a rule of the engagement's own folder. */
  own: z.boolean(),
})
const problem = z.object({ where: z.string(), code: z.string(), message: z.string() })
const reason = z.string().trim().min(1)
const actor = z.string().min(1)
const count = z.number().int().nonnegative()

export const ruleCaseResultSchema = z.object({
  rule: z.string(),
  path: z.string(),
  name: z.string(),
  expected: outcomeStatusSchema,
  got: outcomeStatusSchema,
  reason: notEvaluatedReasonSchema.nullable(),
  /** What came out otherwise than the case says; empty when it holds. */
  differences: z.array(z.string()),
})

/** What the engagement adds to the pack and sets otherwise. */
export const ruleSettingsSchema = z.object({
  folders: z.array(ruleFolderSchema.extend({ rules: z.array(z.string()) })),
  overrides: z.array(ruleOverrideSchema.extend({ rule: z.string() })),
  /** Null while a folder is missing. */
  rulePack: rulePackSchema.nullable(),
})

export const ruleMethods = {
  'rule.list': query(z.object({ filter: ruleFilterSchema.default({}) }), z.array(listedRule)),
  'rule.get': query(
    z.object({ rule: z.string() }),
    z.object({
      rule: ruleInForceSchema,
      yaml: z.string(),
      totals: totalsSchema,
      own: z.boolean(),
      /** Why it cannot judge; null when it can. */
      error: z.string().nullable(),
    }),
  ),
  'rule.lint': query(nothing, z.object({ rules: count, cases: count, problems: z.array(problem) })),
  /** Runs the cases of rules by id or by the beginning of an id, each as it is written; of all rules when none is named. */
  'rule.test': job(
    z.object({ rules: z.array(z.string().min(1)).default([]), all: z.boolean().default(false) }),
    z.object({
      rules: count,
      cases: count,
      failed: count,
      /** Cases by the outcome they expect. */
      expected: totalsSchema,
      /** The cases that differ, or all of them when asked for. */
      results: z.array(ruleCaseResultSchema),
      problems: z.array(problem),
    }),
  ),
  /** Rule to controls. */
  'rule.crosswalk': query(
    z.object({ filter: ruleFilterSchema.default({}) }),
    z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        provider: providerSchema,
        severity: severitySchema,
        misconfiguration: z.number().nullable(),
        controls: controlsSchema,
        /** FedRAMP baselines that hold at least one of its 800-53 controls. */
        fedramp: z.array(frameworkSchema),
        benchmarks: z.array(benchmarkRefSchema),
      }),
    ),
  ),
  /** Control to rules: every requirement, those without rules included. */
  'rule.controls': query(
    pageIn.extend({
      framework: frameworkSchema.optional(),
      control: z.string().optional(),
      rule: z.string().optional(),
    }),
    pageOf(
      z.object({
        framework: frameworkSchema,
        requirement: z.string(),
        title: z.string(),
        group: z.string(),
        standing: z.enum(standings),
        reason: z.string(),
        attestation: attestationSchema.nullable(),
        rules: z.array(z.string()),
      }),
    ),
  ),
  /** Every benchmark and framework in sum. */
  'rule.coverage': query(
    nothing,
    z.object({ rules: count, cases: totalsSchema, sets: z.array(coverageSummarySchema) }),
  ),
  /** Every recommendation and requirement with what stands behind it. */
  'rule.standings': query(
    pageIn.extend({
      /** Benchmark id or framework. */
      of: z.string().optional(),
      standing: z.array(coverageStandingSchema).optional(),
      /** Only what has no standing, or a rule that lacks a case. */
      missing: z.boolean().optional(),
    }),
    pageOf(coverageRowSchema),
  ),

  'rule.settings': query(nothing, ruleSettingsSchema),
  'rule.addFolder': command(z.object({ path: z.string().min(1), reason, actor }), ruleSettingsSchema),
  'rule.removeFolder': command(z.object({ path: z.string().min(1), reason, actor }), ruleSettingsSchema),
  /** Replaces what the engagement sets otherwise for the rule; it holds from the next evaluation on. */
  'rule.override': command(
    z.object({
      rule: z.string(),
      severity: severitySchema.optional(),
      slaHours: z.number().int().min(1).max(87_600).optional(),
      disabled: z.literal(true).optional(),
      parameters: z.record(z.string(), parameterValueSchema).optional(),
      reason,
      actor,
    }),
    ruleSettingsSchema,
  ),
  /** The rule as it is written again. */
  'rule.restore': command(z.object({ rule: z.string(), reason, actor }), ruleSettingsSchema),
} as const
