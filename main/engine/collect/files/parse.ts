import type { JsonValue } from '../../../../shared/model/json.ts'
import { beginScan, newScan, scanOn } from './split/value-scan.ts'

/**
 * JSON inside a string (an advanced query row, a notification's message): parsed once its depth is
 * known to be harmless.
 */
export function parseNested(text: string, maxDepth: number): { value: JsonValue } | 'not-json' | 'too-deep' {
  const bytes = Buffer.from(text)
  const start = bytes.findIndex((byte) => byte > 0x20)
  if (start < 0) return 'not-json'
  const scan = newScan(maxDepth)
  beginScan(scan, bytes[start] as number, 0)
  scanOn(scan, bytes, start)
  if (scan.deepest > maxDepth) return 'too-deep'
  return parse(text)
}

export function parse(text: string): { value: JsonValue } | 'not-json' {
  try {
    return { value: JSON.parse(text) as JsonValue }
  } catch {
    return 'not-json'
  }
}
