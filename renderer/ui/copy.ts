import { say } from '../data/toasts.ts'

/** Puts text on the clipboard and says so. @param what names it: `Package id` */
export function copyText(text: string, what: string): void {
  navigator.clipboard.writeText(text).then(
    () => say({ tone: 'plain', text: `${what} copied` }),
    () =>
      say({
        tone: 'bad',
        text: `${what} could not be copied`,
        detail: 'The clipboard is not available just now.',
      }),
  )
}
