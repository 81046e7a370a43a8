import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchApp, runApp, type RunningApp } from './harness/launch.ts'

let running: RunningApp | undefined
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-life-'))
})
afterEach(async () => {
  await running?.close()
  running = undefined
  rmSync(folder, { recursive: true, force: true })
})

describe('start', () => {
  it('hands the engagement of the command line to the page, once', async () => {
    const file = path.join(folder, 'quarter.countersign')
    running = await launchApp({ args: [file], dataFolder: folder, readyState: 'loaded' })
    // The page took it when it started; what is left now is nothing.
    const again = await running.page.evaluate(() => window.countersign.startup())
    expect([file, null]).toContain(again.engagement)
    expect(
      await running.page.evaluate(() => window.countersign.startup().then((startup) => startup.engagement)),
    ).toBeNull()
  })

  it('lets a second start hand over its file and end', async () => {
    running = await launchApp({ dataFolder: folder })
    await running.page.evaluate(() => {
      const opened: string[] = []
      ;(window as unknown as { opened: string[] }).opened = opened
      window.countersign.onEvent((event) => {
        if (event.kind === 'open') opened.push(event.path)
      })
    })
    const file = path.join(folder, 'second.countersign')
    const second = await runApp(folder, [file])
    expect(second.code).toBe(0)
    await expect
      .poll(() => running!.page.evaluate(() => (window as unknown as { opened: string[] }).opened))
      .toEqual([file])
  })

  it('proves itself with --self-test', async () => {
    const result = await runApp(folder, ['--self-test'])
    const line = result.stdout.split('\n').find((text) => text.includes('selfTest'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      selfTest: 'passed',
      page: true,
      isolated: true,
      engine: true,
      answer: true,
    })
    expect(result.code).toBe(0)
  })
})

describe('what is kept between starts', () => {
  it('remembers the window place, the theme and the recent engagements', async () => {
    const first = await launchApp({ dataFolder: folder })
    const engagement = path.join(folder, 'kept.countersign')
    writeFileSync(engagement, '')
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 40, y: 60, width: 1000, height: 700 }),
    )
    await first.page.evaluate(async (file) => {
      await window.countersign.setTheme('dark')
      await window.countersign.noteEngagement(file)
    }, engagement)
    await first.close()
    expect(existsSync(path.join(folder, 'window.json'))).toBe(true)

    running = await launchApp({ dataFolder: folder })
    const bounds = await running.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getBounds(),
    )
    expect(bounds).toMatchObject({ width: 1000, height: 700 })
    const seen = await running.page.evaluate(async () => ({
      appearance: (await window.countersign.startup()).appearance,
      recent: await window.countersign.recentEngagements(),
    }))
    expect(seen.appearance).toMatchObject({ theme: 'dark', dark: true })
    expect(seen.recent).toMatchObject([{ path: engagement, present: true }])
    await running.page.evaluate((file) => window.countersign.forgetEngagement(file), engagement)
    expect(await running.page.evaluate(() => window.countersign.recentEngagements())).toEqual([])
  })

  it('refuses to keep a passphrase without a real keychain, and writes nothing', async () => {
    running = await launchApp({ dataFolder: folder })
    const backend = await running.app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend())
    const kept = await running.page.evaluate(async (fingerprint) => {
      const answer = await window.countersign.keepPassphrase(fingerprint, 'canary-passphrase-7731')
      return { answer, state: await window.countersign.passphrases() }
    }, 'a'.repeat(64))
    if (backend === 'basic_text' || backend === 'unknown') {
      expect(kept).toEqual({ answer: false, state: { available: false, kept: [] } })
      expect(existsSync(path.join(folder, 'passphrases.json'))).toBe(false)
    } else {
      expect(kept.answer).toBe(true)
      expect(readFileSync(path.join(folder, 'passphrases.json'), 'utf8')).not.toContain(
        'canary-passphrase-7731',
      )
    }
  })
})

describe('dialogs and dragged files', () => {
  it('gives the paths of the native dialogs, and null when they are dismissed', async () => {
    running = await launchApp({ dataFolder: folder })
    await running.app.evaluate(({ dialog }, base) => {
      let asked = 0
      dialog.showOpenDialog = () => {
        asked += 1
        return Promise.resolve(
          asked === 1
            ? { canceled: true, filePaths: [] }
            : { canceled: false, filePaths: [`${base}/a.json`, `${base}/b.json`] },
        )
      }
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: `${base}/new engagement` })
    }, folder)
    const seen = await running.page.evaluate(async () => [
      await window.countersign.openEngagement(),
      await window.countersign.chooseFiles('import'),
      await window.countersign.createEngagement('Acme: Q3 / 2026'),
    ])
    expect(seen).toEqual([
      null,
      [`${folder}/a.json`, `${folder}/b.json`],
      `${folder}/new engagement.countersign`,
    ])
  })

  it('knows the path of a file that a person gives to the page', async () => {
    running = await launchApp({ dataFolder: folder })
    const { page } = running
    const file = path.join(folder, 'export.json')
    writeFileSync(file, '{}')
    await page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'harness-file'
      document.body.append(input)
    })
    await page.setInputFiles('#harness-file', file)
    const paths = await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#harness-file')
      return [
        window.countersign.pathOf(input?.files?.[0]),
        window.countersign.pathOf({ path: '/etc/passwd' }),
      ]
    })
    expect(paths).toEqual([file, ''])
  })

  it('passes chosen menu items on as commands', async () => {
    running = await launchApp({ dataFolder: folder })
    await running.page.evaluate(() => {
      const commands: string[] = []
      ;(window as unknown as { commands: string[] }).commands = commands
      window.countersign.onEvent((event) => {
        if (event.kind === 'command') commands.push(event.command)
      })
    })
    await running.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.getMenuItemById('import.files')?.click(),
    )
    await expect
      .poll(() => running!.page.evaluate(() => (window as unknown as { commands: string[] }).commands))
      .toEqual(['import.files'])
  })
})
