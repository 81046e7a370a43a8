import { crc32 } from 'node:zlib'

export interface RawEntry {
  readonly name: string
  readonly content?: string | Uint8Array
  /** Unix mode with file type; default a plain file. */
  readonly mode?: number
  /** The name in the local header, when it is to differ. */
  readonly localName?: string
  readonly flags?: number
  readonly method?: number
  /** The length the directory claims, when it is to differ. */
  readonly claimedSize?: number
}

/** A ZIP of stored entries written byte by byte, since no writer would write what the tests need. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const data = Buffer.from(entry.content ?? '')
    const common = (name: Buffer): Buffer => {
      const block = Buffer.alloc(26)
      block.writeUInt16LE(20, 0)
      block.writeUInt16LE(entry.flags ?? 0, 2)
      block.writeUInt16LE(entry.method ?? 0, 4)
      block.writeUInt32LE(crc32(data), 10)
      block.writeUInt32LE(data.length, 14)
      block.writeUInt32LE(entry.claimedSize ?? data.length, 18)
      block.writeUInt16LE(name.length, 22)
      return block
    }
    const name = Buffer.from(entry.name, 'latin1')
    const localName = Buffer.from(entry.localName ?? entry.name, 'latin1')
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common(localName), localName, data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common(name), tail, name]))
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
