import { config } from 'zod'

/**
 * Settles with the page's content policy before anything else runs. Import this first.
 *
 * No string becomes markup or script. The component library empties its live regions with `innerHTML = ''`, so the one
 * `default` policy passes the empty string and refuses all else. Schemas are told not to try compiling themselves, which
 * would fail and count as an attempt to break the policy.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown
}
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) })
config({ jitless: true })
