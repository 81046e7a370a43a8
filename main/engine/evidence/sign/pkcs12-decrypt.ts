import { createDecipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { Integer, Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import type { BaseBlock } from 'asn1js'
import type { AlgorithmIdentifier } from 'pkijs'
import { CountersignError } from '../../../../shared/model/errors.ts'
import { oid } from './oids.ts'
import { decryptRc2Cbc } from './rc2.ts'

// A file may ask for any number of rounds; this is about ten seconds of them.
const mostIterations = 10_000_000

const hmacDigests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

const ciphers: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
}

/** Which key a derivation is for (RFC 7292 B.3). */
const purpose = { key: 1, iv: 2, mac: 3 } as const

/**
 * Decrypts what a PKCS#12 file keeps under PBES2 (RFC 8018; today's default of openssl and Windows)
 * or the older SHA-1 schemes of RFC 7292 appendix C (3DES, RC2).
 * Throws `p12_unsupported` for another scheme and a plain Error when the padding comes out wrong.
 */
export function decryptUnder(
  algorithm: AlgorithmIdentifier,
  passphrase: string,
  data: Uint8Array,
): Uint8Array {
  const scheme = algorithm.algorithmId
  const parameters: unknown = algorithm.algorithmParams
  if (scheme === oid.pbes2) return decryptPbes2(parameters, passphrase, data)

  const [saltBlock, countBlock] = members(parameters)
  if (!(saltBlock instanceof OctetString) || !(countBlock instanceof Integer))
    throw unsupported('parameters', scheme)
  const salt = saltBlock.valueBlock.valueHexView
  const count = iterations(countBlock)
  const derive = (id: number, length: number): Buffer =>
    pkcs12Key(passphrase, salt, count, id, length, 'sha1')
  const iv = derive(purpose.iv, 8)
  if (scheme === oid.pbeSha1TripleDes) return decipher('des-ede3-cbc', derive(purpose.key, 24), iv, data)
  if (scheme === oid.pbeSha1TwoKeyTripleDes) {
    const two = derive(purpose.key, 16)
    return decipher('des-ede3-cbc', Buffer.concat([two, two.subarray(0, 8)]), iv, data)
  }
  if (scheme === oid.pbeSha1Rc2With128) return decryptRc2Cbc(derive(purpose.key, 16), 128, iv, data)
  if (scheme === oid.pbeSha1Rc2With40) return decryptRc2Cbc(derive(purpose.key, 5), 40, iv, data)
  throw unsupported('encryption', scheme)
}

/** The integrity code of RFC 7292 over `data`, by the file's digest. Throws `p12_unsupported` for PBMAC1 and unknown digests. */
export function pkcs12Mac(
  digestOid: string,
  passphrase: string,
  salt: Uint8Array,
  count: number,
  data: Uint8Array,
): Buffer {
  const digests: Readonly<Record<string, string>> = {
    '1.3.14.3.2.26': 'sha1',
    [oid.sha256]: 'sha256',
    [oid.sha384]: 'sha384',
    [oid.sha512]: 'sha512',
  }
  const digest = digests[digestOid]
  if (!digest) throw unsupported('mac', digestOid)
  if (count > mostIterations) throw unsupported('iterations', String(count))
  const length = createHash(digest).digest().length
  const key = pkcs12Key(passphrase, salt, count, purpose.mac, length, digest)
  return createHmac(digest, key).update(data).digest()
}

/** `p12_unsupported` with what was met. */
export function unsupported(what: string, found: string): CountersignError {
  return new CountersignError('p12_unsupported', { detail: `${what}: ${found}` })
}

function decryptPbes2(parameters: unknown, passphrase: string, data: Uint8Array): Uint8Array {
  const [derivation, encryption] = members(parameters)
  const [kdfOid, kdfParameters] = members(derivation)
  const [cipherOid, ivBlock] = members(encryption)
  if (!(kdfOid instanceof ObjectIdentifier) || kdfOid.getValue() !== oid.pbkdf2)
    throw unsupported('key derivation', nameOf(kdfOid))
  const cipher = cipherOid instanceof ObjectIdentifier ? ciphers[cipherOid.getValue()] : undefined
  if (!cipher || !(ivBlock instanceof OctetString)) throw unsupported('encryption', nameOf(cipherOid))

  const [salt, count, ...rest] = members(kdfParameters)
  if (!(salt instanceof OctetString) || !(count instanceof Integer))
    throw unsupported('key derivation', 'parameters')
  const named = rest.find((block) => block instanceof Sequence)
  const prf = named ? members(named)[0] : undefined
  // RFC 8018 A.2: HMAC-SHA-1 where none is named
  const digest = named ? hmacDigests[nameOf(prf)] : 'sha1'
  if (!digest) throw unsupported('key derivation', nameOf(prf))
  const [name, keyLength] = cipher
  const key = pbkdf2Sync(
    passphrase.normalize('NFC'),
    salt.valueBlock.valueHexView,
    iterations(count),
    keyLength,
    digest,
  )
  return decipher(name, key, ivBlock.valueBlock.valueHexView, data)
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(name, key, iv)
  return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]))
}

/** RFC 7292 appendix B.2. `passphrase` becomes UTF-16 big-endian with a final zero. */
function pkcs12Key(
  passphrase: string,
  salt: Uint8Array,
  count: number,
  id: number,
  length: number,
  digest: string,
): Buffer {
  const blockLength = digest === 'sha1' || digest === 'sha256' ? 64 : 128
  const hash = (bytes: Uint8Array): Buffer => createHash(digest).update(bytes).digest()
  const password = Buffer.from(`${passphrase.normalize('NFC')}\0`, 'utf16le').swap16()
  const input = Buffer.concat([repeated(salt, blockLength), repeated(password, blockLength)])
  const parts: Buffer[] = []
  let made = 0
  while (made < length) {
    let part = hash(Buffer.concat([Buffer.alloc(blockLength, id), input]))
    for (let round = 1; round < count; round++) part = hash(part)
    parts.push(part)
    made += part.length
    addToEachBlock(input, blockLength, repeated(part, blockLength).subarray(0, blockLength))
  }
  return Buffer.concat(parts).subarray(0, length)
}

/** Each block becomes block + addend + 1 modulo 2^(8 * blockLength), as step 6C asks. */
function addToEachBlock(input: Buffer, blockLength: number, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += blockLength) {
    let carry = 1
    for (let i = blockLength - 1; i >= 0; i--) {
      carry += (input[start + i] ?? 0) + (addend[i] ?? 0)
      input[start + i] = carry & 255
      carry >>>= 8
    }
  }
}

/** Copies of `bytes` up to the next multiple of `blockLength`. */
function repeated(bytes: Uint8Array, blockLength: number): Buffer {
  if (bytes.length === 0) return Buffer.alloc(0)
  const length = blockLength * Math.ceil(bytes.length / blockLength)
  return Buffer.alloc(length, bytes)
}

function iterations(block: Integer): number {
  const count = Number(block.toBigInt())
  if (count < 1 || count > mostIterations) throw unsupported('iterations', String(count))
  return count
}

function members(block: unknown): BaseBlock[] {
  return block instanceof Sequence ? block.valueBlock.value.filter((one) => !(one instanceof Null)) : []
}

function nameOf(block: unknown): string {
  return block instanceof ObjectIdentifier ? block.getValue() : 'unknown'
}
