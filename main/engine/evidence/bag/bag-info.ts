import { CountersignError } from '../../../../shared/model/errors.ts'

export interface BagInfoField {
  readonly label: string
  readonly value: string
}

const lineLength = 79

/** The declaration file of RFC 8493 2.1.1, byte for byte. */
export const bagitText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/**
 * bag-info.txt (RFC 8493 2.2.2): `Label: value` lines, long values folded at single spaces onto
 * lines that begin with two. Throws `invalid_input` for a label or value that can't be written so.
 */
export function bagInfoText(fields: readonly BagInfoField[]): string {
  return fields.map((field) => fold(field)).join('')
}

/** Reads bag-info.txt; folded lines are joined by one space. Undefined when a line is neither field nor continuation. */
export function readBagInfo(text: string): BagInfoField[] | undefined {
  const fields: { label: string; value: string }[] = []
  for (const line of text.split('\n')) {
    if (line === '') continue
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (!last) return undefined
      last.value += ` ${line.trim()}`
      continue
    }
    const [, label, value] = /^([^\s:]+):[ \t]*(.*)$/.exec(line) ?? []
    if (label === undefined || value === undefined) return undefined
    fields.push({ label, value: value.trim() })
  }
  return fields
}

/** The first value under a label; undefined when there is none. */
export function bagInfoValue(fields: readonly BagInfoField[], label: string): string | undefined {
  return fields.find((field) => field.label === label)?.value
}

function fold({ label, value }: BagInfoField): string {
  if (!/^[A-Za-z0-9-]+$/.test(label))
    throw new CountersignError('invalid_input', {
      field: label,
      detail: 'a label has letters, digits and hyphens only',
    })
  if (value.trim() !== value || value === '' || /[\p{Cc}\u2028\u2029]/u.test(value)) {
    throw new CountersignError('invalid_input', { field: label, detail: 'a value is one line of text' })
  }
  const lines: string[] = []
  let line = `${label}:`
  // only single spaces may become line ends: unfolding puts exactly one back
  for (const word of value.split(/(?<! ) (?! )/)) {
    if (Buffer.byteLength(line) + 1 + Buffer.byteLength(word) > lineLength && line !== `${label}:`) {
      lines.push(line)
      line = `  ${word}`
    } else {
      line += ` ${word}`
    }
  }
  return `${[...lines, line].join('\n')}\n`
}
