import { z } from 'zod'

/** Frameworks that rules map to. FedRAMP is not mapped by hand: it is the baselines of 800-53. */
export const mappedFrameworks = ['soc2', 'iso27001-2022', 'nist-csf-2.0', 'nist-800-53-r5'] as const
export const frameworks = [...mappedFrameworks, 'fedramp-low', 'fedramp-moderate', 'fedramp-high'] as const
export const frameworkSchema = z.enum(frameworks)
export type Framework = (typeof frameworks)[number]

/** One requirement of a framework, with our own short title. */
export const requirementSchema = z.object({
  framework: frameworkSchema,
  id: z.string(),
  title: z.string(),
  group: z.string(),
  parent: z.string().nullable(),
})
export type Requirement = z.infer<typeof requirementSchema>

/** Why a requirement has, or has no, rule behind it. */
export const standings = ['rules', 'attestation', 'inherited', 'out-of-scope', 'uncovered'] as const
export type Standing = (typeof standings)[number]

/** What a person brings where no rule can judge. */
export const attestationSchema = z.object({
  /** What to attach, each its own item. */
  evidence: z.array(z.string()).readonly(),
  /** Who signs for it, by role. */
  role: z.string(),
  /** Days from signing for which it holds. */
  validDays: z.number().int().positive(),
  /** Whose work it is, where the requirement is inherited (the cloud provider); null where it is one's own. */
  from: z.string().nullable(),
})
export type Attestation = Readonly<z.infer<typeof attestationSchema>>
