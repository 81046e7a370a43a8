import { beforeEach, describe, expect, it, vi } from 'vitest'
import { EngineError } from '../../../shared/contract/client.ts'
import type { Request } from '../../../shared/contract/contract.ts'
import { enginePortMessage, type DesktopEvent } from '../../../shared/contract/desktop.ts'

// The module opens its own connection as it loads, as the window needs it; the tests open theirs.
vi.stubGlobal('countersign', { connectEngine: () => Promise.resolve(), onEvent: () => () => {} })
const { connectEngine } = await import('../../../renderer/data/engine.ts')

/** A shell that hands out ports when asked, with the engine's ends for the test. */
function fakeShell() {
  const listeners = new Set<(event: DesktopEvent) => void>()
  const ends: MessagePort[] = []
  const page = new EventTarget()
  return {
    page: page as unknown as Window,
    ends,
    connectEngine: () => {
      const { port1, port2 } = new MessageChannel()
      ends.push(port2)
      const event = new Event('message')
      Object.assign(event, { data: enginePortMessage, ports: [port1], source: page })
      queueMicrotask(() => page.dispatchEvent(event))
      return Promise.resolve()
    },
    onEvent(listener: (event: DesktopEvent) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (event: DesktopEvent) => {
      for (const listener of listeners) listener(event)
    },
  }
}

/** Answers every call on the engine's end of a port with its method's name. */
function answer(port: MessagePort, output: unknown) {
  port.addEventListener('message', ({ data }: MessageEvent<Request>) =>
    port.postMessage({ kind: 'result', id: data.id, output }),
  )
  port.start()
}

describe('the connection to the engine', () => {
  let shell: ReturnType<typeof fakeShell>
  beforeEach(() => {
    shell = fakeShell()
  })

  it('keeps calls until the port is there', async () => {
    const connection = connectEngine(shell, shell.page)
    const call = connection.call('scan.list', {})
    await vi.waitFor(() => expect(shell.ends).toHaveLength(1))
    answer(shell.ends[0]!, [])
    expect(await call).toEqual([])
    expect(connection.state()).toBe('running')
  })

  it('fails calls in flight when the engine ends, and takes a fresh port when it is back', async () => {
    const connection = connectEngine(shell, shell.page)
    const states: [string, boolean][] = []
    connection.onState((state, restored) => states.push([state, restored]))
    await vi.waitFor(() => expect(connection.state()).toBe('running'))
    const lost = connection.call('scan.list', {})
    // In flight, not waiting.
    await Promise.resolve()
    shell.tell({ kind: 'engine', state: 'restarting' })
    await expect(lost).rejects.toMatchObject({ wire: { code: 'engine_unavailable' } })
    const later = connection.call('scan.list', {})
    shell.tell({ kind: 'engine', state: 'running' })
    await vi.waitFor(() => expect(shell.ends).toHaveLength(2))
    answer(shell.ends[1]!, [])
    expect(await later).toEqual([])
    expect(states).toEqual([
      ['running', false],
      ['restarting', false],
      ['running', true],
    ])
  })

  it('fails at once while the engine is given up, and waits again after a restart by hand', async () => {
    const connection = connectEngine(shell, shell.page)
    await vi.waitFor(() => expect(connection.state()).toBe('running'))
    shell.tell({ kind: 'engine', state: 'stopped' })
    await expect(connection.call('scan.list', {})).rejects.toBeInstanceOf(EngineError)
    shell.tell({ kind: 'engine', state: 'restarting' })
    const call = connection.call('scan.list', {})
    shell.tell({ kind: 'engine', state: 'running' })
    await vi.waitFor(() => expect(shell.ends).toHaveLength(2))
    answer(shell.ends[1]!, [])
    expect(await call).toEqual([])
  })

  it('passes the engine’s events on, also from a later port', async () => {
    const connection = connectEngine(shell, shell.page)
    const heard: string[] = []
    connection.onEvent((name) => heard.push(name))
    await vi.waitFor(() => expect(connection.state()).toBe('running'))
    shell.ends[0]!.postMessage({ kind: 'event', name: 'data-changed' })
    await vi.waitFor(() => expect(heard).toEqual(['data-changed']))
  })

  it('ignores messages of others', async () => {
    const connection = connectEngine({ ...shell, connectEngine: () => Promise.resolve() }, shell.page)
    const { port1 } = new MessageChannel()
    const foreign = new Event('message')
    Object.assign(foreign, { data: enginePortMessage, ports: [port1], source: new EventTarget() })
    ;(shell.page as unknown as EventTarget).dispatchEvent(foreign)
    expect(connection.state()).toBe('starting')
  })
})
