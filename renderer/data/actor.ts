import { createStore, useStore } from './store.ts'

interface ActorState {
  /** Who is at work; every decision is recorded under this name. Null until asked. */
  readonly name: string | null
  /** Set while somebody is asked. */
  readonly answer: ((name: string | null) => void) | null
}

const state = createStore<ActorState>({ name: null, answer: null })

export function useActor(): ActorState {
  return useStore(state)
}

export function setActor(name: string | null): void {
  state.set((before) => ({ ...before, name }))
}

/** The name to record a decision under; asked for once per engagement. Null when the person backs out. */
export function ensureActor(): Promise<string | null> {
  const { name } = state.get()
  return name === null ? askActor() : Promise.resolve(name)
}

/** Asks who is at work, also when that is known already. */
export function askActor(): Promise<string | null> {
  state.get().answer?.(null)
  return new Promise((resolve) => {
    state.set((before) => ({
      ...before,
      answer: (name) => {
        state.set((now) => ({ name: name ?? now.name, answer: null }))
        resolve(name)
      },
    }))
  })
}
