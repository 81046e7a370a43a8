import { fieldValues } from './metric-filter-values.ts'
import { matches, parsePattern, unknown, type FieldValue, type Pattern, type Test } from './metric-filter.ts'
import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/** Choices of a field's value looked at; a required pattern of our own needs some thousands. */
const choiceLimit = 100_000

export interface Coverage {
  /**
   * `covered`: every event of the required pattern matches one of the filters. `narrowed`: no kind of event is left out, but filters for
   * it ask more (another field), so that some may be. `unread`: kinds of events are left out unless a filter that is no JSON pattern
   * matches them. `gaps`: kinds of events that no filter matches.
   */
  readonly standing: 'covered' | 'narrowed' | 'unread' | 'gaps'
  /** Kinds of events that no filter matches, or that filters match only under further conditions. */
  readonly gaps: readonly string[]
  readonly narrowed: readonly string[]
}

/**
 * Whether the filters together match every event that the required pattern describes. Decided by meaning: order, spelling, brackets,
 * wildcards and events spread over several filters make no difference.
 * In: filter patterns as logs:DescribeMetricFilters gives them, and a required JSON pattern. Throws on a required pattern that is none.
 */
export function metricFilterCoverage(filters: readonly string[], required: string): Coverage {
  if (filters.some((filter) => filter.trim() === '')) return { standing: 'covered', gaps: [], narrowed: [] }
  const wanted = parsePattern(required)
  const { patterns, unread } = parsed(filters)
  const selectors = [...new Set(testsOf(wanted).map(({ selector }) => selector))]
  const all = [wanted, ...patterns].flatMap(testsOf)
  const values = selectors.map((selector) =>
    fieldValues(all.filter((one) => one.selector === selector).map(({ test }) => test)),
  )
  const gaps = new Set<string>()
  const narrowed = new Set<string>()
  const about = new Set([...patterns.keys()].filter((index) => isAbout(patterns[index], selectors)))
  for (const event of eventsOf(wanted, selectors, values)) {
    const results = patterns.map((pattern) => matches(pattern, (selector) => fieldIn(event, selector)))
    if (results.includes(true)) continue
    const perhaps = results.some((result, index) => result === undefined && about.has(index))
    ;(perhaps ? narrowed : gaps).add(describe(event))
  }
  const standing =
    gaps.size > 0 ? (unread ? 'unread' : 'gaps') : narrowed.size > 0 ? 'narrowed' : ('covered' as const)
  return { standing, gaps: [...gaps].sort(), narrowed: [...narrowed].sort() }
}

/** The values that a required pattern's tests on one field name exactly, e.g. the event sources it is about. */
export function namedValues(required: string, selector: string): string[] {
  return testsOf(parsePattern(required)).flatMap((one) =>
    one.selector === selector &&
    one.test.kind === 'text' &&
    !one.test.negated &&
    one.test.glob.match === 'exact'
      ? [one.test.glob.text]
      : [],
  )
}

function parsed(filters: readonly string[]): { patterns: Pattern[]; unread: boolean } {
  const patterns: Pattern[] = []
  let unread = false
  for (const filter of filters) {
    try {
      patterns.push(parsePattern(filter))
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      unread = true
    }
  }
  return { patterns, unread }
}

function testsOf(pattern: Pattern): { selector: string; test: Test }[] {
  return pattern.op === 'test' ? [pattern] : pattern.parts.flatMap(testsOf)
}

/** A text that no pattern names. */
const otherText = '\uF8FF'

/**
 * True when a filter asks one of the fields for a value of its own, so that it is meant for such events. A filter for another kind of
 * event, which could match by chance where the required pattern leaves its field open, is not.
 */
function isAbout(pattern: Pattern | undefined, selectors: readonly string[]): boolean {
  return (
    pattern !== undefined &&
    matches(pattern, (selector) => (selectors.includes(selector) ? otherText : unknown)) === false
  )
}

type Event = ReadonlyMap<string, FieldValue>

function fieldIn(event: Event, selector: string): FieldValue | typeof unknown {
  return event.has(selector) ? event.get(selector) : unknown
}

/** Every event the pattern matches, as far as the values tell events apart. Leaves a branch as soon as the pattern cannot match. */
function eventsOf(
  wanted: Pattern,
  selectors: readonly string[],
  values: readonly (readonly FieldValue[])[],
): Event[] {
  let open: Event[] = [new Map()]
  let choices = 0
  for (const [index, selector] of selectors.entries()) {
    const next: Event[] = []
    for (const event of open) {
      for (const value of values[index] ?? []) {
        if (++choices > choiceLimit) throw new RangeError('filter patterns with too many values')
        const chosen = new Map(event).set(selector, value)
        if (matches(wanted, (name) => fieldIn(chosen, name)) !== false) next.push(chosen)
      }
    }
    open = next
  }
  return open.filter((event) => matches(wanted, (name) => fieldIn(event, name)) === true)
}

/** The event in a few words: fields that hold something, other texts than the patterns name as `…`. */
function describe(event: Event): string {
  return [...event]
    .filter(([, value]) => value !== undefined)
    .map(([selector, value]) => `${selector.slice(2)}=${String(value).replace(/[\uE000-\uF8FF]+/g, '…')}`)
    .join(' ')
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'metricFilterCoverage(dyn, string): dyn',
    call: (filters, required) => {
      if (!Array.isArray(filters)) throw new TypeError('filter patterns are not a list')
      return metricFilterCoverage(
        filters.map((filter) => asText(filter, 'filter pattern')),
        asText(required, 'required pattern'),
      )
    },
    doc: 'How far CloudWatch Logs filter patterns together match every event of a required pattern: a map with `standing` (`covered`, `narrowed`, `unread`, `gaps`), `gaps` and `narrowed`.',
  },
]
