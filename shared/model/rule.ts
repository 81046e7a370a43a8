import { z } from 'zod'
import { instantSchema, providerSchema } from './provider.ts'

export const severities = ['critical', 'high', 'medium', 'low'] as const
export const severitySchema = z.enum(severities)
export type Severity = (typeof severities)[number]

export const categories = ['identity', 'network', 'data-protection', 'logging', 'hardening'] as const
export const categorySchema = z.enum(categories)
export type Category = (typeof categories)[number]

const controlIds = z.array(z.string().min(2)).min(1)
/** Controls by framework; FedRAMP follows from `nist-800-53-r5` by baseline. */
export const controlsSchema = z.strictObject({
  soc2: controlIds,
  'iso27001-2022': controlIds,
  'nist-csf-2.0': controlIds,
  'nist-800-53-r5': controlIds,
})
export type Controls = z.infer<typeof controlsSchema>

export const benchmarkRefSchema = z.strictObject({
  id: z.string(),
  version: z.string(),
  recommendation: z.string(),
  level: z.number().int().min(1).max(2),
  assessment: z.enum(['automated', 'manual']),
})

/** What a parameter holds: a number (days, hours, counts; CEL sees a double), or a list of texts (account ids, regions). */
export const parameterValueSchema = z.union([z.number(), z.array(z.string())])
export type ParameterValue = z.infer<typeof parameterValueSchema>

/** A threshold that an organisation may set otherwise; read in CEL as `params.<name>`. */
export const parameterSchema = z.strictObject({
  title: z.string().min(3).max(120),
  default: parameterValueSchema,
  /** Bounds of a number, both included; a list's length has no bounds. */
  min: z.number().optional(),
  max: z.number().optional(),
})
export type Parameter = z.infer<typeof parameterSchema>

/**
 * A rule as its `rule.yaml` says it: data an auditor can read.
 * `pass` and `applies` are CEL over `resource` (the normal-form document), `config` (short for
 * `resource.config`), and in account scope `account` (`{ id, provider, resources: {type: [documents]} }`).
 */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^(aws|azure|gcp)(-[a-z0-9]+)+$/),
  title: z.string().min(8).max(100),
  provider: providerSchema,
  scope: z.enum(['resource', 'account']),
  /** Types whose documents the rule judges (resource scope) or reads (account scope). */
  types: z.array(z.string()).min(1),
  /** Account scope only: types that must have been read in the account; absent → not evaluated: missing data. */
  requires: z.array(z.string()).default([]),
  severity: severitySchema,
  category: categorySchema,
  /** Number of the common misconfiguration it belongs to (1–10), where it belongs to one. */
  misconfiguration: z.number().int().min(1).max(10).optional(),
  benchmarks: z.array(benchmarkRefSchema).default([]),
  controls: controlsSchema,
  /** The mapping of the article that named the ten misconfigurations, kept visible with our doubt about it. */
  article: z
    .strictObject({
      soc2: z.string(),
      'nist-800-53-r5': z.string(),
      'iso27001-2022': z.string(),
      doubt: z.string().optional(),
    })
    .optional(),
  /** Paths that must be present; absent → not evaluated: missing data. */
  needs: z.array(z.string()).default([]),
  /** CEL; false → not applicable. */
  applies: z.string().default('true'),
  /** CEL; true → needs review instead of a verdict (checked after applies, before pass). */
  review: z.string().optional(),
  pass: z.string(),
  /** What an organisation may set otherwise, by name. */
  parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema).optional(),
  /** Observed values shown beside the outcome: name → CEL. */
  observed: z.record(z.string(), z.string()).default({}),
  expected: z.string(),
  rationale: z.string(),
  remediation: z.string(),
  /** Where the document's shape is published. */
  source: z.url(),
})

/** What an engagement sets otherwise for one rule, as it stands in force: never without who and why. */
export const ruleOverrideSchema = z.strictObject({
  severity: severitySchema.optional(),
  /** Hours from a finding's opening until it is due, in place of the severity's. */
  slaHours: z.number().int().min(1).max(87_600).optional(),
  /** True: the rule gives no verdict; its subjects are `not evaluated: rule-disabled` and stay counted. */
  disabled: z.literal(true).optional(),
  parameters: z.record(z.string(), parameterValueSchema).optional(),
  reason: z.string().trim().min(1),
  by: z.string().min(1),
  at: instantSchema,
})
export type RuleOverride = z.infer<typeof ruleOverrideSchema>

/** A folder of the user's own rules, loaded beside the pack. */
export const ruleFolderSchema = z.strictObject({
  /** Absolute. */
  path: z.string().min(1),
  reason: z.string().trim().min(1),
  by: z.string().min(1),
  at: instantSchema,
})
export type RuleFolder = z.infer<typeof ruleFolderSchema>

/** What an engagement adds to the pack and sets otherwise; part of the pack's identity. */
export const localRulesSchema = z.strictObject({
  folders: z.array(ruleFolderSchema),
  /** By rule id. */
  overrides: z.record(z.string(), ruleOverrideSchema),
})
export type LocalRules = z.infer<typeof localRulesSchema>
export const noLocalRules: LocalRules = { folders: [], overrides: {} }

/** A rule as it is in force: as written, and what the engagement sets otherwise (then `severity` is the override's). */
export type Rule = z.infer<typeof ruleSchema> & { readonly override?: RuleOverride | undefined }
/** The same for the contract. */
export const ruleInForceSchema = ruleSchema.extend({ override: ruleOverrideSchema.optional() })

/** A misconfiguration that a cloud does not have: said, with its reason, instead of left out. */
export const notApplicableEntrySchema = z.strictObject({
  provider: providerSchema,
  misconfiguration: z.number().int().min(1).max(10),
  title: z.string(),
  reason: z.string(),
  nearest: z.array(z.string()).default([]),
})
export type NotApplicableEntry = z.infer<typeof notApplicableEntrySchema>

/** Version and hash of all rules as loaded; recorded in every scan and package. */
export const rulePackSchema = z.object({
  version: z.string(),
  sha256: z.string(),
  rules: z.number().int().nonnegative(),
})
export type RulePackIdentity = z.infer<typeof rulePackSchema>
