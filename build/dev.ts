// `npm run dev`: the app as shipped, with all its security, built again and restarted whenever a source changes.
import { spawn, type ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import { buildApp } from './bundle.ts'
import { appArguments, electronRuntime } from './electron.ts'
import { inRoot } from './root.ts'

const runtime = electronRuntime()
let running: ChildProcess | null = null
let restarting = false
let timer: NodeJS.Timeout | undefined

function open(): void {
  const child = spawn(runtime.executable, appArguments(process.argv.slice(2)), { stdio: 'inherit' })
  running = child
  child.on('exit', (code) => {
    // Closing the window ends the session; our own restarts do not.
    if (running === child && !restarting) process.exit(code ?? 0)
  })
}

async function rebuild(): Promise<void> {
  if (restarting) return
  restarting = true
  try {
    await buildApp()
    const old = running
    if (old && old.exitCode === null) {
      const ended = new Promise((resolve) => old.once('exit', resolve))
      old.kill()
      await ended
    }
    open()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  } finally {
    restarting = false
  }
}

for (const folder of ['main', 'shared', 'renderer', 'rules'])
  watch(inRoot(folder), { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void rebuild(), 150)
  })
await rebuild()
