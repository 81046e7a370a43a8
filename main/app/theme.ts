import { nativeTheme } from 'electron'
import { z } from 'zod'
import type { Appearance, Theme } from '../../shared/contract/desktop.ts'
import { readJsonFile, writeJsonFile } from './files/json-file.ts'

export interface ThemeSetting {
  appearance(): Appearance
  choose(theme: Theme): Appearance
}

const schema = z.object({ theme: z.enum(['system', 'light', 'dark'] satisfies Theme[]) })

/** The chosen theme, kept in one small file and followed by native menus and dialogs. */
export function themeSetting(file: string, onChange: (appearance: Appearance) => void): ThemeSetting {
  let chosen: Theme = readJsonFile<{ theme: Theme }>(file, schema, { theme: 'system' }).theme
  nativeTheme.themeSource = chosen
  const appearance = (): Appearance => ({
    theme: chosen,
    dark: nativeTheme.shouldUseDarkColors,
    highContrast: nativeTheme.shouldUseHighContrastColors,
  })
  nativeTheme.on('updated', () => onChange(appearance()))
  return {
    appearance,
    choose(theme) {
      chosen = theme
      nativeTheme.themeSource = theme
      writeJsonFile(file, { theme })
      return appearance()
    },
  }
}
