import { rmSync, statSync } from 'node:fs'
import { defaultSla } from '../../../../shared/model/finding.ts'
import { makeSample } from '../sample/play.ts'
import {
  appendLedger,
  backupWorkspace,
  createWorkspace,
  doctor,
  inTransaction,
  ledgerPage,
  openWorkspace,
  readEngagement,
  writeEngagement,
} from '../../store/index.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'

type Names = Extract<keyof Handlers, `engagement.${string}` | `ledger.${string}`>

/** Opening, settings, backup, health and the built-in sample. */
export function engagementHandlers(engine: Engine): Pick<Handlers, Names> {
  return {
    'engagement.create'({ path, engagement, actor }) {
      const { sla, ...facts } = engagement
      const id = Buffer.from(engine.options.random(8)).toString('hex')
      const ws = createWorkspace(path, {
        ...engine.openOptions('write'),
        engagement: { ...facts, id, sla: sla ?? defaultSla, createdAt: engine.now() },
        redactionKey: engine.options.random(32),
        actor,
      })
      engine.use(ws)
      return engine.state()
    },
    'engagement.open'({ path, readOnly }) {
      const opened = engine.openedWorkspace()
      // Opening what is open already must not fight over its own lease.
      if (opened?.path === path && opened.mode === (readOnly ? 'read' : 'write')) return engine.state()
      engine.use(null)
      engine.use(openWorkspace(path, engine.openOptions(readOnly ? 'read' : 'write')))
      return engine.state()
    },
    'engagement.close'() {
      engine.use(null)
      return {}
    },
    'engagement.state': () => (engine.openedWorkspace() ? engine.state() : null),
    'engagement.settings'({ sla, frameworks, actor }) {
      const ws = engine.workspace()
      inTransaction(ws, () => {
        const before = readEngagement(ws)
        const after = { ...before, sla: sla ?? before.sla, frameworks: frameworks ?? before.frameworks }
        writeEngagement(ws, after)
        const payload = {
          sla: after.sla,
          frameworks: after.frameworks,
          before: { sla: before.sla, frameworks: before.frameworks },
        }
        appendLedger(ws, { at: engine.now(), actor, action: 'settings-changed', payload })
      })
      return engine.state()
    },
    async 'engagement.backup'({ path, actor }, context) {
      const ws = engine.workspace()
      context.progress({ stage: 'check', done: 0, total: 1, unit: 'steps', note: '' })
      await context.breathe()
      backupWorkspace(ws, path)
      const { size } = statSync(path)
      if (ws.mode === 'write')
        appendLedger(ws, { at: engine.now(), actor, action: 'backup-made', payload: { bytes: size } })
      context.progress({ stage: 'check', done: 1, total: 1, unit: 'steps', note: '' })
      return { path, bytes: size }
    },
    async 'engagement.doctor'(_input, context) {
      const checks = []
      for (const { check, status, detail } of doctor(engine.workspace())) {
        checks.push({ id: check, status, detail })
        context.progress({ stage: 'check', done: checks.length, total: null, unit: 'steps', note: check })
        await context.breathe()
      }
      return { ok: checks.every(({ status }) => status !== 'failed'), checks }
    },
    async 'engagement.sample'({ path, exportsDir, replace, seed }, context) {
      if (replace) {
        if (engine.openedWorkspace()?.path === path) engine.use(null)
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
      }
      await makeSample(engine, { path, exportsDir, seed }, context)
      return engine.state()
    },
    'ledger.page': (page) => {
      const { rows, total } = ledgerPage(engine.workspace(), page)
      return { rows: [...rows], total }
    },
  }
}
