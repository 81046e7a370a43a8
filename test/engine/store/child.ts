/** A second process for the tests: holds the lease, or stages and seals until it is killed. Arguments: what, workspace path, … */
import {
  beginScan,
  beginEvaluation,
  applyOutcomes,
  finishFile,
  findResource,
  openFile,
  openWorkspace,
  resumeScan,
  sealEvaluation,
  sealScan,
  stagePage,
  unfinishedScans,
} from '../../../main/engine/store/index.ts'
import { bucket, claim, facts, options } from './support.ts'

const [what = '', path = '', size = '0'] = process.argv.slice(2)
const ws = openWorkspace(path, { ...options('child'), mode: 'write' })
const say = (text: string) => process.stdout.write(`${text}\n`)

export const manyBuckets = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    bucket(`b${index}`, { filler: `${index}`.repeat(40), list: [index, index + 1] }),
  )

if (what === 'hold') {
  say('open')
  setInterval(() => {}, 1_000)
} else if (what === 'stage') {
  const items = manyBuckets(Number(size))
  const unfinished = unfinishedScans(ws)[0]
  const scan =
    unfinished === undefined
      ? beginScan(ws, { kind: 'import', label: 'killed', asOf: '2026-07-01T00:00:00.000Z' })
      : resumeScan(ws, unfinished.id).id
  const from = openFile(ws, scan, { ordinal: 0, path: 'export.json', sha256: null })
  say(`from ${from.itemsDone}`)
  if (from.state === 'reading') {
    for (let done = from.itemsDone; done < items.length; done += 100) {
      stagePage(ws, scan, { file: 0, itemsDone: done + 100, items: items.slice(done, done + 100) })
      say(`staged ${done + 100}`)
    }
    finishFile(ws, scan, 0, { facts: facts('export.json', items.length), claims: [claim()] })
  }
  say('sealing')
  for (const { stage, done } of sealScan(ws, scan, { actor: 'Ada' })) say(`${stage} ${done}`)
  say('sealed')
} else if (what === 'evaluate') {
  const draft = beginEvaluation(ws, {
    scan: 1,
    rulePack: { version: '1', sha256: 'a'.repeat(64) },
    rules: new Map([['aws-one', 'h1']]),
  })
  const verdict = { status: 'fail', reason: null, detail: '', observed: {} } as const
  for (let index = 0; index < Number(size); index++) {
    const resource = findResource(ws, 'aws', `arn:aws:s3:::b${index}`)[0]?.id ?? 0
    applyOutcomes(ws, draft, [{ rule: 'aws-one', subject: { resource }, verdict }])
  }
  say('sealing')
  sealEvaluation(ws, draft, { actor: 'Ada' })
  say('sealed')
}
