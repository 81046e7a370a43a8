import { createHash } from 'node:crypto'
import { CryptoEngine, setEngine } from 'pkijs'

// pkijs looks for a browser's crypto; in the utility process and in the CLI it must be told where Node's is.
const engine = new CryptoEngine({ name: 'node', crypto: globalThis.crypto })
setEngine('node', engine)

/** The WebCrypto engine that pkijs structures sign and verify with. */
export const cryptoEngine = engine

/** An ArrayBuffer of exactly these bytes: Node's Buffers are views into a shared pool and asn1js keeps what it is given. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

/** Lower-case hex SHA-256 of the bytes. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
