/**
 * The store: the only place that opens the workspace file.
 * Functions over a `Workspace`; one file per group of tables.
 */
export * from './types.ts'
export { createWorkspace, openWorkspace, closeWorkspace, type CreateOptions } from './workspace.ts'
export { backupWorkspace } from './backup.ts'
export { renewLease, thisProcess } from './lease.ts'
export { inTransaction } from './transaction.ts'
export {
  readEngagement,
  writeEngagement,
  redactionKey,
  readSetting,
  writeSetting,
  readSettings,
} from './engagement.ts'
export { appendLedger, ledgerEntries, ledgerEntry, ledgerHead, ledgerPage } from './ledger.ts'
export { beginScan, openFile, stagePage, stageCanonical, finishFile, dropFile } from './staging.ts'
export { unfinishedScans, resumeScan, abandonScan } from './unfinished.ts'
export { sealScan, sealScanNow, type SealOptions } from './seal.ts'
export { latestScan, listScans, scanById, scansBetween } from './scans.ts'
export {
  callFailures,
  coverageClaims,
  coverageHoles,
  droppedFiles,
  itemProblems,
  sourceFiles,
} from './scan-sources.ts'
export { accountsAt, resourcesAt, unreadAt, resourceIdsAt } from './snapshots.ts'
export { changedInScan, changedSince, resourceTimeline } from './history.ts'
export { findResource, resourceById, resourcesByIds, resourcesPage } from './resources.ts'
export { documentBySha, documentTextBySha } from './documents.ts'
export {
  applyOutcomes,
  beginEvaluation,
  closeOutcomes,
  discardEvaluation,
  evaluationBasis,
  standingOutcomes,
} from './outcomes.ts'
export {
  evaluationOf,
  latestEvaluation,
  listEvaluations,
  ruleHashesOf,
  sealEvaluation,
} from './evaluations.ts'
export { countsByRule, outcomesAt, outcomesPage, totalsAt, transitions } from './outcome-reads.ts'
export { doctor } from './doctor.ts'

export {
  findingById,
  findingEvents,
  findingOf,
  findingsBetween,
  findingsWithEvent,
  insertFinding,
  insertFindingEvent,
  livingFindings,
  updateFinding,
  withEvents,
} from './findings.ts'
export { findingFacets, findingsPage, type FindingFilter, type FindingSort } from './finding-pages.ts'
export { decideException, exceptionById, insertException, listExceptions } from './exceptions.ts'
export {
  baselineItem,
  baselineItems,
  baselineRows,
  currentBaseline,
  insertBaseline,
  listBaselines,
  type StoredBaseline,
} from './baselines.ts'
export {
  closeDrift,
  decideDrift,
  driftBetween,
  driftPage,
  insertDrift,
  openDrift,
  openDriftOf,
} from './drift-events.ts'
export {
  addItems,
  countersignSession,
  decideItem,
  insertSession,
  listSessions,
  openSession,
  sealSession,
  sessionById,
  sessionItems,
  sessionSeal,
  type DecidedItem,
} from './review-sessions.ts'
export {
  insertPopulation,
  listSamples,
  recordDraw,
  recordReplacement,
  sampleById,
  sampleItems,
  type StoredSample,
  type StoredSampleItem,
} from './samples.ts'
export { lastFollowed, listFollowed, recordFollowed, type FollowedScan } from './followed.ts'
export { freeze } from './frozen.ts'
export { presenceAt, type Presence } from './presence.ts'
export { capturedAt } from './captured.ts'
