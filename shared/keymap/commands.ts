/** Where a command makes sense; `always` means on every screen. */
export type When = 'always' | 'engagement' | 'list' | 'findings' | 'drift' | 'review'

export interface Command {
  /** Stable: the menu, the palette, tests and remapping name commands by it. */
  readonly id: string
  readonly title: string
  readonly group:
    | 'Go to'
    | 'Engagement'
    | 'Scans'
    | 'Evidence'
    | 'Lists'
    | 'Findings'
    | 'Drift'
    | 'Review'
    | 'Help'
  /**
   * Keys that run it: `Mod+K` (Ctrl, or Cmd on a Mac), `Shift+N`, `Escape`, `j`, or two keys after one another: `g d`.
   * A single letter never fires while a person types.
   */
  readonly keys: readonly string[]
  readonly when: When
}

/** Every command of the window, its keys and where they hold. Palette, key sheet, menu and tests derive from this list. */
export const commands = [
  { id: 'palette.open', title: 'Command palette', group: 'Help', keys: ['Mod+K'], when: 'always' },
  { id: 'keys.show', title: 'Keyboard shortcuts', group: 'Help', keys: ['?'], when: 'always' },
  { id: 'error.copy', title: 'Copy details of the last error', group: 'Help', keys: [], when: 'always' },

  { id: 'go.start', title: 'Start', group: 'Go to', keys: ['g h'], when: 'always' },
  { id: 'go.dashboard', title: 'Dashboard', group: 'Go to', keys: ['g d'], when: 'engagement' },
  { id: 'go.findings', title: 'Findings', group: 'Go to', keys: ['g f'], when: 'engagement' },
  { id: 'go.drift', title: 'Drift', group: 'Go to', keys: ['g c'], when: 'engagement' },
  { id: 'go.baselines', title: 'Baselines', group: 'Go to', keys: ['g b'], when: 'engagement' },
  { id: 'go.review', title: 'Monday review', group: 'Go to', keys: ['g r'], when: 'engagement' },
  { id: 'go.evidence', title: 'Evidence', group: 'Go to', keys: ['g e'], when: 'always' },
  { id: 'go.sources', title: 'Sources', group: 'Go to', keys: ['g s'], when: 'engagement' },
  { id: 'go.rules', title: 'Rules', group: 'Go to', keys: ['g u'], when: 'always' },
  { id: 'go.ledger', title: 'Ledger', group: 'Go to', keys: ['g l'], when: 'engagement' },
  { id: 'go.settings', title: 'Settings', group: 'Go to', keys: ['Mod+,'], when: 'always' },

  { id: 'engagement.create', title: 'New engagement…', group: 'Engagement', keys: ['Mod+N'], when: 'always' },
  {
    id: 'engagement.open',
    title: 'Open an engagement…',
    group: 'Engagement',
    keys: ['Mod+O'],
    when: 'always',
  },
  { id: 'engagement.sample', title: 'Open the sample', group: 'Engagement', keys: [], when: 'always' },
  {
    id: 'engagement.close',
    title: 'Close the engagement',
    group: 'Engagement',
    keys: [],
    when: 'engagement',
  },
  { id: 'actor.change', title: 'Change who is at work…', group: 'Engagement', keys: [], when: 'always' },
  {
    id: 'theme.toggle',
    title: 'Switch between light and dark',
    group: 'Engagement',
    keys: [],
    when: 'always',
  },

  { id: 'import.files', title: 'Import files…', group: 'Scans', keys: ['Mod+I'], when: 'engagement' },
  {
    id: 'import.folder',
    title: 'Import a folder…',
    group: 'Scans',
    keys: ['Mod+Shift+I'],
    when: 'engagement',
  },
  {
    id: 'scan.evaluate',
    title: 'Evaluate the newest scan again',
    group: 'Scans',
    keys: [],
    when: 'engagement',
  },
  { id: 'baseline.approve', title: 'Approve a baseline…', group: 'Scans', keys: [], when: 'engagement' },

  {
    id: 'package.compile',
    title: 'Compile a package…',
    group: 'Evidence',
    keys: ['Mod+Shift+P'],
    when: 'engagement',
  },
  { id: 'package.verify', title: 'Verify a package…', group: 'Evidence', keys: [], when: 'always' },
  { id: 'identity.create', title: 'Make a signing identity…', group: 'Evidence', keys: [], when: 'always' },

  { id: 'list.next', title: 'Next row', group: 'Lists', keys: ['j'], when: 'list' },
  { id: 'list.previous', title: 'Previous row', group: 'Lists', keys: ['k'], when: 'list' },
  { id: 'list.open', title: 'Open the row', group: 'Lists', keys: ['Enter', 'o'], when: 'list' },
  {
    id: 'list.close',
    title: 'Close the detail, then clear the selection',
    group: 'Lists',
    keys: ['Escape'],
    when: 'list',
  },
  { id: 'list.select', title: 'Select the row', group: 'Lists', keys: ['x'], when: 'list' },
  { id: 'list.select-range', title: 'Select up to the row', group: 'Lists', keys: ['Shift+X'], when: 'list' },
  {
    id: 'list.select-all',
    title: 'Select every row that matches',
    group: 'Lists',
    keys: ['Mod+A'],
    when: 'list',
  },
  { id: 'list.search', title: 'Search in the list', group: 'Lists', keys: ['/', 'Mod+F'], when: 'list' },
  { id: 'list.clear-filters', title: 'Clear all filters', group: 'Lists', keys: ['Shift+C'], when: 'list' },

  { id: 'finding.assign', title: 'Assign…', group: 'Findings', keys: ['a'], when: 'findings' },
  { id: 'finding.note', title: 'Add a note…', group: 'Findings', keys: ['n'], when: 'findings' },
  {
    id: 'finding.remediated',
    title: 'Mark as remediated…',
    group: 'Findings',
    keys: ['r'],
    when: 'findings',
  },
  {
    id: 'finding.exception',
    title: 'Request an exception…',
    group: 'Findings',
    keys: ['e'],
    when: 'findings',
  },
  {
    id: 'finding.overdue',
    title: 'Show overdue only',
    group: 'Findings',
    keys: ['Shift+O'],
    when: 'findings',
  },

  { id: 'drift.authorise', title: 'Authorise…', group: 'Drift', keys: ['a'], when: 'drift' },
  { id: 'drift.refuse', title: 'Mark as not authorised…', group: 'Drift', keys: ['u'], when: 'drift' },

  { id: 'review.first', title: 'First decision', group: 'Review', keys: ['1'], when: 'review' },
  { id: 'review.second', title: 'Second decision', group: 'Review', keys: ['2'], when: 'review' },
  { id: 'review.third', title: 'Third decision', group: 'Review', keys: ['3'], when: 'review' },
  { id: 'review.fourth', title: 'Fourth decision', group: 'Review', keys: ['4'], when: 'review' },
  { id: 'review.next', title: 'Next undecided', group: 'Review', keys: ['n'], when: 'review' },
  { id: 'review.previous', title: 'Previous undecided', group: 'Review', keys: ['Shift+N'], when: 'review' },
  { id: 'review.comment', title: 'Comment on the decision', group: 'Review', keys: ['c'], when: 'review' },
  { id: 'review.seal', title: 'Seal the session…', group: 'Review', keys: ['Mod+Enter'], when: 'review' },
] as const satisfies readonly Command[]

export type CommandId = (typeof commands)[number]['id']

const byId: ReadonlyMap<string, Command> = new Map(commands.map((command) => [command.id, command]))

/** The command of an id, undefined for an id that is none (an older menu, a typo). */
export function commandOf(id: string): Command | undefined {
  return byId.get(id)
}

export function isCommandId(id: string): id is CommandId {
  return byId.has(id)
}
