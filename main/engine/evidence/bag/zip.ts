import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { syncFile, syncFolder } from './durable.ts'
import { hashFile } from './hash-file.ts'
import type { FileDigest } from './hash-file.ts'
import { assertNames } from './names.ts'
import { walk } from './walk.ts'

const plainMode = 0o100644
const executableMode = 0o100755

// Deflate gains nothing on these and costs most of the time.
const packedAlready = /\.(png|jpe?g|zip|gz|zst|xlsx|docx|mp4)$/i

/**
 * Writes one ZIP of a package folder, with that folder as its only top entry; replaces an earlier
 * ZIP at `zipPath` in one step. The same files give the same bytes in any time zone: names sorted,
 * one fixed date, fixed modes. Signatures differ from run to run, so the ZIP's hash is never an identity.
 *
 * `day` (`YYYY-MM-DD`, from 1980) is the date every entry gets. Gives the ZIP's SHA-256 and length.
 */
export async function zipBag(folder: string, zipPath: string, day: string): Promise<FileDigest> {
  const top = basename(resolve(folder))
  const { files } = await walk(folder)
  assertNames([top, ...files])
  const zip = new ZipFile()
  const written = pipeline(Readable.from(zip.outputStream), createWriteStream(`${zipPath}.part`))
  zip.on('error', (error: Error) => zip.outputStream.emit('error', error))
  // An archive holds local DOS time. A date made of local parts gives the same DOS fields wherever it is made.
  const mtime = localDay(day)
  for (const file of files) {
    const mode = file === 'verify.sh' ? executableMode : plainMode
    const compress = !packedAlready.test(file)
    zip.addFile(join(folder, file), `${top}/${file}`, { mtime, mode, forceDosTimestamp: true, compress })
  }
  zip.end()
  try {
    await written
    await syncFile(`${zipPath}.part`)
    await rename(`${zipPath}.part`, zipPath)
  } catch (error) {
    await rm(`${zipPath}.part`, { force: true })
    throw error
  }
  await syncFolder(dirname(resolve(zipPath)))
  return hashFile(zipPath)
}

function localDay(day: string): Date {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  return new Date(Number(year), Number(month) - 1, Number(date), 12)
}
