/** Collects the bytes of one value that may span many chunks: parts are joined once, at its end. */
export interface Capture {
  active: boolean
  /** More bytes came than allowed; what was collected is let go. */
  over: boolean
  limit: number
  start: number
  size: number
  parts: Buffer[]
}

export function newCapture(): Capture {
  return { active: false, over: false, limit: 0, start: 0, size: 0, parts: [] }
}

export function beginCapture(capture: Capture, start: number, limit: number): void {
  capture.active = true
  capture.over = false
  capture.limit = limit
  capture.start = start
  capture.size = 0
  capture.parts = []
}

/** Takes what the chunk holds of the value, before the chunk is let go. */
export function carryCapture(capture: Capture, chunk: Buffer): void {
  if (!capture.active) return
  addPart(capture, chunk, chunk.length)
  capture.start = 0
}

/** @returns the value's bytes, or null when they are more than the limit. */
export function endCapture(capture: Capture, chunk: Buffer, end: number): Buffer | null {
  capture.active = false
  if (capture.parts.length === 0 && !capture.over) {
    return end - capture.start > capture.limit ? null : chunk.subarray(capture.start, end)
  }
  addPart(capture, chunk, end)
  const parts = capture.parts
  capture.parts = []
  return capture.over ? null : Buffer.concat(parts, capture.size)
}

export function dropCapture(capture: Capture): void {
  capture.active = false
  capture.parts = []
}

function addPart(capture: Capture, chunk: Buffer, end: number): void {
  capture.size += end - capture.start
  if (capture.size > capture.limit) {
    capture.over = true
    capture.parts = []
  } else if (end > capture.start) capture.parts.push(chunk.subarray(capture.start, end))
}
