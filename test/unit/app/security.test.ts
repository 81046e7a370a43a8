import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../main/app/security/csp.ts'
import { externalAddress } from '../../../main/app/security/external.ts'
import { denyNavigation, type GuardedContents } from '../../../main/app/security/navigation.ts'
import { cutNetwork, requestAllowed } from '../../../main/app/security/network.ts'
import { denyPermissions, permissionAllowed } from '../../../main/app/security/permissions.ts'
import { senderProblem } from '../../../main/app/security/sender.ts'
import { windowOptions } from '../../../main/app/windows/options.ts'

describe('window options (1, 2, 14)', () => {
  it('are exactly the hardened ones', () => {
    expect(
      windowOptions({ bounds: { width: 10, height: 20 }, maximised: false }, '/preload.cjs', true),
    ).toEqual({
      width: 10,
      height: 20,
      minWidth: 900,
      minHeight: 600,
      show: false,
      title: 'Countersign',
      webPreferences: {
        preload: '/preload.cjs',
        partition: 'countersign',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        enableWebSQL: false,
        safeDialogs: true,
        devTools: false,
      },
    })
  })

  it('use a session in memory', () => {
    const { webPreferences } = windowOptions(
      { bounds: { width: 1, height: 1 }, maximised: false },
      '/p',
      false,
    )
    expect(webPreferences?.partition?.startsWith('persist:')).toBe(false)
  })
})

describe('content security policy (3)', () => {
  it('is this text', () => {
    expect(contentSecurityPolicy('N')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; font-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default",
    )
  })
})

describe('navigation (5)', () => {
  it('prevents every way out of the page', () => {
    const contents = new EventEmitter() as EventEmitter & {
      setWindowOpenHandler(handler: () => { action: string }): void
    }
    let answer: (() => { action: string }) | undefined
    contents.setWindowOpenHandler = (handler) => {
      answer = handler
    }
    const reported: string[] = []
    denyNavigation(contents as unknown as GuardedContents, (what) => reported.push(what))
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      let prevented = false
      contents.emit(name, { preventDefault: () => (prevented = true) })
      expect(prevented, name).toBe(true)
    }
    expect(answer?.()).toEqual({ action: 'deny' })
    expect(reported).toHaveLength(5)
  })
})

describe('links to the browser (6)', () => {
  it('allows pages of the list', () => {
    expect(externalAddress('https://csrc.nist.gov/pubs')).toBe('https://csrc.nist.gov/pubs')
  })

  it.each([
    'http://csrc.nist.gov/',
    'https://csrc.nist.gov.evil.test/',
    'https://csrc.nist.gov@evil.test/',
    'https://user:x@csrc.nist.gov/',
    'https://csrc.nist.gov:8443/',
    'https://сsrc.nist.gov/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://csrc.nist.gov/x',
    '',
    'csrc.nist.gov',
  ])('refuses %s', (address) => {
    expect(externalAddress(address)).toBeNull()
  })

  it('never lets through what does not begin with an allowed origin', () => {
    const pieces = [
      'https://',
      'http://',
      'csrc.nist.gov',
      'evil.test',
      '@',
      ':',
      '/',
      '\\',
      '.',
      '#',
      '?',
      '%2f',
      ' ',
      '\t',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) => {
        const address = externalAddress(parts.join(''))
        expect(address === null || address.startsWith('https://csrc.nist.gov/')).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('permissions (7)', () => {
  it('are all denied but the sanitised clipboard', () => {
    const all = [
      'accessibility-events',
      'background-sync',
      'camera',
      'clipboard-read',
      'clipboard-sanitized-write',
      'display-capture',
      'fileSystem',
      'fullscreen',
      'geolocation',
      'hid',
      'idle-detection',
      'keyboardLock',
      'media',
      'mediaKeySystem',
      'midi',
      'midiSysex',
      'notifications',
      'openExternal',
      'persistent-storage',
      'pointerLock',
      'serial',
      'speaker-selection',
      'storage-access',
      'top-level-storage-access',
      'unknown',
      'usb',
      'window-management',
    ]
    expect(all.filter(permissionAllowed)).toEqual(['clipboard-sanitized-write'])
  })

  it('go through request, check and device handlers alike', () => {
    const handlers: Record<string, (...args: unknown[]) => unknown> = {}
    const session = Object.fromEntries(
      [
        'setPermissionRequestHandler',
        'setPermissionCheckHandler',
        'setDevicePermissionHandler',
        'setDisplayMediaRequestHandler',
      ].map((name) => [
        name,
        (handler: (...args: unknown[]) => unknown) => {
          handlers[name] = handler
        },
      ]),
    )
    denyPermissions(session as never)
    let granted: unknown
    handlers['setPermissionRequestHandler']?.(null, 'media', (answer: unknown) => (granted = answer))
    expect(granted).toBe(false)
    expect(handlers['setPermissionCheckHandler']?.(null, 'geolocation')).toBe(false)
    expect(handlers['setDevicePermissionHandler']?.({})).toBe(false)
    expect(handlers['setDisplayMediaRequestHandler']).toBeNull()
  })
})

describe('network (8)', () => {
  it('allows our own files only', () => {
    expect(requestAllowed('app://countersign/index.html', true)).toBe(true)
    for (const address of [
      'https://example.invalid/',
      'http://127.0.0.1:1/',
      'file:///etc/passwd',
      'app://elsewhere/',
      'app://countersign.evil/',
      'app://x@countersign/',
      'ws://countersign/',
      'blob:app://countersign/x',
      'data:text/html,x',
      'devtools://devtools/x',
      'nonsense',
    ])
      expect(requestAllowed(address, true), address).toBe(false)
  })

  it('allows the developer tools in a checkout', () => {
    expect(requestAllowed('devtools://devtools/bundled/index.html', false)).toBe(true)
  })

  it('cancels by the session and refuses downloads', () => {
    let decide:
      | ((details: { url: string }, answer: (result: { cancel: boolean }) => void) => void)
      | undefined
    let download: ((event: { preventDefault(): void }, item: { getURL(): string }) => void) | undefined
    let spelling = true
    const reported: string[] = []
    cutNetwork(
      {
        webRequest: { onBeforeRequest: (listener: typeof decide) => (decide = listener) },
        setSpellCheckerEnabled: (on: boolean) => (spelling = on),
        on: (_name: string, listener: typeof download) => (download = listener),
      } as never,
      true,
      (address) => reported.push(address),
    )
    const answers: boolean[] = []
    for (const url of ['app://countersign/a.js', 'https://example.invalid/'])
      decide?.({ url }, ({ cancel }) => answers.push(cancel))
    expect(answers).toEqual([false, true])
    let prevented = false
    download?.({ preventDefault: () => (prevented = true) }, { getURL: () => 'blob:x' })
    expect({ prevented, spelling, reported }).toEqual({
      prevented: true,
      spelling: false,
      reported: ['https://example.invalid/', 'blob:x'],
    })
  })
})

describe('sender (9)', () => {
  const frame = { origin: 'app://countersign' }
  const contents = { mainFrame: frame }
  const ours = new Set<unknown>([contents])

  it('accepts the main frame of one of our windows on our page', () => {
    expect(senderProblem({ sender: contents, senderFrame: frame }, ours)).toBeNull()
  })

  it.each([
    ['another window', { sender: { mainFrame: frame }, senderFrame: frame }, 'unknown window'],
    ['a frame that is gone', { sender: contents, senderFrame: null }, 'frame is gone'],
    [
      'a frame inside the page',
      { sender: contents, senderFrame: { origin: 'app://countersign' } },
      'not the main frame',
    ],
  ])('refuses %s', (_name, event, problem) => {
    expect(senderProblem(event, ours)).toBe(problem)
  })

  it.each(['null', 'about:blank', 'app://countersign.evil', 'https://countersign', 'app://countersign:1'])(
    'refuses origin %s',
    (origin) => {
      const foreign = { origin }
      const shown = { mainFrame: foreign }
      expect(senderProblem({ sender: shown, senderFrame: foreign }, new Set([shown]))).toBe('foreign origin')
    },
  )
})
