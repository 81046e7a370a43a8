/**
 * What the desktop shell offers the window beside the engine: dialogs, keychain, theme, recent files.
 * The preload exposes exactly this as the frozen `window.countersign`; renderer and shell share the types.
 */

/** The window's one origin; everything the shell trusts is compared with it, whole. */
export const appOrigin = 'app://countersign'

/** `data` of the window message that carries the engine's port (`event.ports[0]`). */
export const enginePortMessage = 'countersign:engine-port'

/** What a file dialog is for; it decides the filters and whether several may be taken. */
export type FilePurpose = 'import' | 'attachment' | 'certificate'
/** `import`: a folder of exports. `package`: a compiled package (bag) to verify. `output`: where to put something new. */
export type FolderPurpose = 'import' | 'package' | 'output'
export type Theme = 'system' | 'light' | 'dark'
/** `stopped`: it ended more often than is healthy and is not started again by itself. */
export type EngineState = 'starting' | 'running' | 'restarting' | 'stopped'

export interface Appearance {
  readonly theme: Theme
  readonly dark: boolean
  readonly highContrast: boolean
}

export interface RecentEngagement {
  /** Absolute path of the workspace file. */
  readonly path: string
  /** When it was opened last, RFC 3339 UTC. */
  readonly openedAt: string
  /** False when the file is no longer there. */
  readonly present: boolean
}

/** Whether the system's keychain can keep a passphrase, and for which identities it does. */
export interface PassphraseState {
  readonly available: boolean
  /** SHA-256 fingerprints of signing certificates. */
  readonly kept: readonly string[]
}

export interface Startup {
  readonly appVersion: string
  readonly platform: string
  /** Workspace named on the command line or double-clicked; null when there is none. Handed out once. */
  readonly engagement: string | null
  readonly appearance: Appearance
  readonly engine: EngineState
}

/** Things the shell tells the window. */
export type DesktopEvent =
  | { readonly kind: 'engine'; readonly state: EngineState }
  | { readonly kind: 'appearance'; readonly appearance: Appearance }
  | { readonly kind: 'open'; readonly path: string }
  /** A menu item was chosen; `command` is an id of the keymap. */
  | { readonly kind: 'command'; readonly command: string }

/** Requests of the window to the shell: name → arguments and answer. The shell checks every argument again. */
export interface DesktopVerbs {
  startup(): Startup
  /** Asks for a fresh port to the engine; it arrives as a window message (`enginePortMessage`), one per call. */
  connectEngine(): void
  /** Starts the engine again after it was given up (`stopped`). */
  restartEngine(): void
  /** Native dialog for an existing workspace file; null when dismissed. */
  openEngagement(): string | null
  /** Native dialog for a new workspace file; the name is a suggestion without folder. */
  createEngagement(suggestedName: string): string | null
  chooseFiles(purpose: FilePurpose): readonly string[]
  chooseFolder(purpose: FolderPurpose): string | null
  recentEngagements(): readonly RecentEngagement[]
  /** Call when a workspace was opened or made; it goes to the top of the recent list. */
  noteEngagement(path: string): void
  forgetEngagement(path: string): void
  passphrases(): PassphraseState
  /** Keeps it in the system's keychain; false where only an insecure one exists, and then nothing is written. */
  keepPassphrase(fingerprint: string, passphrase: string): boolean
  forgetPassphrase(fingerprint: string): void
  setTheme(theme: Theme): Appearance
  /** Shows a file or folder in the system's file manager; false when it is not there. */
  showInFolder(path: string): boolean
  /** Opens an address of the allowlist in the browser, after asking the person; false when refused. */
  openExternal(url: string): boolean
}

export type DesktopVerb = keyof DesktopVerbs

/** `window.countersign`: every verb as a promise, and three things only a preload can do. */
export type Desktop = {
  readonly [V in DesktopVerb]: (...args: Parameters<DesktopVerbs[V]>) => Promise<ReturnType<DesktopVerbs[V]>>
} & {
  /** Absolute path of a file dragged into the window, empty when it has none. `file` is a DOM File. */
  pathOf(file: unknown): string
  /** Listens to the shell; returns the function that stops it. */
  onEvent(listener: (event: DesktopEvent) => void): () => void
  /** True when the page runs in the sandbox with an isolated world, as it always should. */
  readonly isolated: boolean
}

/** Names of all verbs, for the two ends and for the test that compares them with what the window shows. */
export const desktopVerbs = [
  'startup',
  'connectEngine',
  'restartEngine',
  'openEngagement',
  'createEngagement',
  'chooseFiles',
  'chooseFolder',
  'recentEngagements',
  'noteEngagement',
  'forgetEngagement',
  'passphrases',
  'keepPassphrase',
  'forgetPassphrase',
  'setTheme',
  'showInFolder',
  'openExternal',
] as const satisfies readonly DesktopVerb[]

/** Channel names between preload and shell; nothing in the page can name one. */
export const desktopChannels = {
  verb: (verb: DesktopVerb) => `countersign:verb:${verb}`,
  event: 'countersign:event',
  port: 'countersign:port',
} as const
