import type { Input, MethodsOfKind, Output } from '../../shared/contract/contract.ts'
import { ensureActor } from './actor.ts'
import { engine } from './engine.ts'
import { refreshSoon } from './queries.ts'
import { say } from './toasts.ts'
import { viewOfError } from './errors.ts'

export type CommandName = MethodsOfKind<'command'>
type Decision = { [N in CommandName]: Input<N> extends { actor: string } ? N : never }[CommandName]

/**
 * Sends a decision under the name of who is at work, asking for it when it isn't known. Resolves to null when the
 * person backs out or the engine refuses; the refusal is said in a toast unless `onError` takes it.
 */
export async function decide<N extends Decision>(
  method: N,
  input: Omit<Input<N>, 'actor'> & { readonly actor?: string },
  options: { readonly done?: string; readonly onError?: (error: unknown) => void } = {},
): Promise<Output<N> | null> {
  const actor = input.actor ?? (await ensureActor())
  if (actor === null) return null
  try {
    const output = await engine.call(method, { ...input, actor } as Input<N>)
    refreshSoon()
    if (options.done) say({ tone: 'good', text: options.done })
    return output
  } catch (error) {
    if (options.onError) options.onError(error)
    else say({ tone: 'bad', text: viewOfError(error).what, detail: viewOfError(error).remedy })
    return null
  }
}
