import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { engineEnvironment } from '../../../main/app/engine/environment.ts'
import { withKeptPassphrases } from '../../../main/app/engine/kept-passphrases.ts'
import type { ToEngine } from '../../../main/app/engine/messages.ts'
import { passphraseRequests } from '../../../main/app/engine/passphrase-requests.ts'
import { allowRestart, restartLimit } from '../../../main/app/engine/restarts.ts'
import { superviseEngine, type EngineChild } from '../../../main/app/engine/supervisor.ts'
import type { EngineState } from '../../../shared/contract/desktop.ts'

describe('allowRestart', () => {
  it('allows three within a minute and no fourth', () => {
    let times: number[] | null = []
    for (const at of [0, 10, 20]) {
      times = allowRestart(times ?? [], at)
      expect(times).not.toBeNull()
    }
    expect(allowRestart(times ?? [], 59_999)).toBeNull()
    expect(allowRestart(times ?? [], 60_001)).not.toBeNull()
  })

  it('never allows more than the limit in any window of a minute', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 40 }), (gaps) => {
        let now = 0
        let times: number[] = []
        const allowed: number[] = []
        for (const gap of gaps) {
          now += gap
          const next = allowRestart(times, now)
          if (next === null) continue
          times = next
          allowed.push(now)
        }
        for (const at of allowed)
          expect(
            allowed.filter((other) => other >= at && other - at < restartLimit.withinMs).length,
          ).toBeLessThanOrEqual(restartLimit.times)
      }),
    )
  })
})

/** An engine process that does what the test says. */
function fakeChild() {
  const sent: ToEngine[] = []
  let message: (message: unknown) => void = () => {}
  let exit: (code: number) => void = () => {}
  let killed = false
  const child: EngineChild = {
    postMessage: (value) => void sent.push(value),
    onMessage: (listener) => (message = listener),
    onExit: (listener) => (exit = listener),
    kill: () => (killed = true),
  }
  return {
    child,
    sent,
    say: (value: unknown) => message(value),
    end: (code: number) => exit(code),
    killed: () => killed,
  }
}

function supervised(patience = 50) {
  const children: ReturnType<typeof fakeChild>[] = []
  const states: EngineState[] = []
  let now = 0
  const supervisor = superviseEngine({
    fork() {
      const made = fakeChild()
      children.push(made)
      return made.child
    },
    reveal: (fingerprint) => (fingerprint.startsWith('a') ? 'kept' : null),
    onState: (state) => states.push(state),
    log: () => {},
    now: () => now,
    patience,
  })
  return { supervisor, children, states, at: (ms: number) => (now = ms) }
}

describe('superviseEngine', () => {
  it('runs, restarts three times, stops, and starts again when asked', () => {
    const { supervisor, children, states } = supervised()
    children[0]?.say({ kind: 'ready' })
    for (let death = 0; death < 4; death += 1) children[death]?.end(1)
    expect(states).toEqual(['running', 'restarting', 'restarting', 'restarting', 'stopped'])
    expect(children).toHaveLength(4)
    supervisor.restart()
    children[4]?.say({ kind: 'ready' })
    expect(supervisor.state()).toBe('running')
  })

  it('closes a port that no engine can take', () => {
    const { supervisor, children } = supervised()
    for (let death = 0; death < 4; death += 1) children[death]?.end(1)
    let closed = false
    supervisor.connect({ close: () => (closed = true) } as never)
    expect(closed).toBe(true)
  })

  it('answers for passphrases, and ignores what it does not understand', () => {
    const { supervisor, children } = supervised()
    children[0]?.say({ kind: 'need-passphrase', id: 1, fingerprint: 'a'.repeat(64) })
    children[0]?.say({ kind: 'need-passphrase', id: 2, fingerprint: 'b'.repeat(64) })
    children[0]?.say({ kind: 'need-passphrase', id: 3, fingerprint: '../x' })
    children[0]?.say({ kind: 'sudo' })
    expect(children[0]?.sent).toEqual([
      { kind: 'passphrase', id: 1, passphrase: 'kept' },
      { kind: 'passphrase', id: 2, passphrase: null },
    ])
    expect(supervisor.state()).toBe('starting')
  })

  it('lets the engine end by itself when closing, and does not start it again', async () => {
    const { supervisor, children } = supervised(5_000)
    const closing = supervisor.close()
    expect(children[0]?.sent).toEqual([{ kind: 'close' }])
    children[0]?.end(0)
    await closing
    expect(children).toHaveLength(1)
    expect(children[0]?.killed()).toBe(false)
  })

  it('kills an engine that does not end', async () => {
    const { supervisor, children } = supervised(20)
    await supervisor.close()
    expect(children[0]?.killed()).toBe(true)
    children[0]?.end(137)
    expect(children).toHaveLength(1)
  })
})

describe('kept passphrases', () => {
  const fingerprint = 'c'.repeat(64)
  function wired(reveal: (fingerprint: string) => Promise<string | null>) {
    let deliver: (message: unknown) => void = () => {}
    const heard: unknown[] = []
    const channel = withKeptPassphrases(
      { post: () => {}, onMessage: (listener) => (deliver = listener), onClose: () => {} },
      reveal,
    )
    channel.onMessage((message) => heard.push(message))
    return { heard, deliver: (message: unknown) => deliver(message) }
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5))

  it('fills an empty passphrase from the keychain, and leaves a given one alone', async () => {
    const { heard, deliver } = wired((name) =>
      Promise.resolve(name === fingerprint ? 'from the keychain' : null),
    )
    deliver({
      kind: 'call',
      id: '1',
      method: 'package.compile',
      input: {
        preparer: { fingerprint, passphrase: '' },
        reviewer: { fingerprint: 'd'.repeat(64), passphrase: 'typed' },
      },
    })
    await settle()
    expect(heard).toEqual([
      {
        kind: 'call',
        id: '1',
        method: 'package.compile',
        input: {
          preparer: { fingerprint, passphrase: 'from the keychain' },
          reviewer: { fingerprint: 'd'.repeat(64), passphrase: 'typed' },
        },
      },
    ])
  })

  it('keeps the order while a passphrase is awaited, so that a cancel never overtakes its call', async () => {
    let release: (value: string | null) => void = () => {}
    const { heard, deliver } = wired(() => new Promise((resolve) => (release = resolve)))
    deliver({
      kind: 'call',
      id: '1',
      method: 'package.compile',
      input: { preparer: { fingerprint, passphrase: '' } },
    })
    deliver({ kind: 'cancel', id: '1' })
    await settle()
    expect(heard).toEqual([])
    release(null)
    await settle()
    expect(heard.map((message) => (message as { kind: string }).kind)).toEqual(['call', 'cancel'])
    deliver({ kind: 'cancel', id: '2' })
    expect(heard).toHaveLength(3)
  })

  it('passes everything else on at once', () => {
    const { heard, deliver } = wired(() => Promise.resolve('never'))
    for (const message of [
      null,
      1,
      'x',
      [],
      { kind: 'call', input: null },
      { kind: 'call', id: '1', method: 'm', input: { passphrase: '' } },
    ])
      deliver(message)
    expect(heard).toHaveLength(6)
  })

  it('numbers its questions and takes the answers in any order', async () => {
    const asked: number[] = []
    const { reveal, answer } = passphraseRequests((id) => asked.push(id))
    const first = reveal('a'.repeat(64))
    const second = reveal('b'.repeat(64))
    expect(await reveal('not a fingerprint')).toBeNull()
    answer(2, 'two')
    answer(1, null)
    answer(9, 'nobody asked')
    expect([await first, await second, asked]).toEqual([null, 'two', [1, 2]])
  })
})

describe('engineEnvironment', () => {
  it('keeps cloud credentials and drops what changes the code that runs', () => {
    expect(
      engineEnvironment({
        PATH: '/bin',
        AWS_PROFILE: 'audit',
        NODE_OPTIONS: '--require x',
        LD_PRELOAD: 'x.so',
        DYLD_INSERT_LIBRARIES: 'x',
        ELECTRON_RUN_AS_NODE: '1',
        EMPTY: undefined,
      }),
    ).toEqual({ PATH: '/bin', AWS_PROFILE: 'audit' })
  })
})
