/**
 * Content-Security-Policy of every answer of the app protocol (security.md item 3). Nothing from elsewhere, no eval,
 * no inline script. Style elements need the nonce of this one page load (the component library adds two). Strings never
 * become markup: the only Trusted Types policy that can exist is the renderer's own `default`, which passes the empty
 * string alone (renderer/app/trusted-types.ts).
 * @param nonce fresh random text of one page load, base64url
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')
}

/** Stands in built HTML where the nonce goes; build/vite/renderer.ts puts it there. */
export const noncePlaceholder = '__CSP_NONCE__'
