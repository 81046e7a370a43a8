import { z } from 'zod'
import type { DesktopVerb, DesktopVerbs } from '../../../shared/contract/desktop.ts'

const absolutePath = z
  .string()
  .min(1)
  .max(4_096)
  .refine((text) => !text.includes('\0') && /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(text))
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/)

/** What each verb accepts from a window; anything else is refused before a handler sees it (security.md item 10). */
export const verbArguments = {
  startup: z.tuple([]),
  connectEngine: z.tuple([]),
  restartEngine: z.tuple([]),
  openEngagement: z.tuple([]),
  createEngagement: z.tuple([z.string().max(200)]),
  chooseFiles: z.tuple([z.enum(['import', 'attachment', 'certificate'])]),
  chooseFolder: z.tuple([z.enum(['import', 'package', 'output'])]),
  recentEngagements: z.tuple([]),
  noteEngagement: z.tuple([absolutePath]),
  forgetEngagement: z.tuple([absolutePath]),
  passphrases: z.tuple([]),
  keepPassphrase: z.tuple([fingerprint, z.string().min(1).max(1_024)]),
  forgetPassphrase: z.tuple([fingerprint]),
  setTheme: z.tuple([z.enum(['system', 'light', 'dark'])]),
  showInFolder: z.tuple([absolutePath]),
  openExternal: z.tuple([z.string().max(2_048)]),
} as const satisfies { readonly [V in DesktopVerb]: z.ZodType<Parameters<DesktopVerbs[V]>> }
