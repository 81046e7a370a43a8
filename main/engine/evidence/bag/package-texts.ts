import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bagInfoValue } from './bag-info.ts'
import type { BagInfoField } from './bag-info.ts'

const beside = fileURLToPath(new URL('./templates/', import.meta.url))

/** What the folders of a package's payload hold, in their order. */
const folders: readonly (readonly [name: string, holds: string])[] = [
  ['01-report', 'the evidence report and other PDFs, for reading'],
  ['02-baseline', 'approved baselines: version, approver, date, rationale'],
  ['03-drift', 'what differed from the baseline, and whether that was authorised'],
  ['04-remediation', 'the remediation log, exceptions, deadlines'],
  ['05-posture', 'totals per framework and control, and their trend'],
  ['06-populations', 'all items each control applies to, with how they were obtained and counted'],
  ['07-samples', 'samples drawn, with seed and method, to be drawn again by anyone'],
  ['08-workpapers', 'tests, review sessions, sign-offs'],
  ['09-raw', 'provider documents the judgements rest on; these are the authority, tables are for reading'],
  ['10-collection', 'every call and file of the collection, its errors and gaps'],
  ['11-machine', 'the same numbers for machines: package.json, OSCAL, OCSF'],
  ['12-method', 'the rules as evaluated, the tool, the catalogues'],
  ['13-custody', 'the ledger: every decision and sealed scan in a hash chain, and its head'],
  ['14-attachments', 'files people attached, named by their hash'],
]

export interface PackageTextParts {
  readonly kind: 'package' | 'addendum'
  readonly title: string
  readonly sample: boolean
  readonly info: readonly BagInfoField[]
  readonly payload: readonly string[]
  /** Folder of the templates; default: beside this module. */
  readonly templates: string | undefined
}

/** The text files that go into every package beside its data: name and content. Same input, same text. */
export async function packageTexts(
  parts: PackageTextParts,
): Promise<(readonly [name: string, text: string])[]> {
  const template = (name: string): Promise<string> => readFile(join(parts.templates ?? beside, name), 'utf8')
  const slots = {
    title: parts.title,
    underline: '='.repeat([...parts.title].length),
    sample: parts.sample
      ? '\nSAMPLE: the data in this package is invented. It is evidence of nothing.\n'
      : '',
    fields: parts.info.map(({ label, value }) => `  ${label}: ${value}\n`).join(''),
    folders: folderLines(parts.payload),
    retention: retentionLines(parts.info),
    package: bagInfoValue(parts.info, 'Addendum-To-TagManifest-SHA256') ?? '',
  }
  const suffix = parts.kind === 'addendum' ? '-addendum' : ''
  return [
    ['README.txt', fill(await template(`README${suffix}.txt`), slots)],
    ['VERIFY.md', fill(await template(`VERIFY${suffix}.md`), slots)],
    ['verify.sh', await template('verify.sh')],
    ['verify.ps1', await template('verify.ps1')],
  ]
}

function folderLines(payload: readonly string[]): string {
  const present = new Set(payload.map((path) => path.split('/')[1] ?? ''))
  const known = folders.filter(([name]) => present.has(name))
  return known.map(([name, holds]) => `  ${`data/${name}/`.padEnd(24)}${holds}\n`).join('')
}

/** How long the documentation may still change, and how long it is kept; nothing where bag-info says nothing of it. */
function retentionLines(info: readonly BagInfoField[]): string {
  const years = bagInfoValue(info, 'Retention-Years')
  const days = bagInfoValue(info, 'Documentation-Window-Days')
  if (years === undefined || days === undefined) return ''
  return `
How long it may change, and how long to keep it
  The period may be compiled again, as a further revision, until ${days} days after the report was
  released, or until an earlier documentation completion date. After that there are only addenda:
  signed folders of their own that say what was added, by whom, when and why. None of them changes
  a byte of this one.
  Keep it, with its addenda, for at least ${years} years from the report's release, or longer where law or
  contract ask for more.
`
}

function fill(text: string, slots: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (slot, name: string) => slots[name] ?? slot)
}
