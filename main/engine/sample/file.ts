import type { FileFormat } from '../../../shared/model/source.ts'
import type { Provider } from '../../../shared/model/provider.ts'

/** One export file of a capture before it is written. */
export interface SampleFile {
  /** Path below the capture's folder, with `/`. */
  readonly path: string
  readonly provider: Provider
  /** What an importer should find it to be. */
  readonly format: FileFormat
  readonly gzip: boolean
  readonly content: string
  /** Sound items in the file. */
  readonly items: number
  /** Items damaged on purpose. */
  readonly malformed: number
}

/** A file with the usual answers to the rest. */
export function file(
  path: string,
  provider: Provider,
  format: FileFormat,
  content: string,
  items: number,
  extra: { malformed?: number; gzip?: boolean } = {},
): SampleFile {
  return {
    path,
    provider,
    format,
    content,
    items,
    malformed: extra.malformed ?? 0,
    gzip: extra.gzip ?? false,
  }
}

/** JSON with two spaces, as command line tools print it. */
export const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
