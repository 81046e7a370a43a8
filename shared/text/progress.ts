import type { jobStages } from '../contract/contract.ts'
import type { MethodName } from '../contract/contract.ts'

type Stage = (typeof jobStages)[number]

/** What a job is doing at each stage. */
export const stageWords: Readonly<Record<Stage, string>> = {
  collect: 'Reading files',
  seal: 'Sealing the scan',
  evaluate: 'Evaluating rules',
  drift: 'Comparing with the baseline',
  review: 'Updating findings',
  payload: 'Writing evidence',
  report: 'Setting the report',
  sign: 'Signing',
  verify: 'Verifying',
  check: 'Checking',
}

/** Stages of each job in the order they come, so that progress can be shown as steps. */
export const jobStagesOf: Partial<Readonly<Record<MethodName, readonly Stage[]>>> = {
  'scan.import': ['collect', 'seal', 'evaluate', 'review', 'drift'],
  'scan.resume': ['collect', 'seal', 'evaluate', 'review', 'drift'],
  'scan.evaluate': ['evaluate', 'review', 'drift'],
  'package.compile': ['payload', 'report', 'sign'],
  'package.verify': ['verify'],
  'package.countersign': ['verify', 'sign'],
}
