/** Writing the package's container: a BagIt 1.0 folder put together out of sight, given its name in one step, and zipped. */
export type { BagInfoField } from './bag-info.ts'
export { hashFile } from './hash-file.ts'
export { headPath, ledgerPath } from './ledger-head.ts'
export { nameFault } from './names.ts'
export { cleanUnfinished, discardBag, finishBag, startBag } from './unfinished.ts'
export { writeBag } from './write-bag.ts'
export type { BagOptions, WrittenBag } from './write-bag.ts'
export { zipBag } from './zip.ts'
