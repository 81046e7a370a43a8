import { z } from 'zod'
import { frameworkSchema } from './framework.ts'
import { slaSchema } from './finding.ts'
import { instantSchema } from './provider.ts'

/** One client, one observation period, one workspace file. */
export const engagementSchema = z.object({
  id: z.string(),
  client: z.string(),
  name: z.string(),
  periodStart: instantSchema,
  /** Exclusive. */
  periodEnd: instantSchema,
  /** IANA zone in which period boundaries are shown beside UTC. */
  timeZone: z.string(),
  /** Invented data: watermarked SAMPLE on every page and in bag-info. */
  sample: z.boolean(),
  frameworks: z.array(frameworkSchema).min(1),
  sla: slaSchema,
  createdAt: instantSchema,
})
export type Engagement = z.infer<typeof engagementSchema>
