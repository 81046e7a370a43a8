import type { Instant, Provider } from '../../../shared/model/provider.ts'
import type { FileFormat } from '../../../shared/model/source.ts'
import type { WeekScript } from './script/decision.ts'
import type { Person } from './script/people.ts'
import type { StoryEvent } from './story/event.ts'

/** One file of a capture, as written. */
export interface ManifestFile {
  /** Below the output directory, with `/`: `2026-06-29/aws/…`. */
  readonly path: string
  readonly provider: Provider
  readonly format: FileFormat
  readonly gzip: boolean
  /** Sound items that an import should find. */
  readonly items: number
  /** Items damaged on purpose, which an import should count and list. */
  readonly malformed: number
}

export interface ManifestCapture {
  readonly week: number
  readonly day: string
  /** When the exports were taken; the `asOf` of the capture's import. */
  readonly at: Instant
  /** Folder below the output directory. */
  readonly folder: string
  readonly files: readonly ManifestFile[]
  /** Different resources in the capture, whatever file they came in. */
  readonly resources: number
}

/** What the generator wrote and what the demo plays back; plain JSON. */
export interface SampleManifest {
  readonly seed: number
  readonly engagement: {
    readonly client: string
    readonly name: string
    readonly periodStart: Instant
    /** Exclusive. */
    readonly periodEnd: Instant
    readonly timeZone: string
  }
  readonly captures: readonly ManifestCapture[]
  /** Mondays of the period without a capture. */
  readonly missedWeeks: readonly string[]
  /** The people of the script; the preparer and the reviewer of the package are different ones. */
  readonly people: readonly Person[]
  readonly preparer: { readonly name: string; readonly organisation: string; readonly email: string }
  readonly reviewer: { readonly name: string; readonly organisation: string; readonly email: string }
  readonly script: readonly WeekScript[]
  /** What happens in the estate and when, for tests and for a reader who asks. */
  readonly story: readonly StoryEvent[]
  /** Planted secrets, in plain and, where files hold them so, in base64; none may be found in a workspace or package. */
  readonly canaries: readonly string[]
}
