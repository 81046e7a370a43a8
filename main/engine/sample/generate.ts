import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { awsEstateAt } from './aws/estate.ts'
import { awsFiles } from './aws/export.ts'
import { azureEstateAt } from './azure/estate.ts'
import { azureFiles } from './azure/export.ts'
import { captureTimes, missedWeeks, period, type CaptureTime } from './calendar.ts'
import { canaryStrings } from './canaries.ts'
import type { SampleFile } from './file.ts'
import { gcpEstateAt } from './gcp/estate.ts'
import { gcpFiles } from './gcp/export.ts'
import type { ManifestCapture, SampleManifest } from './manifest.ts'
import { createRandom, type Random } from './random.ts'
import { people } from './script/people.ts'
import { writeScript } from './script/script.ts'
import { storyEvents, type Affected } from './story/timeline.ts'

/**
 * Writes the sample engagement's exports below `outDir`, one folder per weekly
 * capture, and returns what it wrote with the script of human decisions.
 * The same seed gives the same bytes; no clock and no other randomness is read.
 * Files that stand in the way are replaced, others are left alone.
 */
export async function generateSample(
  outDir: string,
  options: { readonly seed: number },
): Promise<SampleManifest> {
  const random = createRandom(options.seed)
  const affected: Affected = new Map()
  const captures: ManifestCapture[] = []
  for (const capture of captureTimes) captures.push(await writeCapture(outDir, random, affected, capture))
  return {
    seed: options.seed,
    engagement: {
      client: 'Larkfield Robotics',
      name: 'Cloud controls, third quarter 2026',
      periodStart: period.start,
      periodEnd: period.end,
      timeZone: 'Europe/Dublin',
    },
    captures,
    missedWeeks,
    people: Object.values(people),
    preparer: {
      name: people.priya.name,
      organisation: 'Larkfield Robotics',
      email: 'priya.raman@larkfield.example',
    },
    reviewer: {
      name: people.marcus.name,
      organisation: 'Hartwell Lime',
      email: 'marcus.adeyemi@hartwell-lime.example',
    },
    script: writeScript(affected),
    story: storyEvents,
    canaries: canaryStrings,
  }
}

async function writeCapture(
  outDir: string,
  random: Random,
  affected: Affected,
  capture: CaptureTime,
): Promise<ManifestCapture> {
  const aws = awsEstateAt(random, capture.at, affected)
  const azure = azureEstateAt(random, capture.at, affected)
  const gcp = gcpEstateAt(random, capture.at, affected)
  const files = [
    ...awsFiles(random, capture, aws.items, aws.documents),
    ...azureFiles(random, capture, azure.items, azure.documents),
    ...gcpFiles(random, capture, gcp.items, gcp.documents),
  ]
  for (const file of files) await writeOne(join(outDir, capture.day, ...file.path.split('/')), file, capture)
  const resources = [aws, azure, gcp].reduce(
    (sum, estate) => sum + estate.items.length + estate.documents.length,
    0,
  )
  return {
    ...capture,
    folder: capture.day,
    files: files.map(({ path, provider, format, gzip, items, malformed }) => ({
      path: `${capture.day}/${path}`,
      provider,
      format,
      gzip,
      items,
      malformed,
    })),
    resources,
  }
}

async function writeOne(path: string, file: SampleFile, capture: CaptureTime): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, file.gzip ? zipped(file.content) : file.content)
  // Azure's exports do not say when they were taken; a file's date does, as on a client's disk.
  const taken = new Date(capture.at)
  await utimes(path, taken, taken)
}

/** gzip without the byte that names the operating system (RFC 1952, 2.3.1), which is all that could differ. */
function zipped(content: string): Buffer {
  const bytes = gzipSync(content, { level: 6 })
  bytes[9] = 255
  return bytes
}
