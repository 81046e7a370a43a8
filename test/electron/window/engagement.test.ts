import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { securityGroup, writeSnapshot } from '../../support/exports.ts'
import { answerDialogs, openWindow, visit, type Window } from './window.ts'

// A new engagement from nothing to a verified package, through the window alone.
let window_: Window
let folder = ''
const page = () => window_.page
const bag = () => path.join(folder, 'out', 'acme_2026q3')

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-engagement-'))
  window_ = await openWindow()
}, 60_000)
afterAll(async () => {
  await window_.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an engagement', () => {
  it('is made with a form that says what is missing', async () => {
    await page().getByRole('button', { name: 'New engagement…' }).click()
    const form = page().getByRole('dialog', { name: 'New engagement' })
    await form.getByRole('button', { name: /create/ }).click()
    expect(await form.getByText('This is needed.').count()).toBe(2)
    await form.getByLabel('Client').fill('Acme')
    await form.getByLabel('First day of the period').fill('2026-07-01')
    await form.getByLabel('Last day of the period').fill('2026-06-01')
    await form.getByText('The last day lies before the first.').waitFor()
    await form.getByLabel('Last day of the period').fill('2026-09-30')
    await form.getByLabel('Your name').fill('Ada Lovelace')
    await answerDialogs(window_, { save: path.join(folder, 'acme.countersign') })
    await form.getByRole('button', { name: /create/ }).click()
    await page().getByRole('heading', { level: 1, name: 'Sources' }).waitFor()
    expect(existsSync(path.join(folder, 'acme.countersign'))).toBe(true)
    await page().getByRole('heading', { name: 'No scan yet' }).waitFor()
  })

  it('shows how to begin while it is empty', async () => {
    await visit(page(), '#/dashboard')
    await page().getByRole('heading', { name: 'Nothing has been imported yet' }).waitFor()
    await visit(page(), '#/findings')
    await page().getByText('Nothing has been evaluated yet').waitFor()
  })
})

describe('an import', () => {
  it('refuses a file that is no export, in words, and keeps nothing', async () => {
    const wrong = path.join(folder, 'report.pdf')
    writeFileSync(wrong, '%PDF-1.7 not an export')
    await answerDialogs(window_, { open: [wrong] })
    await visit(page(), '#/sources')
    await page().getByRole('button', { name: 'Import files…' }).click()
    await page().getByRole('button', { name: 'Import', exact: true }).click()
    const message = page().getByRole('log', { name: 'Messages' })
    await message.getByText(/is not a cloud export that Countersign knows; it looks like a PDF/).waitFor()
    await message.getByText(/Nothing was imported/).waitFor()
    await page().getByRole('button', { name: 'Dismiss' }).click()
    await page().getByRole('heading', { name: 'No scan yet' }).waitFor()
  })

  it('takes an AWS Config snapshot, judges it, and lists the file with its hash', async () => {
    const groups = Array.from({ length: 40 }, (_, index) =>
      securityGroup(`sg-${String(index).padStart(17, '0')}`, index < 3 ? { ssh: ['0.0.0.0/0'] } : {}),
    )
    const snapshot = writeSnapshot(folder, 'snapshot.json', groups)
    await answerDialogs(window_, { open: [snapshot] })
    await page().getByRole('button', { name: 'Import files…' }).click()
    const dialog = page().getByRole('dialog', { name: 'Import exports' })
    await dialog.getByLabel('Name of the scan').fill('First capture')
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await page().getByText('Imported 40 items from 1 file').waitFor({ timeout: 30_000 })
    const detail = page().locator('.split-detail')
    await detail.getByRole('heading', { name: 'First capture' }).waitFor()
    await detail.getByRole('tab', { name: /Files/ }).click()
    await detail.getByText('AWS Config snapshot', { exact: false }).first().waitFor()
    expect(await detail.locator('.cards').innerText()).toMatch(/sha256 [0-9a-f]{64}/)
    await visit(page(), '#/findings?rule=aws-ec2-security-group-ssh')
    expect(Number(await page().getByRole('grid').getAttribute('aria-rowcount')) - 1).toBe(3)
  })

  it('takes dropped files', async () => {
    const path_ = writeSnapshot(folder, 'later.json', [
      securityGroup('sg-00000000000000000', { ssh: ['0.0.0.0/0'], capturedAt: '2026-07-08T08:00:00.000Z' }),
    ])
    await visit(page(), '#/sources')
    // Only a file a person gives has a path: an input of the test's own stands in for the file manager.
    await page().evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'given'
      document.body.append(input)
    })
    await page().setInputFiles('#given', path_)
    await page().evaluate(() => {
      const file = document.querySelector<HTMLInputElement>('#given')?.files?.[0]
      const transfer = new DataTransfer()
      if (file) transfer.items.add(file)
      document
        .querySelector('.drop-area')
        ?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
      document.querySelector('#given')?.remove()
    })
    const dialog = page().getByRole('dialog', { name: 'Import exports' })
    await dialog.getByText('later.json').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })
})

describe('a package', () => {
  const passphrase = 'correct horse battery'

  it('needs an identity, which is made here', async () => {
    for (const name of ['Ada Lovelace', 'Charles Babbage']) {
      await visit(page(), '#/evidence?tab=identities&do=make')
      const dialog = page().getByRole('dialog', { name: 'Make a signing identity' })
      await dialog.getByLabel('Name', { exact: false }).first().fill(name)
      await dialog.getByLabel('Passphrase', { exact: false }).first().fill(passphrase)
      await dialog.getByLabel('Passphrase again').fill(`${passphrase}!`)
      await dialog.getByText('The two are not the same.').waitFor()
      expect(await dialog.getByRole('button', { name: 'Make' }).isDisabled()).toBe(true)
      await dialog.getByLabel('Passphrase again').fill(passphrase)
      await dialog.getByRole('button', { name: 'Make' }).click()
      await page()
        .getByRole('list', { name: 'Signing identities' })
        .getByRole('heading', { name })
        .waitFor({ timeout: 30_000 })
    }
  })

  it('is refused with a wrong passphrase and compiled with the right one', { timeout: 120_000 }, async () => {
    await visit(page(), '#/evidence?tab=compile')
    await page()
      .getByRole('button', { name: /Preparer/ })
      .click()
    await page()
      .getByRole('option', { name: /Ada Lovelace/ })
      .click()
    await answerDialogs(window_, { open: [path.join(folder, 'out')] })
    await page().getByLabel('Passphrase of preparer').fill('not this one')
    await page().getByRole('button', { name: 'Choose a folder and compile…' }).click()
    await page()
      .getByText(/The passphrase does not open/)
      .waitFor({ timeout: 30_000 })
    expect(existsSync(bag())).toBe(false)
    await page().getByLabel('Passphrase of preparer').fill(passphrase)
    await page().getByRole('button', { name: 'Choose a folder and compile…' }).click()
    await page().getByTestId('package-id').waitFor({ timeout: 90_000 })
    expect(await page().getByTestId('package-id').innerText()).toMatch(/^[0-9a-f]{64}$/)
    expect(existsSync(path.join(bag(), 'signatures', 'preparer.p7s'))).toBe(true)
  })

  it('verifies, and a second person countersigns it', { timeout: 90_000 }, async () => {
    await page().getByRole('button', { name: 'Verify it' }).click()
    const result = page().getByTestId('verification')
    await result.getByText('The package is verified').waitFor({ timeout: 60_000 })
    expect(await result.innerText()).toContain('No reviewer has countersigned this package.')
    await result.getByRole('button', { name: 'Countersign…' }).click()
    const dialog = page().getByRole('dialog', { name: 'Countersign the package' })
    await dialog.getByRole('button', { name: /Reviewer/ }).click()
    await page()
      .getByRole('option', { name: /Charles Babbage/ })
      .click()
    await dialog.getByLabel('Passphrase of reviewer').fill(passphrase)
    await dialog.getByRole('button', { name: 'Countersign', exact: true }).click()
    await result.getByRole('heading', { name: 'Reviewed by Charles Babbage' }).waitFor({ timeout: 60_000 })
  })

  it('fails with one changed byte, and says which file', { timeout: 60_000 }, async () => {
    const broken = path.join(folder, 'broken')
    cpSync(bag(), broken, { recursive: true })
    const file = path.join(broken, 'data', '11-machine', 'package.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Acme', 'Acne'))
    await visit(page(), '#/evidence?tab=verify')
    await page().getByLabel('Package folder or ZIP').fill(broken)
    await page().getByRole('button', { name: 'Verify', exact: true }).click()
    const result = page().getByTestId('verification')
    await result.getByText('The package does not verify').waitFor({ timeout: 60_000 })
    await expect
      .poll(() => result.getByRole('list', { name: 'Checks' }).innerText())
      .toContain('data/11-machine/package.json')
  })
})

describe('faults', () => {
  it('bring the engagement back after the engine was killed', { timeout: 60_000 }, async () => {
    await visit(page(), '#/findings')
    const killed = await window_.app.evaluate(({ app }) => {
      const engine = app.getAppMetrics().find(({ name }) => name === 'Countersign engine')
      if (engine) process.kill(engine.pid, 'SIGKILL')
      return engine?.pid ?? null
    })
    expect(killed).not.toBeNull()
    // A detail that was never asked for before can only come from the engine that was started in its place.
    await page().locator('.grid-body [role=row]').first().click()
    await page()
      .locator('.split-detail')
      .getByRole('tab', { name: /History/ })
      .click({ timeout: 30_000 })
    await page().locator('.split-detail').getByText('Opened', { exact: true }).waitFor()
    const after = await window_.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Countersign engine')?.pid ?? null,
    )
    expect(after).not.toBe(killed)
  })

  it('offer to open read-only what another window holds', { timeout: 60_000 }, async () => {
    const second = await openWindow({ args: [path.join(folder, 'acme.countersign')] })
    try {
      const alert = second.page.getByRole('alert')
      await alert.getByText(/The engagement is in use by/).waitFor()
      await alert.getByRole('button', { name: 'Open read-only' }).click()
      await second.page.getByText('This engagement is open read-only').waitFor()
      await second.page.getByRole('heading', { level: 1, name: 'Acme' }).waitFor()
      await visit(second.page, '#/sources')
      expect(await second.page.getByRole('button', { name: 'Import files…' }).isDisabled()).toBe(true)
    } finally {
      await second.close()
    }
  })

  it('say in words when a file is no engagement', async () => {
    const wrong = path.join(folder, 'wrong.countersign')
    writeFileSync(wrong, 'not a database at all, only some text that is long enough to be read')
    await answerDialogs(window_, { open: [wrong] })
    await page().keyboard.press('Control+o')
    await page()
      .getByRole('alert')
      .getByText(/is not a Countersign engagement/)
      .waitFor()
    expect(await window_.violations()).toEqual([])
  })
})
