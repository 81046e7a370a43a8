// Called by electron-builder when the app folder is complete and nothing is signed yet: takes out what came with the
// Electron folder and is none of ours, sets the fuses and reads them back.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { flipFuses, FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { fuseSettings } from './fuses.mjs'

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  for (const leftover of ['.complete', path.join('resources', 'default_app.asar')])
    rmSync(path.join(appOutDir, leftover), { force: true })
  const executable = path.join(appOutDir, executableName(electronPlatformName, packager))
  const settings = fuseSettings(electronPlatformName)
  await flipFuses(executable, settings)
  const wire = await getCurrentFuseWire(executable)
  for (const [name, fuse] of Object.entries(FuseV1Options)) {
    if (typeof fuse !== 'number') continue
    const wanted = settings[/** @type {FuseV1Options} */ (fuse)] ? FuseState.ENABLE : FuseState.DISABLE
    if (wire[/** @type {FuseV1Options} */ (fuse)] !== wanted)
      throw new Error(`fuse ${name} was not set in ${executable}`)
  }
}

/**
 * @param {string} platform
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 */
function executableName(platform, packager) {
  const { productFilename } = packager.appInfo
  if (platform === 'darwin') return `${productFilename}.app`
  if (platform === 'win32') return `${productFilename}.exe`
  return (
    /** @type {{ executableName?: string }} */ (/** @type {unknown} */ (packager)).executableName ??
    productFilename.toLowerCase()
  )
}
