import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSla } from '../../../../shared/model/finding.ts'
import { frameworks } from '../../../../shared/model/framework.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import type { ReviewItem } from '../../../../shared/model/review.ts'
import { approveBaseline } from '../../pipeline/baselines.ts'
import {
  assignFindings,
  markRemediated,
  noteFindings,
  requestException,
  resolveDrift,
  resolveException,
} from '../../pipeline/decisions.ts'
import { evaluateLatest } from '../../pipeline/evaluate.ts'
import { followEvaluations } from '../../pipeline/follow.ts'
import { importFiles } from '../../pipeline/import.ts'
import type { Job } from '../../pipeline/job.ts'
import {
  countersignReview,
  decideReview,
  reviewNow,
  sealReview,
  startReview,
} from '../../pipeline/sessions.ts'
import { generateSample, type Decision, type SampleManifest, type WeekScript } from '../../sample/index.ts'
import { closeWorkspace, createWorkspace, findingById, openDrift, openWorkspace } from '../../store/index.ts'
import type { CallContext } from '../context.ts'
import type { Engine } from '../engine.ts'
import { selectDrift, selectFindings } from './selectors.ts'

/** The collector that the sample's exports are said to come from. */
const importer = 'Priya Raman'
const minute = 60_000

/** What the script asked for and nothing in the engagement matched: a sign that rules and story have drifted apart. */
export interface Unmatched {
  readonly at: Instant
  readonly decision: string
}

interface Step {
  readonly at: Instant
  readonly run: (job: Job) => void
}

/**
 * Makes the sample engagement: writes a quarter of exports, imports them capture by capture through the same
 * stages as anybody's, and plays the people's decisions at their own times. Leaves it open, with the real clock.
 */
export async function makeSample(
  engine: Engine,
  input: { path: string; exportsDir: string; seed: number },
  context: CallContext,
): Promise<{ manifest: SampleManifest; unmatched: Unmatched[] }> {
  const manifest = await generateSample(input.exportsDir, { seed: input.seed })
  const first = manifest.captures[0]
  if (!first) throw new Error('the sample has no capture')
  let now: Instant = new Date(Date.parse(first.at) - 60 * minute).toISOString()
  const ws = createWorkspace(input.path, {
    ...engine.openOptions('write'),
    clock: () => now,
    engagement: {
      ...manifest.engagement,
      id: 'sample',
      sample: true,
      frameworks: [...frameworks],
      sla: defaultSla,
      createdAt: now,
    },
    // Invented data has no secrets: a fixed key makes the sample the same everywhere.
    redactionKey: new Uint8Array(32).fill(7),
    actor: importer,
  })
  const unmatched: Unmatched[] = []
  const job: Job = {
    ws,
    rules: engine.rules(),
    clock: () => now,
    signal: context.signal,
    progress: () => {},
    breathe: context.breathe,
  }
  try {
    for (const [index, capture] of manifest.captures.entries()) {
      context.progress({
        stage: 'collect',
        done: index,
        total: manifest.captures.length,
        unit: 'steps',
        note: capture.day,
      })
      now = new Date(Date.parse(capture.at) + 20 * minute).toISOString()
      await importFiles(job, {
        paths: [join(input.exportsDir, capture.folder)],
        actor: importer,
        label: `Weekly capture ${capture.day}`,
        asOf: capture.at,
        acceptRefused: false,
      })
      await evaluateLatest(job, { actor: importer, full: false })
      await followEvaluations(job)
      const week = manifest.script.find(({ day }) => day === capture.day)
      for (const step of week ? stepsOf(week, unmatched) : []) {
        now = step.at
        step.run(job)
        await context.breathe()
      }
    }
    const total = manifest.captures.length
    context.progress({ stage: 'collect', done: total, total, unit: 'steps', note: '' })
    closeWorkspace(ws)
  } catch (error) {
    // Half a quarter is no sample: nothing of it stays.
    closeWorkspace(ws)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${input.path}${suffix}`, { force: true })
    throw error
  }
  engine.use(openWorkspace(input.path, engine.openOptions('write')))
  return { manifest, unmatched }
}

function stepsOf(week: WeekScript, unmatched: Unmatched[]): Step[] {
  const { session } = week
  let id = 0
  const steps: Step[] = [
    {
      at: session.startedAt,
      run: (job) =>
        void (id = startReview(job, {
          attendees: session.attendees,
          week: week.day,
          actor: session.startedBy,
        }).id),
    },
    ...week.decisions.flatMap((decision) => decisionSteps(decision, unmatched)),
    {
      at: session.sealedAt,
      run: (job) => {
        for (const item of reviewNow(job).items)
          decideReview(job, {
            kind: item.kind,
            ref: item.ref,
            decision: wording(job, item),
            actor: session.sealedBy,
          })
        sealReview(job, { summary: session.summary, actor: session.sealedBy })
      },
    },
    {
      at: session.countersignedAt,
      run: (job) => void countersignReview(job, { session: id, actor: session.countersignedBy }),
    },
  ]
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** What the session says of an item, from what is known of it by then. */
function wording(job: Job, item: ReviewItem): string {
  if (item.kind === 'finding') {
    const finding = findingById(job.ws, item.ref)
    if (finding?.exceptionUntil) return `Risk accepted until ${finding.exceptionUntil.slice(0, 10)}`
    return finding?.owner
      ? `Stays with ${finding.owner}, due ${finding.dueAt.slice(0, 10)}`
      : 'Seen; owner to be named'
  }
  if (item.kind === 'drift') {
    const drift = openDrift(job.ws).find(({ id }) => id === item.ref)
    return drift?.authorised
      ? `Authorised, ${drift.changeReference ?? ''}`
      : 'To be explained by the owner of the resource'
  }
  return 'Seen; the owner is told of the date'
}

function decisionSteps(decision: Decision, unmatched: Unmatched[]): Step[] {
  const { at, actor } = decision
  const on = (ids: readonly number[], run: () => void) => {
    if (ids.length > 0) run()
    else
      unmatched.push({
        at,
        decision: `${decision.kind} ${JSON.stringify('select' in decision ? decision.select : {})}`,
      })
  }
  const findings = (job: Job) =>
    'select' in decision && 'misconfiguration' in decision.select
      ? selectFindings(job.ws, job.rules, decision.select).map(({ id }) => id)
      : []
  switch (decision.kind) {
    case 'baseline':
      return [
        {
          at,
          run: (job) =>
            void approveBaseline(job, {
              scan: undefined,
              filter: decision.filter,
              rationale: decision.rationale,
              actor,
            }),
        },
      ]
    case 'assign':
      return [
        {
          at,
          run: (job) =>
            on(
              findings(job),
              () => void assignFindings(job, { findings: findings(job), owner: decision.owner, actor }),
            ),
        },
      ]
    case 'note':
      return [
        {
          at,
          run: (job) =>
            on(
              findings(job),
              () => void noteFindings(job, { findings: findings(job), text: decision.text, actor }),
            ),
        },
      ]
    case 'remediated':
      return [
        {
          at,
          run: (job) =>
            on(
              findings(job),
              () =>
                void markRemediated(job, {
                  findings: findings(job),
                  action: decision.action,
                  actedAt: decision.actedAt,
                  actor,
                }),
            ),
        },
      ]
    case 'drift':
      return [
        {
          at,
          run: (job) => {
            const drifts = selectDrift(job.ws, decision.select).map(({ id }) => id)
            on(
              drifts,
              () =>
                void resolveDrift(job, {
                  drifts,
                  authorised: decision.authorised,
                  changeReference: decision.changeReference,
                  actor,
                }),
            )
          },
        },
      ]
    case 'exception': {
      let asked: number[] = []
      const terms = {
        reason: decision.reason,
        compensatingControl: decision.compensatingControl,
        expiresAt: decision.expiresAt,
      }
      return [
        {
          at,
          run: (job) =>
            on(
              findings(job),
              () =>
                void (asked = findings(job).map(
                  (finding) => requestException(job, { finding, ...terms, actor }).id,
                )),
            ),
        },
        {
          at: decision.decidedAt,
          run: (job) =>
            asked.forEach((exception) =>
              resolveException(job, { exception, decision: decision.decision, actor: decision.decidedBy }),
            ),
        },
      ]
    }
  }
}
