import { z } from 'zod'

/**
 * Kinds of request. A query reads; a command appends and returns at once;
 * a job runs long, reports progress, can be cancelled, and ends with a result.
 */
export type MethodKind = 'query' | 'command' | 'job'

export interface Method<
  K extends MethodKind = MethodKind,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  readonly kind: K
  readonly in: I
  /** What a query or command answers, or what a finished job holds. */
  readonly out: O
}

export function query<I extends z.ZodType, O extends z.ZodType>(input: I, out: O): Method<'query', I, O> {
  return { kind: 'query', in: input, out }
}
export function command<I extends z.ZodType, O extends z.ZodType>(input: I, out: O): Method<'command', I, O> {
  return { kind: 'command', in: input, out }
}
export function job<I extends z.ZodType, O extends z.ZodType>(input: I, out: O): Method<'job', I, O> {
  return { kind: 'job', in: input, out }
}

/** A page request: at most 500 rows; sorting, filtering and counting happen in SQL. */
export const pageIn = z.object({
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(500).default(200),
})

/** A page: rows beside the count of all rows that match. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), total: z.number().int().nonnegative() })
}

export const nothing = z.object({})
