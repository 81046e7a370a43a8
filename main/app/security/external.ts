/** Where links of rules and help may lead: the clouds' documentation and the standards' publishers. */
const allowedOrigins = new Set([
  'https://docs.aws.amazon.com',
  'https://learn.microsoft.com',
  'https://cloud.google.com',
  'https://docs.cloud.google.com',
  'https://csrc.nist.gov',
  'https://www.cisecurity.org',
  'https://www.iso.org',
  'https://www.aicpa-cima.com',
  'https://www.fedramp.gov',
])

/**
 * The address to hand to the browser, or null when it is not one of ours (security.md item 6): https, an origin of the
 * list compared whole, no user or password in it. What is opened is the parsed form, not the text that came in.
 */
export function externalAddress(text: string): string | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return null
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null
  return allowedOrigins.has(url.origin) ? url.href : null
}
