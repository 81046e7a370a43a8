import axe from 'axe-core'
import type { Page } from 'playwright'
import { launchApp, type LaunchOptions, type RunningApp } from '../harness/launch.ts'

export interface Window extends RunningApp {
  /** Violations of the page's content policy since the window was opened. */
  violations(): Promise<string[]>
}

/** Opens the app at 1280×800 and notes every violation of its content policy from then on. */
export async function openWindow(options: LaunchOptions = {}): Promise<Window> {
  const running = await launchApp(options)
  const { app, page } = running
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setContentBounds({ x: 0, y: 0, width: 1280, height: 800 }),
  )
  // Playwright states a preference of its own here; nothing may be caught in the middle of a movement.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.evaluate(() => {
    const seen: string[] = []
    ;(window as unknown as { violations: string[] }).violations = seen
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`),
    )
  })
  return {
    ...running,
    violations: () => page.evaluate(() => (window as unknown as { violations: string[] }).violations),
  }
}

/** Goes to a screen by its address and waits until it is drawn. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, address)
  await page.locator('.shell-main h1').waitFor()
  await page.waitForFunction(() => document.querySelector('.skeleton') === null)
  // Two frames: what the answer changed has been drawn.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

/** What axe finds on the page as it is now, in one line each; empty when it finds nothing. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Through the debugger, since the page itself may not load scripts: the policy stays as it is for users.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    interface Result {
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
    }
    const loaded = (window as unknown as { axe: { run(node: Document, options: object): Promise<Result> } })
      .axe
    const { violations } = await loaded.run(document, { resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) =>
          `${id}: ${html.slice(0, 160)} (${(failureSummary ?? '').replaceAll('\n', ' ')})`,
      ),
    )
  })
}

/** Makes the next native dialogs answer with these paths: one for "save", a list for "open". */
export async function answerDialogs(
  { app }: RunningApp,
  answers: { readonly save?: string; readonly open?: readonly string[] },
): Promise<void> {
  await app.evaluate(({ dialog }, given) => {
    if (given.save !== undefined)
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: given.save ?? '' })
    if (given.open !== undefined)
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...(given.open ?? [])] })
  }, answers)
}

/** Answers the question who is at work, which comes with the first decision. */
export async function nameActor(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog', { name: 'Who is at work?' }).getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Continue' }).click()
}
