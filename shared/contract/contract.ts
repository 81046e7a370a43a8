import { z } from 'zod'
import { errorCodes } from '../model/errors.ts'
import { engagementMethods } from './engagement-methods.ts'
import { evidenceMethods } from './evidence-methods.ts'
import { judgementMethods } from './judgement-methods.ts'
import { packageMethods } from './package-methods.ts'
import { ruleMethods } from './rule-methods.ts'
import { scanMethods } from './scan-methods.ts'

/** The one value both ends derive from: client, dispatch, coverage test. */
export const contract = {
  ...engagementMethods,
  ...scanMethods,
  ...judgementMethods,
  ...ruleMethods,
  ...evidenceMethods,
  ...packageMethods,
} as const

export type Contract = typeof contract
export type MethodName = keyof Contract
export type MethodsOfKind<K> = { [N in MethodName]: Contract[N]['kind'] extends K ? N : never }[MethodName]
/** What a caller passes: fields with defaults may be left out. */
export type Input<N extends MethodName> = z.input<Contract[N]['in']>
/** What a handler gets: parsed, defaults filled in. */
export type Parsed<N extends MethodName> = z.output<Contract[N]['in']>
export type Output<N extends MethodName> = z.output<Contract[N]['out']>

export const errorSchema = z.object({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Finds the stack in the local log; never crosses with it. */
  causeId: z.string(),
})
export type WireError = z.infer<typeof errorSchema>

/** Stages a job walks through, known up front; `done` never goes back within a stage. */
export const jobStages = [
  'collect',
  'seal',
  'evaluate',
  'drift',
  'review',
  'payload',
  'report',
  'sign',
  'verify',
  'check',
] as const
export const progressSchema = z.object({
  job: z.string(),
  method: z.string(),
  stage: z.enum(jobStages),
  done: z.number().nonnegative(),
  /** Null while the amount is unknown. */
  total: z.number().nonnegative().nullable(),
  unit: z.enum(['bytes', 'items', 'files', 'steps', 'pages']),
  note: z.string(),
})
export type Progress = z.infer<typeof progressSchema>

/** Messages from a client to the engine. */
export const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.string().max(64),
    method: z.string().max(64),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('cancel'), id: z.string().max(64) }),
])
export type Request = z.infer<typeof requestSchema>

/** Things that happened, told to every client; they announce state and never drive control flow. */
export const eventNames = ['engagement-changed', 'data-changed'] as const

/** Messages from the engine to a client. */
export type Reply =
  | { readonly kind: 'result'; readonly id: string; readonly output: unknown }
  | { readonly kind: 'error'; readonly id: string; readonly error: WireError }
  | { readonly kind: 'progress'; readonly id: string; readonly progress: Progress }
  | { readonly kind: 'event'; readonly name: (typeof eventNames)[number] }
