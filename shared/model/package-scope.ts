import { z } from 'zod'
import { frameworkSchema } from './framework.ts'
import { instantSchema, providerSchema } from './provider.ts'

/** A calendar quarter (`2026Q3`), a calendar month (`2026-09`), both from midnight to midnight UTC, or any two instants, the end exclusive. */
export const packagePeriodSchema = z.union([
  z.strictObject({ quarter: z.string().regex(/^\d{4}Q[1-4]$/) }),
  z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  z.strictObject({ start: instantSchema, end: instantSchema }),
])
export type PackagePeriod = z.infer<typeof packagePeriodSchema>

/** What a package is asked to hold; whatever is left out is not narrowed. */
export const packageScopeRequestSchema = z.strictObject({
  period: packagePeriodSchema.optional(),
  frameworks: z.array(frameworkSchema).min(1).optional(),
  providers: z.array(providerSchema).min(1).optional(),
  /** As the provider writes them, or led by the provider: `aws:012345678901`. */
  accounts: z.array(z.string().trim().min(1)).min(1).max(5_000).optional(),
})
export type PackageScopeRequest = z.infer<typeof packageScopeRequestSchema>

/** The boundary of a package, as it is written into it. */
export const packageScopeSchema = z.strictObject({
  preset: z.enum(['engagement', 'quarter', 'month', 'dates']),
  /** `2026Q3`, `2026-09`, or `2026-07-01/2026-08-15`. */
  label: z.string(),
  /** Half-open. */
  period: z.strictObject({ start: instantSchema, end: instantSchema }),
  /** In the engagement's order. */
  frameworks: z.array(frameworkSchema).min(1),
  /** Null: not narrowed. */
  providers: z.array(providerSchema).min(1).nullable(),
  /** Null: not narrowed. By provider, then account. */
  accounts: z
    .array(z.strictObject({ provider: providerSchema, account: z.string() }))
    .min(1)
    .nullable(),
  /** What the engagement has and the package does not; nothing in an unnarrowed one. `accounts` is their number. */
  leftOut: z.strictObject({
    frameworks: z.array(frameworkSchema),
    providers: z.array(providerSchema),
    accounts: z.number().int().nonnegative(),
  }),
})
export type PackageScope = z.infer<typeof packageScopeSchema>
