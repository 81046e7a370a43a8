import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { syncFile, syncFolder } from './durable.ts'
import { walk } from './walk.ts'

// .<package>.unfinished-<process id>-<token>: hidden, never mistaken for a package, and its writer can be asked after
const unfinishedName = /^\..+\.unfinished-(\d+)-[0-9a-f]{8,}$/

/** Folders this process is writing to at the moment. */
const ours = new Set<string>()

/**
 * Makes the hidden sibling folder in which a package is put together, and gives its path.
 * `token` is eight or more random hex digits. Throws `package_exists` when `finalFolder` is taken.
 */
export async function startBag(finalFolder: string, token: string): Promise<string> {
  if (await exists(finalFolder)) throw new CountersignError('package_exists', { path: finalFolder })
  const parent = dirname(resolve(finalFolder))
  await mkdir(parent, { recursive: true })
  const folder = join(parent, `.${basename(finalFolder)}.unfinished-${String(process.pid)}-${token}`)
  await mkdir(folder)
  ours.add(folder)
  return folder
}

/**
 * Gives a complete package its name: every file and folder is on disk first, then one rename.
 * A kill or power cut before leaves only the unfinished folder, after it the whole package.
 * Throws `package_exists` when `finalFolder` is taken.
 */
export async function finishBag(unfinished: string, finalFolder: string): Promise<void> {
  const { files } = await walk(unfinished)
  for (const file of files) await syncFile(join(unfinished, file))
  const parents = new Set(files.flatMap((file) => parentsOf(file)))
  for (const folder of [...parents].toSorted().toReversed()) await syncFolder(join(unfinished, folder))
  await syncFolder(unfinished)
  // rename would silently replace an empty folder
  if (await exists(finalFolder)) throw new CountersignError('package_exists', { path: finalFolder })
  await rename(unfinished, finalFolder)
  ours.delete(resolve(unfinished))
  await syncFolder(dirname(resolve(finalFolder)))
}

/** Takes an unfinished package away, after an error or a cancelled job. */
export async function discardBag(unfinished: string): Promise<void> {
  if (!unfinishedName.test(basename(unfinished)))
    throw new CountersignError('package_invalid', { path: unfinished, detail: 'not an unfinished package' })
  await rm(unfinished, { recursive: true, force: true })
  ours.delete(resolve(unfinished))
}

/**
 * Removes what killed writers left in `parent`, and gives the names removed. A folder whose writer
 * still runs stays. A missing parent holds nothing.
 */
export async function cleanUnfinished(parent: string): Promise<string[]> {
  const removed: string[] = []
  for (const name of await readdir(parent).catch(() => [])) {
    const writer = unfinishedName.exec(name)?.[1]
    const folder = resolve(parent, name)
    if (writer === undefined || !(await stat(folder)).isDirectory() || isWriting(Number(writer), folder))
      continue
    await rm(folder, { recursive: true, force: true })
    removed.push(name)
  }
  return removed.toSorted()
}

/** Containers hand out the same process ids again and again, so our own id alone proves nothing. */
function isWriting(writer: number, folder: string): boolean {
  if (writer === process.pid) return ours.has(folder)
  try {
    process.kill(writer, 0)
    return true
  } catch (error) {
    // EPERM: it runs, under another user
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function parentsOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
