/** The engine's side of asking the shell for kept passphrases: numbered questions, answered in any order. */
export function passphraseRequests(ask: (id: number, fingerprint: string) => void) {
  const waiting = new Map<number, (passphrase: string | null) => void>()
  let last = 0
  return {
    reveal(fingerprint: string): Promise<string | null> {
      if (!/^[0-9a-f]{64}$/.test(fingerprint)) return Promise.resolve(null)
      last += 1
      const id = last
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        ask(id, fingerprint)
      })
    },
    answer(id: number, passphrase: string | null): void {
      waiting.get(id)?.(passphrase)
      waiting.delete(id)
    },
  }
}
