import { z } from 'zod'

/** What the shell tells the engine process; a port comes along with `connect`. */
export const toEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('connect') }),
  z.object({ kind: z.literal('passphrase'), id: z.number().int(), passphrase: z.string().nullable() }),
  z.object({ kind: z.literal('close') }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

/** What the engine process tells the shell. */
export const fromEngineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** Asks for a kept passphrase, so that it never passes through the window. */
  z.object({
    kind: z.literal('need-passphrase'),
    id: z.number().int(),
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.object({ kind: z.literal('problem'), what: z.string().max(200), detail: z.string().max(8_000) }),
])
export type FromEngine = z.infer<typeof fromEngineSchema>

/** What the engine process is started with, as one JSON argument. */
export const engineOptionsSchema = z.object({
  rulesDir: z.string(),
  dataDir: z.string(),
  appVersion: z.string(),
})
export type EngineOptions = z.infer<typeof engineOptionsSchema>
