/**
 * What a text that is no JSON looks like, from its first 64 KiB; for the message only, so a wrong guess costs nothing.
 */
export function textKind(head: string): string {
  const start = head.trimStart()
  const lower = start.slice(0, 2000).toLowerCase()
  if (lower.startsWith('<!doctype html') || lower.startsWith('<html')) {
    return /sign in|log ?in|password|saml|oauth/.test(lower) ? 'html-login' : 'html'
  }
  if (lower.startsWith('<?xml') || /^<[a-z][\w:.-]*[\s>]/.test(lower)) return 'xml'
  if (start.startsWith('-----BEGIN ')) return 'pem'
  if (start.startsWith('scoutsuite_results')) return 'scoutsuite'
  if (/^(ID|AUTH_METHOD|ASSESSMENT_START_TIME|PROVIDER);/.test(start)) return 'prowler-csv'
  if (/^(terraform|provider|resource|variable|module|data|locals|output)(\s+"[^"]*"){0,2}\s*\{/m.test(start))
    return 'terraform-code'
  if (isTable(start)) return 'csv'
  if (/^(---|[A-Za-z_][\w.-]*:)(\s|$)/.test(start)) return 'yaml'
  return 'text'
}

/** The first lines have the same number (two or more) of one separator. */
function isTable(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 4)
  const first = lines[0] ?? ''
  for (const separator of [',', ';', '\t', '|']) {
    const count = first.split(separator).length - 1
    if (count < 2) continue
    if (lines.length === 1) return /^[\w "'.;,|\t/-]+$/.test(first) && !/[.!?]$/.test(first.trim())
    if (lines.slice(1).every((line) => line.split(separator).length - 1 >= count)) return true
  }
  return false
}
