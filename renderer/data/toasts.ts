import { createStore } from './store.ts'

export interface Toast {
  readonly id: number
  readonly tone: 'good' | 'bad' | 'plain'
  readonly text: string
  readonly detail?: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

export const toasts = createStore<readonly Toast[]>([])
let next = 1

/** Says something for a few seconds; what went wrong stays until it is dismissed. */
export function say(toast: Omit<Toast, 'id'>): void {
  const id = next
  next += 1
  toasts.set((all) => [...all, { ...toast, id }].slice(-4))
  if (toast.tone !== 'bad') setTimeout(() => dismissToast(id), 6_000)
}

export function dismissToast(id: number): void {
  toasts.set((all) => all.filter((toast) => toast.id !== id))
}

/** What a screen reader hears: sorting, filtering, selection. Set anew each time, also to the same words. */
export const announcement = createStore<{ readonly text: string; readonly count: number }>({
  text: '',
  count: 0,
})

export function announce(text: string): void {
  announcement.set(({ count }) => ({ text, count: count + 1 }))
}
