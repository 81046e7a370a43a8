/**
 * A helper that rule expressions may call.
 * `call` is pure: same arguments, same result; no clock, no randomness, no I/O. What it throws becomes `not evaluated: rule error`,
 * never a verdict. CEL integers arrive as bigint, numbers of a document as number (a CEL double), lists and maps as JSON gives them.
 */
export interface RuleFunction {
  /** CEL signature with argument types, e.g. `cidrAny(string): bool`. */
  readonly signature: string
  readonly call: (...args: readonly unknown[]) => unknown
  /** One or two sentences for the rule author's manual. */
  readonly doc: string
}
