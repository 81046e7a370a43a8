import { outcomeStatuses, type OutcomeStatus } from '../../../../../shared/model/outcome.ts'
import type { PayloadContext } from '../../payload/context.ts'
import { statusWords } from '../../payload/gather.ts'
import type { EvidenceOutcome } from '../../reader.ts'
import { paragraph, subheading } from '../blocks.ts'
import type { Section } from '../report.ts'
import { styles } from '../style.ts'
import { drawTable, type Para, type TableRow } from '../table.ts'
import { count, plural, spans } from '../words.ts'

/**
 * Every population in full. What was judged stands once, numbered; a rule's population is then the numbers, by outcome, so that
 * nothing is left out and nothing is said twice.
 */
export const populationSection: Section = {
  title: 'Appendix: populations',
  parts: [
    { key: 'rules', title: 'Population of each rule' },
    { key: 'subjects', title: 'What was judged' },
  ],
  async *draw({ pen, context, mark }) {
    const frame = numberSubjects(context)
    paragraph(
      pen,
      `Everything that a rule applied to at the closing scan, in full. ${plural(frame.subjects.length, 'account or resource', 'accounts and resources')} stand numbered in the second list; a population names them by these numbers. A control's population is that of its rules: data/06-populations/index.csv. The same rows with documents, times and hashes are in data/06-populations/rules, and rules.csv beside it tells how each was made.`,
    )
    mark('rules')
    subheading(pen, 'Population of each rule')
    yield* drawTable(
      pen,
      [
        { title: 'Rule', width: 8 },
        { title: 'Items', width: 30, points: true, align: 'right' },
        { title: 'By outcome, numbers of the second list', width: 17 },
      ],
      ruleRows(context, frame),
      { empty: 'No rule judged anything: the period has no sealed scan.' },
    )
    mark('subjects')
    subheading(pen, 'What was judged')
    yield* drawTable(
      pen,
      [
        { title: 'No.', width: 30, points: true, align: 'right', style: styles.cellMuted },
        { title: 'Name', width: 7 },
        { title: 'Id', width: 13, style: styles.cellMono },
        { title: 'Type, where', width: 9 },
      ],
      subjectRows(frame),
      { empty: 'Nothing was judged.' },
    )
  },
}

interface Subject {
  readonly place: string
  readonly type: string
  readonly region: string
  readonly id: string
  readonly name: string
}

interface Frame {
  /** By place, type, then id; the first is number 1. */
  readonly subjects: readonly Subject[]
  /** Number of a subject, by place and id. */
  numberOf(outcome: EvidenceOutcome): number | undefined
}

const placeOf = (one: EvidenceOutcome): string => `${one.provider} ${one.account}`

/**
 * Numbers every subject of an outcome. Held at once, since the populations name them by number: about 300 bytes each, with words
 * that come again (places, types, regions) kept once.
 */
function numberSubjects({ reader, closing }: PayloadContext): Frame {
  const words = new Map<string, string>()
  const once = (word: string): string => {
    const same = words.get(word)
    if (same === undefined) words.set(word, word)
    return same ?? word
  }
  const numbers = new Map<string, Map<string, number>>()
  const subjects: Subject[] = []
  if (closing !== null)
    for (const one of reader.outcomes(closing.id)) {
      const place = once(placeOf(one))
      let known = numbers.get(place)
      if (known === undefined) numbers.set(place, (known = new Map()))
      if (known.has(one.subject)) continue
      known.set(one.subject, 0)
      const name = one.name === one.subject ? '' : one.name
      subjects.push({ place, type: once(one.type), region: once(one.region), id: one.subject, name })
    }
  subjects.sort((a, b) => compare(a.place, b.place) || compare(a.type, b.type) || compare(a.id, b.id))
  subjects.forEach(({ place, id }, index) => numbers.get(place)?.set(id, index + 1))
  return { subjects, numberOf: (one) => numbers.get(placeOf(one))?.get(one.subject) }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function* ruleRows({ reader, closing }: PayloadContext, frame: Frame): Iterable<TableRow> {
  if (closing === null) return
  const empty: string[] = []
  for (const { rule } of reader.rules()) {
    const by = new Map<OutcomeStatus, number[]>()
    let items = 0
    for (const one of reader.ruleOutcomes(closing.id, rule.id)) {
      items++
      const number = frame.numberOf(one)
      if (number === undefined)
        throw new Error(`${one.subject} is judged by ${rule.id} and in no list of outcomes`)
      const same = by.get(one.status)
      if (same === undefined) by.set(one.status, [number])
      else same.push(number)
    }
    if (items === 0) {
      empty.push(rule.id)
      continue
    }
    yield [
      [
        { text: rule.title, style: styles.cell },
        { text: rule.id, style: styles.cellMono },
      ],
      count(items),
      outcomeStatuses.flatMap((status): Para[] => {
        const some = by.get(status)
        if (some === undefined) return []
        return [{ text: `${statusWords[status]} ${count(some.length)}: ${spans(some)}`, style: styles.cell }]
      }),
    ]
  }
  if (empty.length > 0) {
    yield { group: `${plural(empty.length, 'rule')} with nothing to judge` }
    yield ['', '0', { text: empty.join(', '), style: styles.cellMuted }]
  }
}

function* subjectRows({ subjects }: Frame): Iterable<TableRow> {
  let group = ''
  for (const [index, { place, type, region, id, name }] of subjects.entries()) {
    if (place !== group) yield { group: place }
    group = place
    yield [
      String(index + 1),
      name,
      id,
      [
        { text: type, style: styles.cell },
        ...(region === '' ? [] : [{ text: region, style: styles.cellMuted }]),
      ],
    ]
  }
}
