// Preloaded by every npm script (`node --import ./build/setup/require-node.mjs …`): our sources are TypeScript that
// only Node 24 runs as they are, and better-sqlite3 ends the process without a word on old versions.
import { wantedNode, nodeAdvice } from './node-version.mjs'

const major = Number(process.versions.node.split('.')[0])
if (major < wantedNode) {
  console.error(
    `countersign: this script needs Node ${wantedNode}, but Node ${process.versions.node} is running.`,
  )
  console.error(nodeAdvice(process.platform, process.arch))
  process.exit(1)
}
