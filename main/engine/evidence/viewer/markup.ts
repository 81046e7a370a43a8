/** A piece of HTML that may be put into a page as it is. */
export interface Markup {
  readonly markup: string
}

/** What may stand in a template: text, which is escaped; markup, which is not; lists of either; nothing. */
export type Content = string | number | null | undefined | Markup | readonly Content[]

const longestText = 300

/** Control characters and marks that turn the order of letters around would make a name look like another. */
// oxlint-disable-next-line no-control-regex -- these are what is replaced
const misleading = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text for element content and quoted attributes (HTML 13.1.2.4): the five characters that could end either. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(misleading, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}

/** A template whose parts are escaped unless they are markup themselves. */
export function html(texts: TemplateStringsArray, ...parts: readonly Content[]): Markup {
  return { markup: texts.reduce((page, text, index) => page + write(parts[index - 1]) + text) }
}

/** Text cut to what a cell can show; the CSV has all of it. */
export function clip(text: string): string {
  // half a letter at the cut becomes a mark of its own when it is escaped
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`
}

function write(content: Content): string {
  if (content === null || content === undefined) return ''
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(write).join('')
}
