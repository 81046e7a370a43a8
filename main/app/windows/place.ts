import { z } from 'zod'

const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
})
export type Rectangle = z.infer<typeof rectangle>

/** Where a window was when it was closed. */
export const savedPlaceSchema = z.object({ bounds: rectangle, maximised: z.boolean() }).nullable()
export type SavedPlace = z.infer<typeof savedPlaceSchema>

/** Where to open a window; without x and y the system decides. */
export interface WindowPlace {
  readonly bounds: Rectangle | Pick<Rectangle, 'width' | 'height'>
  readonly maximised: boolean
}

const preferred = { width: 1440, height: 900 }
/** This much of a window must lie on some display, or it could not be grabbed with the mouse. */
const grip = { width: 120, height: 60 }

/**
 * Where to open the window. A saved place counts only while enough of it lies on a display that is connected now;
 * otherwise the system places a window of the preferred size, no larger than the first display's work area.
 */
export function placeWindow(saved: SavedPlace, workAreas: readonly Rectangle[]): WindowPlace {
  if (saved && workAreas.some((area) => overlaps(saved.bounds, area))) return saved
  const area = workAreas[0] ?? { x: 0, y: 0, ...preferred }
  return {
    bounds: { width: Math.min(preferred.width, area.width), height: Math.min(preferred.height, area.height) },
    maximised: saved?.maximised ?? false,
  }
}

function overlaps(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  // The title bar is at the top: it has to be inside, not above the display.
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y)
  return width >= grip.width && height >= grip.height && window.y >= area.y - 8
}
