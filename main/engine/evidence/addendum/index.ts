/** Addenda: what is added to a package's documentation after it was put together, in signed bags of their own. */
export { addendumFields, readAddendum } from './facts.ts'
export type { StatedAddendum } from './facts.ts'
export { addendumSheetSchema, sheetPath } from './sheet.ts'
export type { AddendumSheet } from './sheet.ts'
export { copyAddedFiles, writeSheet } from './write-addendum.ts'
