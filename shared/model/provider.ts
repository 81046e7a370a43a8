import { z } from 'zod'

export const providers = ['aws', 'azure', 'gcp'] as const
export const providerSchema = z.enum(providers)
export type Provider = (typeof providers)[number]

/** RFC 3339 in UTC with milliseconds, e.g. `2026-07-06T09:00:00.000Z`; such strings sort as the instants do. */
export const instantSchema = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
export type Instant = string

/** Lower-case hex SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
export type Sha256 = string
