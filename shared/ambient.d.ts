// What every environment has beyond ECMAScript and shared/ may name. Seen by shared/tsconfig.json alone: the other
// projects have the full declarations of their own environment.
interface AbortSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
