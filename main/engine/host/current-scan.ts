import { evaluationBasis } from '../store/index.ts'
import type { Engine } from './engine.ts'

/** The scan that totals and outcomes are shown of unless one is named: the newest evaluated one; null before the first. */
export function requestCurrentScan(engine: Engine): number | null {
  return evaluationBasis(engine.workspace())?.scan ?? null
}
