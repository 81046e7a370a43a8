import type { Progress } from '../../shared/contract/contract.ts'

const words: Record<Progress['stage'], string> = {
  collect: 'reading',
  seal: 'sealing',
  evaluate: 'judging',
  drift: 'drift',
  review: 'review',
  payload: 'writing evidence',
  report: 'writing the report',
  sign: 'hashing and signing',
  verify: 'verifying',
  check: 'checking',
}

function amount(value: number, unit: Progress['unit']): string {
  if (unit !== 'bytes') return value.toLocaleString('en')
  return value < 1_000_000 ? `${Math.round(value / 1000)} kB` : `${(value / 1_000_000).toFixed(1)} MB`
}

/** One line that is drawn over itself on a terminal's standard error; silent elsewhere. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): {
  show: (progress: Progress) => void
  clear: () => void
} {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} }
  let shown = false
  return {
    show({ stage, done, total, unit, note }) {
      const share =
        total === null || total === 0 ? '' : ` ${String(Math.floor((done / total) * 100)).padStart(3)} %`
      const counted = total === null ? amount(done, unit) : `${amount(done, unit)} of ${amount(total, unit)}`
      const line = `${words[stage]}${share}  ${counted}${note ? `  ${note}` : ''}`
      stream.write(`\r\u001b[2K${line.slice(0, Math.max(20, stream.columns - 1))}`)
      shown = true
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K')
      shown = false
    },
  }
}
