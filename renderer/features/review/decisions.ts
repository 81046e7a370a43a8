import type { DriftEvent } from '../../../shared/model/drift.ts'
import type { Exception, Finding } from '../../../shared/model/finding.ts'
import { dayOf } from '../../../shared/text/format.ts'

/** What an item is about, as far as the choices depend on it. */
export type Subject =
  | { readonly kind: 'finding'; readonly finding: Pick<Finding, 'owner' | 'dueAt' | 'exceptionUntil'> }
  | { readonly kind: 'drift'; readonly drift: Pick<DriftEvent, 'authorised' | 'changeReference'> }
  | {
      readonly kind: 'exception'
      readonly exception: Pick<Exception, 'status' | 'expiresAt' | 'requestedBy'>
    }

/** What has to be known, or done elsewhere, before a choice can be recorded. */
export type Asks =
  | { readonly kind: 'nothing' }
  /** Somebody must own the finding first. */
  | { readonly kind: 'owner' }
  /** The change reference, recorded with the drift itself. */
  | { readonly kind: 'reference'; readonly authorised: boolean; readonly known: string }
  /** The exception itself is decided; the engine refuses the person who asked for it. */
  | { readonly kind: 'exception'; readonly decision: 'approved' | 'rejected' }

export interface Choice {
  readonly label: string
  /** What the session records. */
  readonly text: string
  readonly asks: Asks
}

const nothing: Asks = { kind: 'nothing' }
const plain = (label: string, text = label): Choice => ({ label, text, asks: nothing })
const followUp = plain('Follow up')
const escalate = plain('Escalate')

/** The four choices of an item, in the order of the keys 1 to 4. */
export function choicesOf(subject: Subject): readonly Choice[] {
  if (subject.kind === 'finding') {
    const { owner, dueAt, exceptionUntil } = subject.finding
    const keep: Choice =
      exceptionUntil !== null
        ? plain(`Risk accepted until ${dayOf(exceptionUntil)}`)
        : owner === null
          ? { label: 'Give to an owner…', text: 'Given to', asks: { kind: 'owner' } }
          : plain(`Keep with ${owner}`, `Keep with ${owner}, due ${dayOf(dueAt)}`)
    return [keep, followUp, escalate, plain('No action this week')]
  }
  if (subject.kind === 'drift') {
    const known = subject.drift.changeReference ?? ''
    return [
      { label: 'Authorised…', text: 'Authorised', asks: { kind: 'reference', authorised: true, known } },
      {
        label: 'Not authorised…',
        text: 'Not authorised',
        asks: { kind: 'reference', authorised: false, known },
      },
      followUp,
      escalate,
    ]
  }
  const { status, expiresAt } = subject.exception
  if (status === 'requested')
    return [
      {
        label: 'Approve',
        text: `Exception approved to ${dayOf(expiresAt)}`,
        asks: { kind: 'exception', decision: 'approved' },
      },
      { label: 'Reject', text: 'Exception rejected', asks: { kind: 'exception', decision: 'rejected' } },
      followUp,
      escalate,
    ]
  const over = status !== 'approved'
  return [
    plain(over ? 'Fix it, no new exception' : `Let it expire on ${dayOf(expiresAt)}`),
    plain(over ? 'Request a new exception' : 'Renew before it expires'),
    followUp,
    escalate,
  ]
}

/** A choice with words of the person's own: `Follow up: vendor answers on Thursday`. */
export function withComment(text: string, comment: string): string {
  const words = comment.trim()
  if (text === '') return words
  return words === '' ? text : `${text}: ${words}`
}
