import type { SourceFile } from '../../../../shared/model/source.ts'
import type { EvidenceReader, FileProblem } from '../reader.ts'
import type { Place } from './match.ts'

type CollectionReader = Pick<
  EvidenceReader,
  'sourceFiles' | 'holes' | 'callFailures' | 'problems' | 'presence'
>

/**
 * What scans read, failed to read and held, within a scope. A file that speaks for accounts inside and outside of it is kept with the
 * accounts inside; its bytes, hash, items and duplicates are the file's own and cannot be divided, its problems can.
 */
export function scopedCollection(
  reader: EvidenceReader,
  matches: (place: Place) => boolean,
): { readonly reader: CollectionReader; touches(scan: number): boolean } {
  const inside = (file: SourceFile): boolean =>
    file.accounts.length === 0
      ? matches({ provider: file.provider, account: '*' })
      : file.accounts.some((account) => matches({ provider: file.provider, account }))
  const files = (scan: number): SourceFile[] => [...reader.sourceFiles(scan)].filter(inside)

  function* problems(scan: number): Generator<FileProblem> {
    const paths = new Set(files(scan).map(({ path }) => path))
    for (const one of reader.problems(scan)) {
      // An item whose identity could not be read may be of any account of its file.
      if (one.resource === null ? paths.has(one.path) : matches(one.resource)) yield one
    }
  }
  function* sourceFiles(scan: number): Generator<SourceFile> {
    for (const file of files(scan)) {
      const accounts = file.accounts.filter((account) => matches({ provider: file.provider, account }))
      if (accounts.length === file.accounts.length) {
        yield file
        continue
      }
      let mine = 0
      if (file.problems > 0) for (const { path } of problems(scan)) if (path === file.path) mine++
      yield { ...file, accounts, problems: mine }
    }
  }
  function* holes(scan: number) {
    for (const one of reader.holes(scan)) if (matches(one)) yield one
  }
  function* callFailures(scan: number) {
    for (const one of reader.callFailures(scan)) if (matches(one)) yield one
  }
  function* presence(scan: number) {
    for (const one of reader.presence(scan)) if (matches(one)) yield one
  }
  const again = <Row>(start: (scan: number) => Iterator<Row>) => {
    return (scan: number): Iterable<Row> => ({ [Symbol.iterator]: () => start(scan) })
  }
  const touched = new Map<number, boolean>()
  return {
    reader: {
      sourceFiles: again(sourceFiles),
      holes: again(holes),
      callFailures: again(callFailures),
      problems: again(problems),
      presence: again(presence),
    },
    touches(scan) {
      const known =
        touched.get(scan) ??
        (files(scan).length > 0 || !holes(scan).next().done || !callFailures(scan).next().done)
      touched.set(scan, known)
      return known
    },
  }
}
