/** The ledger stage: a pure hash chain over every decision and every seal. */
export { ledgerHash, nextEntry, verifyChain, ledgerChain } from './chain.ts'
export { ledgerLine, parseLedger } from './lines.ts'
