/**
 * The page's policy lets no string become markup. The component library empties its live regions with
 * `innerHTML = ''`, so the one `default` policy passes the empty string and refuses all else. Import this first.
 */
interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown
}
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) })

export {}
