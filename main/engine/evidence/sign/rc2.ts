// RC2 (RFC 2268) in decryption only, because OpenSSL 3 and BoringSSL no longer carry it and many
// PKCS#12 files of older Windows and macOS keep their certificates under 40-bit RC2. It guards nothing here:
// what it encloses is the certificate, which is public.

/** PITABLE of RFC 2268: a permutation of the 256 byte values. */
const piTable = Buffer.from(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ].join(''),
  'hex',
)

/** Decrypts RC2-CBC with PKCS#7 padding. `effectiveBits` as RFC 2268 names it. Throws a plain Error on bad padding. */
export function decryptRc2Cbc(
  key: Uint8Array,
  effectiveBits: number,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array {
  if (data.length === 0 || data.length % 8 !== 0) throw new Error('not whole blocks')
  const round = expandKey(key, effectiveBits)
  const out = new Uint8Array(data.length)
  let previous = iv
  for (let at = 0; at < data.length; at += 8) {
    const block = data.subarray(at, at + 8)
    const plain = decryptBlock(round, block)
    for (let i = 0; i < 8; i++) out[at + i] = byte(plain, i) ^ byte(previous, i)
    previous = block
  }
  const padding = byte(out, out.length - 1)
  if (padding < 1 || padding > 8 || out.subarray(-padding).some((value) => value !== padding))
    throw new Error('bad padding')
  return out.subarray(0, -padding)
}

/** RFC 2268 section 2. */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = new Uint8Array(128)
  bytes.set(key)
  for (let i = key.length; i < 128; i++)
    bytes[i] = byte(piTable, (byte(bytes, i - 1) + byte(bytes, i - key.length)) & 255)
  const effectiveBytes = Math.ceil(effectiveBits / 8)
  const mask = 255 >> (8 * effectiveBytes - effectiveBits)
  bytes[128 - effectiveBytes] = byte(piTable, byte(bytes, 128 - effectiveBytes) & mask)
  for (let i = 127 - effectiveBytes; i >= 0; i--)
    bytes[i] = byte(piTable, byte(bytes, i + 1) ^ byte(bytes, i + effectiveBytes))
  return Uint16Array.from({ length: 64 }, (_, i) => byte(bytes, 2 * i) | (byte(bytes, 2 * i + 1) << 8))
}

/** RFC 2268 section 4: mixing and mashing rounds undone. */
function decryptBlock(round: Uint16Array, block: Uint8Array): Uint8Array {
  const r = [0, 1, 2, 3].map((i) => byte(block, 2 * i) | (byte(block, 2 * i + 1) << 8))
  let j = 63
  const shifts = [1, 2, 3, 5]
  const word = (i: number): number => r[(i + 4) & 3] ?? 0
  for (let step = 15; step >= 0; step--) {
    for (let i = 3; i >= 0; i--) {
      const shift = shifts[i] ?? 0
      const rotated = ((word(i) >>> shift) | (word(i) << (16 - shift))) & 0xffff
      r[i] =
        (rotated - (round[j--] ?? 0) - (word(i - 1) & word(i - 2)) - (~word(i - 1) & word(i - 3))) & 0xffff
    }
    if (step === 11 || step === 5) {
      for (let i = 3; i >= 0; i--) r[i] = (word(i) - (round[word(i - 1) & 63] ?? 0)) & 0xffff
    }
  }
  return Uint8Array.from(r.flatMap((value) => [value & 255, value >>> 8]))
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0
}
