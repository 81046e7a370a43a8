import { z } from 'zod'

export const sampleRisks = ['low', 'moderate', 'high'] as const
export const sampleRiskSchema = z.enum(sampleRisks)
/** Risk of material deviation as the auditor assesses it for the control tested. */
export type SampleRisk = (typeof sampleRisks)[number]

export const stratifications = ['account', 'provider', 'type', 'region'] as const
export const stratificationSchema = z.enum(stratifications)
export type Stratification = (typeof stratifications)[number]

const size = z.number().int().min(1).max(100_000)

/** Sizes for populations up to `upTo` items; null for all larger ones. */
export const sampleBandSchema = z.strictObject({
  upTo: z.number().int().min(1).nullable(),
  low: size,
  moderate: size,
  high: size,
})

/** Bands by rising bound, the last one without: every population has exactly one. */
export const sampleTableSchema = z
  .array(sampleBandSchema)
  .min(1)
  .max(50)
  .refine(
    (bands) =>
      bands.every((band, index) => {
        const next = bands[index + 1]
        if (next === undefined) return band.upTo === null
        return band.upTo !== null && (next.upTo === null || next.upTo > band.upTo)
      }),
    'bounds must rise, and only the last band has none',
  )
  .refine(
    (bands) => bands.every(({ low, moderate, high }) => low <= moderate && moderate <= high),
    'a higher risk must not give a smaller sample',
  )
export type SampleTable = z.infer<typeof sampleTableSchema>

/**
 * Our own default, for a firm to set otherwise. No standard prescribes sizes: AU-C 530 and AICPA's attestation guide leave them
 * to judgement. The bands follow how often a control runs in a year: once, quarterly, monthly, weekly, daily, oftener.
 */
export const defaultSampleTable: SampleTable = [
  { upTo: 1, low: 1, moderate: 1, high: 1 },
  { upTo: 4, low: 2, moderate: 2, high: 2 },
  { upTo: 12, low: 2, moderate: 3, high: 5 },
  { upTo: 52, low: 5, moderate: 8, high: 15 },
  { upTo: 250, low: 20, moderate: 30, high: 40 },
  { upTo: null, low: 25, moderate: 40, high: 60 },
]

/** The size the table gives, never more than there are; and the words that say so. */
export function sizeByTable(
  table: SampleTable,
  population: number,
  risk: SampleRisk,
): { size: number; rationale: string } {
  const index = table.findIndex(({ upTo }) => upTo === null || population <= upTo)
  const band = table[index]
  if (band === undefined) throw new RangeError('a sample table ends with a band without a bound')
  const above = table[index - 1]?.upTo ?? 0
  const range = band.upTo === null ? `more than ${above}` : `${above + 1} to ${band.upTo}`
  return {
    size: Math.min(band[risk], population),
    rationale: `Firm's table: ${band[risk]} of a population of ${range} at ${risk} risk.`,
  }
}

/**
 * How many to draw of each stratum: one of each, the rest in proportion to their populations by largest remainders (ties to the
 * stratum that sorts first), never more than a stratum holds. Whole numbers only, so that it can be repeated by hand.
 * @returns null when there are more strata than items to draw
 */
export function allocate(
  populations: readonly { readonly stratum: string; readonly population: number }[],
  size: number,
): { stratum: string; population: number; size: number }[] | null {
  if (populations.length > size) return null
  const strata = [...populations]
    .sort((a, b) => (a.stratum < b.stratum ? -1 : 1))
    .map((one) => ({ ...one, size: 1 }))
  const total = strata.reduce((sum, { population }) => sum + population, 0)
  const wanted = Math.min(size, total)
  // Share of n by proportion: whole part first, but never below one.
  for (const one of strata)
    one.size = Math.max(1, Math.min(one.population, Math.floor((wanted * one.population) / total)))
  const drawn = (): number => strata.reduce((sum, one) => sum + one.size, 0)
  const remainder = (one: { population: number; size: number }): number =>
    wanted * one.population - one.size * total
  while (drawn() < wanted) {
    const open = strata.filter((one) => one.size < one.population)
    const next = open.reduce((best, one) => (remainder(one) > remainder(best) ? one : best))
    next.size++
  }
  // The ones given to small strata may have taken more than there is: give back where the excess is largest.
  while (drawn() > wanted) {
    const open = strata.filter((one) => one.size > 1)
    const next = open.reduce((best, one) => (remainder(one) < remainder(best) ? one : best))
    next.size--
  }
  return strata
}
