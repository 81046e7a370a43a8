import path from 'node:path'
import { dialog, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron'
import type { FilePurpose, FolderPurpose } from '../../../shared/contract/desktop.ts'

const engagements: FileFilter[] = [{ name: 'Countersign engagement', extensions: ['countersign'] }]
const everything: FileFilter = { name: 'All files', extensions: ['*'] }

const files: Readonly<
  Record<FilePurpose, { title: string; button: string; filters: FileFilter[]; several: boolean }>
> = {
  import: {
    title: 'Import exports of AWS, Azure or Google Cloud',
    button: 'Import',
    filters: [
      { name: 'Cloud exports', extensions: ['json', 'ndjson', 'jsonl', 'gz', 'zip', 'txt'] },
      everything,
    ],
    several: true,
  },
  attachment: { title: 'Attach evidence', button: 'Attach', filters: [everything], several: true },
  certificate: {
    title: 'Import a signing certificate',
    button: 'Import',
    filters: [{ name: 'PKCS #12', extensions: ['p12', 'pfx'] }, everything],
    several: false,
  },
}
const folders: Readonly<Record<FolderPurpose, { title: string; button: string }>> = {
  import: { title: 'Import a folder of exports', button: 'Import' },
  package: { title: 'Choose an evidence package', button: 'Choose' },
  output: { title: 'Choose where to put the package', button: 'Choose' },
}

/** Existing workspace file, or null when dismissed. */
export async function askForEngagement(window: BrowserWindow): Promise<string | null> {
  const [file] = await choose(window, {
    title: 'Open an engagement',
    filters: [...engagements, everything],
    properties: ['openFile'],
  })
  return file ?? null
}

/** Path of a workspace file to be made, with its extension, or null when dismissed. @param folder where to start */
export async function askForNewEngagement(
  window: BrowserWindow,
  suggestedName: string,
  folder: string,
): Promise<string | null> {
  const name = fileNameFrom(suggestedName)
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'New engagement',
    buttonLabel: 'Create',
    defaultPath: path.join(folder, `${name}.countersign`),
    filters: engagements,
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  if (canceled || filePath === '') return null
  return filePath.endsWith('.countersign') ? filePath : `${filePath}.countersign`
}

export function askForFiles(window: BrowserWindow, purpose: FilePurpose): Promise<string[]> {
  const { title, button, filters, several } = files[purpose]
  return choose(window, {
    title,
    buttonLabel: button,
    filters,
    properties: several ? ['openFile', 'multiSelections'] : ['openFile'],
  })
}

export async function askForFolder(window: BrowserWindow, purpose: FolderPurpose): Promise<string | null> {
  const { title, button } = folders[purpose]
  const properties: OpenDialogOptions['properties'] =
    purpose === 'output' ? ['openDirectory', 'createDirectory'] : ['openDirectory']
  // A package may be given as its folder or as its ZIP; where one dialog can offer both, it does.
  if (purpose === 'package' && process.platform === 'darwin') properties.push('openFile')
  const [folder] = await choose(window, { title, buttonLabel: button, properties })
  return folder ?? null
}

/** A name as one path component: what file systems or shells trip over becomes a dash. */
export function fileNameFrom(text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._-]+/gu, '-')
    .replace(/^[ .-]+|[ .-]+$/g, '')
    .slice(0, 80)
  return name === '' ? 'engagement' : name
}

async function choose(window: BrowserWindow, options: OpenDialogOptions): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? [] : filePaths
}
