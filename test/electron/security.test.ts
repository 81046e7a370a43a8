import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { desktopVerbs } from '../../shared/contract/desktop.ts'
import { launchApp, type RunningApp } from './harness/launch.ts'
import { fetchStatus } from './harness/page.ts'

// docs/security.md numbers these checks; each runs on the app as shipped.
let running: RunningApp
let canary: Server
let hits = 0
let outside = ''

beforeAll(async () => {
  canary = createServer((_request, response) => {
    hits += 1
    response.writeHead(302, { location: '/again' }).end()
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  outside = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
  running = await launchApp()
})
afterAll(async () => {
  await running?.close()
  canary?.close()
})

describe('isolation (1, 2)', () => {
  it('gives the page no Node and says that it is sandboxed and isolated', async () => {
    const seen = await running.page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter(
        (name) => name in globalThis,
      ),
      isolated: window.countersign.isolated,
    }))
    expect(seen).toEqual({ node: [], isolated: true })
  })

  it('shows exactly the agreed functions, frozen', async () => {
    const seen = await running.page.evaluate(() => {
      const desktop = window.countersign
      let changed = false
      try {
        ;(desktop as unknown as Record<string, unknown>)['startup'] = () => 'changed'
        changed = String(desktop.startup) === "() => 'changed'"
      } catch {
        changed = false
      }
      return { keys: Object.keys(desktop).sort(), frozen: Object.isFrozen(desktop), changed }
    })
    expect(seen).toEqual({
      keys: [...desktopVerbs, 'isolated', 'onEvent', 'pathOf'].sort(),
      frozen: true,
      changed: false,
    })
  })
})

describe('content security policy (3)', () => {
  it('is not violated by the page itself', () => {
    expect(running.pageErrors).toEqual([])
  })

  it('comes with every answer', async () => {
    const header = await running.page.evaluate(() =>
      fetch('/').then((answer) => answer.headers.get('content-security-policy')),
    )
    expect(header).toContain("default-src 'none'")
    expect(header).toContain("require-trusted-types-for 'script'")
    expect(header).not.toContain('unsafe')
  })

  it('stops inline scripts, eval and markup from strings', async () => {
    const outcome = await running.page.evaluate(async () => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) =>
        violations.push(event.effectiveDirective),
      )
      const script = document.createElement('script')
      const caught: string[] = []
      const attempt = (name: string, action: () => void) => {
        try {
          action()
        } catch {
          caught.push(name)
        }
      }
      attempt('script text', () => {
        script.textContent = 'window.injected = true'
      })
      document.head.append(script)
      attempt('markup', () => {
        document.createElement('div').innerHTML = '<img src=x onerror="window.injected = true">'
      })
      await new Promise((resolve) => setTimeout(resolve, 100))
      // Only now: the inspector lets eval through while its own call runs.
      const { eval: evaluate } = globalThis
      attempt('eval', () => evaluate('1'))
      return { injected: 'injected' in window, caught, violated: violations.length > 0 }
    })
    expect(outcome.injected).toBe(false)
    expect(outcome.caught).toEqual(['script text', 'markup', 'eval'])
    expect(outcome.violated).toBe(true)
  })
})

describe('app protocol (4)', () => {
  it.each([
    ['/../../etc/passwd', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/..%2f..%2fpackage.json', 404],
    ['/assets/../../main/index.js', 404],
    ['/index.html%00.js', 404],
    ['/nothing-here.js', 404],
    ['/index.html', 200],
  ])('answers %s with %d', async (address, status) => {
    expect(await fetchStatus(running.page, address)).toBe(status)
  })

  it('accepts GET only and serves no other host', async () => {
    expect(await fetchStatus(running.page, '/', 'POST')).toBe(405)
    expect(await fetchStatus(running.page, 'app://elsewhere/index.html')).toBe('blocked')
  })
})

describe('navigation (5)', () => {
  it('stays on its page whatever is clicked, opened or redirected', async () => {
    const { page, app } = running
    const before = page.url()
    await page.evaluate((address) => {
      for (const target of ['_self', '_blank']) {
        const link = document.createElement('a')
        link.href = `${address}/link`
        link.target = target
        document.body.append(link)
        link.click()
        link.remove()
      }
      window.open(`${address}/opened`)
      window.location.href = `${address}/location`
    }, outside)
    await page.waitForTimeout(300)
    expect(page.url()).toBe(before)
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('opens nothing outside without asking, and nothing off the list at all', async () => {
    await running.app.evaluate(({ shell, dialog }) => {
      const notes = globalThis as unknown as { opened: string[]; asked: number }
      notes.opened = []
      notes.asked = 0
      shell.openExternal = (address) => {
        notes.opened.push(address)
        return Promise.resolve()
      }
      dialog.showMessageBox = () => {
        notes.asked += 1
        return Promise.resolve({ response: notes.asked === 1 ? 1 : 0, checkboxChecked: false })
      }
    })
    const results = await running.page.evaluate(async () => [
      await window.countersign.openExternal('https://docs.aws.amazon.com.evil.test/'),
      await window.countersign.openExternal('file:///etc/passwd'),
      await window.countersign.openExternal('https://csrc.nist.gov/refused-by-the-person'),
      await window.countersign.openExternal('https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final'),
    ])
    expect(results).toEqual([false, false, false, true])
    const notes = await running.app.evaluate(() => {
      const { opened, asked } = globalThis as unknown as { opened: string[]; asked: number }
      return { opened, asked }
    })
    expect(notes).toEqual({ opened: ['https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final'], asked: 2 })
  })
})

describe('permissions (7)', () => {
  it('denies everything but copying', async () => {
    const states = await running.page.evaluate(async () => {
      const names = [
        'geolocation',
        'notifications',
        'camera',
        'microphone',
        'clipboard-read',
        'persistent-storage',
      ]
      const found: Record<string, string> = {}
      for (const name of names)
        found[name] = (await navigator.permissions.query({ name: name as PermissionName })).state
      return found
    })
    expect(new Set(Object.values(states))).toEqual(new Set(['denied']))
    const located = await running.page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('located'),
            (error) => resolve(error.code),
          ),
        ),
    )
    expect(located).toBe(1)
  })
})

describe('network (8)', () => {
  it('reaches nothing: not by fetch, image, beacon, frame, socket or worker', async () => {
    const { page } = running
    expect(await fetchStatus(page, `${outside}/fetch`)).toBe('blocked')
    await page.evaluate(async (address) => {
      new Image().src = `${address}/image`
      navigator.sendBeacon(`${address}/beacon`, 'x')
      const frame = document.createElement('iframe')
      frame.src = `${address}/frame`
      document.body.append(frame)
      try {
        new WebSocket(address.replace('http', 'ws'))
        new EventSource(`${address}/events`)
      } catch {
        // Refused at once is as good as refused later.
      }
      await new Promise((resolve) => setTimeout(resolve, 500))
      frame.remove()
    }, outside)
    expect(hits).toBe(0)
  })

  it('is cut below the page too: a request made by the window session itself is cancelled', async () => {
    const outcome = await running.app.evaluate(async ({ BrowserWindow }, address) => {
      const [window] = BrowserWindow.getAllWindows()
      return await window!.webContents.session.fetch(`${address}/session`).then(
        () => 'reached',
        () => 'cancelled',
      )
    }, outside)
    expect(outcome).toBe('cancelled')
    expect(hits).toBe(0)
  })
})

describe('shell calls (9, 10)', () => {
  it('refuses arguments of the wrong shape without a word about its inside', async () => {
    const messages = await running.page.evaluate(async () => {
      const desktop = window.countersign as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >
      const attempts: [string, unknown[]][] = [
        ['chooseFiles', ['everything']],
        ['noteEngagement', ['relative/path.countersign']],
        ['keepPassphrase', ['not a fingerprint', 'x']],
        ['startup', ['extra']],
        ['setTheme', [{ toString: () => 'dark' }]],
      ]
      const seen: string[] = []
      for (const [verb, args] of attempts)
        seen.push(
          await desktop[verb]!(...args).then(
            () => 'accepted',
            (error: Error) => error.message,
          ),
        )
      return seen
    })
    for (const message of messages) expect(message).toMatch(/Error: invalid_input$|could not be cloned/)
  })

  it('refuses a window that is not ours', async () => {
    const answer = await running.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        // A foreign window on the same page and preload: everything fits but that the shell never opened it.
        const [ours] = BrowserWindow.getAllWindows()
        const foreign = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true, partition: 'countersign' },
        })
        await foreign.loadURL(ours!.webContents.getURL())
        const text = (await foreign.webContents.executeJavaScript(
          'window.countersign.startup().then(() => "accepted", (error) => error.message)',
        )) as string
        foreign.destroy()
        return text
      },
      path.join(import.meta.dirname, '..', '..', 'out', 'app', 'preload', 'index.cjs'),
    )
    expect(answer).toMatch(/Error: refused$/)
    const log = readFileSync(path.join(running.dataFolder, 'logs', 'countersign.log'), 'utf8')
    expect(log).toContain('unknown window')
  })
})

describe('session (14)', () => {
  it('keeps nothing of the page on disk', async () => {
    const persistent = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.session.isPersistent(),
    )
    expect(persistent).toBe(false)
  })

  it('downloads nothing', async () => {
    const { page } = running
    await page.evaluate(() => {
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob(['x']))
      link.download = 'x.txt'
      document.body.append(link)
      link.click()
      link.remove()
    })
    await page.waitForTimeout(200)
    const log = readFileSync(path.join(running.dataFolder, 'logs', 'countersign.log'), 'utf8')
    expect(log).toMatch(/request cut.*blob:/)
  })
})
