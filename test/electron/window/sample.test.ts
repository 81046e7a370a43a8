import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityProblems, answerDialogs, nameActor, openWindow, visit, type Window } from './window.ts'

// One window through the whole file: the sample is made once, as a person would, and then looked at.
let window_: Window
let folder = ''
const page = () => window_.page

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-sample-'))
  window_ = await openWindow()
}, 60_000)
afterAll(async () => {
  await window_.close()
  rmSync(folder, { recursive: true, force: true })
})

const rows = () => page().locator('.grid-body [role=row]')
const total = async () => Number(await page().getByRole('grid').getAttribute('aria-rowcount')) - 1

describe('the sample', () => {
  it(
    'goes on being made on other screens, can be cancelled there, and leaves nothing',
    { timeout: 60_000 },
    async () => {
      const file = path.join(folder, 'cancelled.countersign')
      await answerDialogs(window_, { save: file })
      await page().getByRole('button', { name: 'Open the sample…' }).click()
      await page().getByRole('progressbar').first().waitFor()
      await visit(page(), '#/rules')
      await page().getByRole('list', { name: 'Under way' }).getByText('Making the sample').waitFor()
      await page().getByRole('button', { name: 'Cancel: Making the sample' }).click()
      await page().getByText('Making the sample: cancelled').waitFor()
      expect(existsSync(file)).toBe(false)
      await visit(page(), '#/start')
    },
  )

  it('is made from the start screen with progress, and opens', { timeout: 240_000 }, async () => {
    await answerDialogs(window_, { save: path.join(folder, 'sample.countersign') })
    await page().getByRole('button', { name: 'Open the sample…' }).click()
    await page().getByRole('progressbar').first().waitFor()
    await page().getByRole('heading', { level: 1, name: 'Larkfield Robotics' }).waitFor({ timeout: 200_000 })
    expect(await page().getByText('Sample data').isVisible()).toBe(true)
  })

  it('shows scores with their denominators, the trend, and what to do', async () => {
    await visit(page(), '#/dashboard')
    const table = page().getByRole('region', { name: 'Compliance by framework' }).getByRole('table')
    await table.waitFor()
    const cells = await table.locator('tbody tr').first().locator('td').allInnerTexts()
    const [passed = 0, judged = 0] = (cells[1] ?? '').replaceAll(',', '').split('/').map(Number)
    expect(judged).toBeGreaterThan(passed)
    expect(cells[0]).toContain(`${(Math.round((passed / judged) * 1000) / 10).toFixed(1)} %`)
    const trend = page().getByRole('region', { name: 'Posture over the period' })
    expect(await trend.getByRole('img').getAttribute('aria-label')).toMatch(/13 scans, 1 week without one/)
    await trend.getByRole('button', { name: 'Show as a table' }).click()
    await trend.getByText('Week without a scan').waitFor()
    await trend.getByRole('button', { name: 'Show the chart' }).click()
    expect(
      await page().getByRole('region', { name: 'What to do next' }).getByRole('listitem').count(),
    ).toBeGreaterThan(2)
  })
})

describe('findings', () => {
  it('are listed, only the rows in sight drawn', async () => {
    await visit(page(), '#/findings')
    expect(await total()).toBeGreaterThan(50)
    expect(await rows().count()).toBeLessThan(await total())
    expect(await rows().first().getAttribute('aria-rowindex')).toBe('2')
  })

  it('are sorted by the engine, by several columns with Shift', async () => {
    await page().getByRole('columnheader', { name: 'Account' }).getByRole('button').click()
    await expect
      .poll(() => page().getByRole('columnheader', { name: 'Account' }).getAttribute('aria-sort'))
      .toBe('ascending')
    await page()
      .getByRole('columnheader', { name: 'Due' })
      .getByRole('button')
      .click({ modifiers: ['Shift'] })
    await expect.poll(() => page().evaluate(() => window.location.hash)).toContain('sort=account%2CdueAt')
    await expect
      .poll(async () => {
        const accounts = await rows().locator('[role=gridcell]:nth-child(6)').allInnerTexts()
        return accounts.length > 5 && accounts.join() === accounts.toSorted().join()
      })
      .toBe(true)
    await expect.poll(() => page().getByTestId('announcement').innerText()).toContain('Sorted by account')
  })

  it('are filtered by facet, text and overdue, with counts, and Back undoes it', async () => {
    await visit(page(), '#/findings')
    const all = await total()
    await page().locator('.facet', { hasText: 'Severity' }).click()
    const option = page().getByRole('menuitemcheckbox', { name: /Critical/ })
    const count = Number((await option.innerText()).replace(/\D/g, ''))
    await option.click()
    await page().keyboard.press('Escape')
    await expect.poll(total).toBe(count)
    expect(count).toBeLessThan(all)
    await page().getByLabel('Search findings').fill('no such resource anywhere')
    await page().getByRole('heading', { name: 'No finding matches these filters' }).waitFor()
    await page().getByRole('button', { name: 'Clear the filters' }).click()
    await expect.poll(total).toBe(all)
    await page().goBack()
    await page().getByRole('heading', { name: 'No finding matches these filters' }).waitFor()
    await visit(page(), '#/findings?overdue=1')
    await expect.poll(() => page().locator('.due.overdue').count()).toBe(await rows().count())
  })

  it('are walked through by keyboard: j, k, Enter, Escape, x', async () => {
    await visit(page(), '#/findings')
    await rows().first().focus()
    await page().keyboard.press('j')
    await page().keyboard.press('j')
    await expect
      .poll(() => page().evaluate(() => document.activeElement?.getAttribute('aria-rowindex')))
      .toBe('4')
    await page().keyboard.press('k')
    await page().keyboard.press('Enter')
    await page().locator('.split-detail h2').waitFor()
    await expect
      .poll(() => page().locator('.grid-body [aria-current=true]').getAttribute('aria-rowindex'))
      .toBe('3')
    // With the detail open, moving opens the next one.
    await page().keyboard.press('j')
    await expect
      .poll(() => page().locator('.grid-body [aria-current=true]').getAttribute('aria-rowindex'))
      .toBe('4')
    await page().keyboard.press('x')
    await page().getByText('1 finding selected', { exact: true }).waitFor()
    await page().keyboard.press('Escape')
    await expect.poll(() => page().locator('.split-detail').count()).toBe(0)
    await expect
      .poll(() => page().evaluate(() => document.activeElement?.getAttribute('aria-rowindex')))
      .toBe('4')
    await page().keyboard.press('Escape')
    await expect.poll(() => page().locator('.selection-bar').count()).toBe(0)
  })

  it('scroll to the end, where the last row is the last', async () => {
    await visit(page(), '#/findings')
    const last = await total()
    await rows().first().focus()
    await page().keyboard.press('End')
    await expect
      .poll(() => page().evaluate(() => document.activeElement?.getAttribute('aria-rowindex')))
      .toBe(String(last + 1))
    await expect.poll(() => rows().last().innerText()).not.toBe('')
  })

  it('show expected against observed and mark it in the document', async () => {
    await visit(page(), '#/findings?rule=aws-ec2-security-group-rdp&status=open')
    await rows().first().click()
    const detail = page().locator('.split-detail')
    await detail.getByRole('region', { name: 'Expected' }).waitFor()
    expect(await detail.getByRole('region', { name: 'Observed' }).innerText()).toContain('0.0.0.0/0')
    await detail.getByRole('tab', { name: 'Document' }).click()
    await expect.poll(() => detail.locator('.json .line.strong').count()).toBeGreaterThan(2)
    expect((await detail.locator('.json .line.strong').allInnerTexts()).join('\n')).toContain('3389')
    await detail.getByRole('tab', { name: /Controls/ }).click()
    const controls = await detail.getByRole('tabpanel').innerText()
    for (const framework of ['SOC 2', 'ISO 27001:2022', 'NIST CSF 2.0', 'NIST 800-53 r5', 'FedRAMP Moderate'])
      expect(controls).toContain(framework)
  })

  it('are annotated and assigned under a name that is asked for once', async () => {
    await visit(page(), '#/findings?status=open&open=9')
    await page().locator('.split-detail h2').waitFor()
    await page().keyboard.press('n')
    await page()
      .getByRole('dialog', { name: 'Add a note' })
      .getByLabel('Note')
      .fill('Field team confirms on Thursday.\nSecond line.')
    await page().getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
    await nameActor(page(), 'Ada Lovelace')
    await page().getByText('Note added to 1 finding').waitFor()
    await page().keyboard.press('a')
    await page().getByRole('dialog', { name: 'Assign' }).getByLabel('Owner').fill('Grace Hopper')
    await page().getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click()
    await page().getByText('1 finding assigned to Grace Hopper').waitFor()
    await page()
      .locator('.split-detail')
      .getByRole('tab', { name: /History/ })
      .click()
    const history = page().locator('.split-detail .history')
    await history.getByText('To Grace Hopper').waitFor()
    expect(await history.locator('.note').first().innerText()).toBe(
      'Field team confirms on Thursday.\nSecond line.',
    )
    expect(await history.innerText()).toContain('by Ada Lovelace')
  })

  it('take an exception that only a different person may approve', async () => {
    await visit(page(), '#/findings?status=open&open=9')
    await page().locator('.split-detail h2').waitFor()
    await page().keyboard.press('e')
    const dialog = page().getByRole('dialog', { name: 'Request an exception' })
    await dialog.getByLabel('Why the risk is accepted').fill('The kit moves in spring.')
    await dialog.getByLabel('Compensating control').fill('Only reachable from the lab network.')
    await dialog.getByLabel('Until').fill(`${new Date().getUTCFullYear() + 1}-03-01`)
    await dialog.getByRole('button', { name: 'Request', exact: true }).click()
    await page().getByText('Exception requested').first().waitFor()
    await page()
      .locator('.split-detail')
      .getByRole('tab', { name: /Exceptions/ })
      .click()
    await page().getByRole('button', { name: 'Approve…' }).click()
    const decide = page().getByRole('dialog', { name: 'Approve the exception' })
    await decide.getByLabel('Decided by').fill('Ada Lovelace')
    await decide.getByRole('button', { name: 'Approve', exact: true }).click()
    expect(await decide.getByRole('alert').innerText()).toContain(
      'Ada Lovelace cannot both request an exception and decide on it',
    )
    await decide.getByLabel('Decided by').fill('Helena Strand')
    await decide.getByRole('button', { name: 'Approve', exact: true }).click()
    await page().getByText('Exception approved').first().waitFor()
  })

  it('are assigned many at once', async () => {
    await visit(page(), '#/findings?status=open')
    const open = await total()
    await page()
      .getByRole('checkbox', { name: /Select all/ })
      .click({ force: true })
    await page().getByText(`${open} findings selected`, { exact: true }).waitFor()
    await page()
      .locator('.selection-bar')
      .getByRole('button', { name: /Assign/ })
      .click()
    await page().getByRole('dialog').getByLabel('Owner').fill('Nadia Petrov')
    await page().getByRole('dialog').getByRole('button', { name: 'Assign', exact: true }).click()
    await page().getByText(`${open} findings assigned to Nadia Petrov`).waitFor()
    await visit(page(), '#/findings?status=open&owner=Nadia+Petrov')
    await expect.poll(total).toBe(open)
  })
})

describe('commands', () => {
  it('are found by typing and run', async () => {
    await visit(page(), '#/dashboard')
    await page().keyboard.press('Control+k')
    await page().getByRole('dialog', { name: 'Command palette' }).waitFor()
    await page().keyboard.type('ledg')
    await page().keyboard.press('Enter')
    await page().getByRole('heading', { level: 1, name: 'Ledger' }).waitFor()
    await page().keyboard.press('g')
    await page().keyboard.press('f')
    await page().getByRole('heading', { level: 1, name: 'Findings' }).waitFor()
    await page().keyboard.press('?')
    await page().getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page().keyboard.press('Escape')
  })

  it('come from the menu too', async () => {
    await window_.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go.rules')?.click())
    await page().getByRole('heading', { level: 1, name: 'Rules' }).waitFor()
  })

  it('do not fire while a person types', async () => {
    await visit(page(), '#/findings')
    await page().getByLabel('Search findings').focus()
    await page().keyboard.type('gd?')
    expect(await page().getByRole('heading', { level: 1 }).innerText()).toBe('Findings')
    expect(await page().getByRole('dialog').count()).toBe(0)
    await page().getByLabel('Search findings').fill('')
  })
})

const addresses = [
  '#/start',
  '#/start?new=1',
  '#/dashboard',
  '#/framework?id=soc2',
  '#/findings',
  '#/findings?open=9',
  '#/findings?severity=critical&status=open&sort=-dueAt',
  '#/findings?text=nothing-like-this',
  '#/drift',
  '#/baselines',
  '#/review',
  '#/evidence',
  '#/evidence?tab=verify',
  '#/evidence?tab=samples',
  '#/evidence?tab=identities&do=make',
  '#/sources',
  '#/sources?scan=11',
  '#/rules',
  '#/rules?rule=aws-ec2-security-group-rdp',
  '#/ledger',
  '#/settings',
]

describe('every screen', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`has no accessibility problem in ${theme}`, { timeout: 180_000 }, async () => {
      await page().evaluate((chosen) => window.countersign.setTheme(chosen), theme)
      await expect.poll(() => page().evaluate(() => document.documentElement.dataset['theme'])).toBe(theme)
      const found: Record<string, string[]> = {}
      for (const address of addresses) {
        await visit(page(), address)
        const problems = await accessibilityProblems(page())
        if (problems.length > 0) found[address] = problems
      }
      expect(found).toEqual({})
    })
  }

  it('has no accessibility problem in high contrast', { timeout: 120_000 }, async () => {
    await page().emulateMedia({ contrast: 'more', reducedMotion: 'reduce' })
    await expect.poll(() => page().evaluate(() => document.documentElement.dataset['contrast'])).toBe('more')
    const found: Record<string, string[]> = {}
    for (const address of [
      '#/dashboard',
      '#/findings?open=9',
      '#/evidence?tab=identities&do=make',
      '#/review',
      '#/sources?scan=11',
    ]) {
      await visit(page(), address)
      const problems = await accessibilityProblems(page())
      if (problems.length > 0) found[address] = problems
    }
    await page().emulateMedia({ contrast: null, reducedMotion: 'reduce' })
    expect(found).toEqual({})
  })

  it('stays usable at 200 %', async () => {
    await window_.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(2),
    )
    for (const address of ['#/dashboard', '#/findings', '#/evidence', '#/review']) {
      await visit(page(), address)
      const wide = await page().evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      )
      expect(wide, address).toBe(false)
    }
    await window_.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.setZoomFactor(1),
    )
  })

  it('keeps to the content policy and logs no error', async () => {
    expect(await window_.violations()).toEqual([])
    expect(window_.pageErrors).toEqual([])
  })
})
