import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { fileOf, fixture, read, scratch } from './support.ts'

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function zipOf(entries: readonly (readonly [string, Buffer])[]): Promise<string> {
  const path = join(await scratch(), 'a.zip')
  const zip = new ZipFile()
  for (const [name, bytes] of entries) zip.addBuffer(bytes, name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

/** A zip made by hand, for names and sizes that a well-behaved writer refuses. */
function rawZip(entries: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of entries) {
    const packed = deflateRawSync(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    parts.push(Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed)
    directory.push(
      Buffer.from('PK\u0001\u0002'),
      Buffer.from([20, 0]),
      fields,
      Buffer.alloc(10),
      u32(offset),
      Buffer.from(name),
    )
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

describe('gzip', () => {
  it('is found by its bytes, and hashed as stored', async () => {
    const plain = await read(fixture('aws-snapshot.json'))
    const packed = gzipSync(await readFile(fixture('aws-snapshot.json')))
    const { items, sources } = await read(await fileOf(packed, 'export.json'))
    expect(items).toEqual(plain.items)
    expect(sources[0]).toMatchObject({ compression: 'gzip', sha256: sha(packed), bytes: packed.length })
  })

  it('may have several members', async () => {
    const content = await readFile(fixture('gcp-export.ndjson'))
    const half = content.length >> 1
    const { items } = await read(
      await fileOf(Buffer.concat([gzipSync(content.subarray(0, half)), gzipSync(content.subarray(half))])),
    )
    expect(items).toHaveLength(7)
  })

  it('is refused when cut, damaged, compressed twice, or a bomb', async () => {
    const packed = gzipSync(Buffer.from('{"configurationItems":[' + '{},'.repeat(9000)))
    expect((await read(await fileOf(packed.subarray(0, packed.length - 12)))).refused[0]?.error.code).toBe(
      'file_truncated',
    )
    const damaged = Buffer.from(gzipSync(await readFile(fixture('aws-snapshot.json'))))
    damaged.writeUInt8(damaged.readUInt8(60) ^ 0xff, 60)
    expect((await read(await fileOf(damaged))).refused[0]?.error.code).toBe('archive_damaged')
    expect((await read(await fileOf(gzipSync(packed)))).refused[0]?.error.params['kind']).toBe('gzip-in-gzip')
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('{"configurationItems":['), Buffer.alloc(30_000_000, 0x20)]),
      { level: 9 },
    )
    expect(
      (await read(await fileOf(bomb), { archive: { floorBytes: 1_000_000 } })).refused[0]?.error.code,
    ).toBe('archive_bomb')
  })
})

describe('zip', () => {
  it('gives each entry as a file of its own, hashed as decompressed, gzip inside too', async () => {
    const aws = await readFile(fixture('aws-snapshot.json'))
    const gcp = gzipSync(await readFile(fixture('gcp-export.ndjson')))
    const path = await zipOf([
      ['b/gcp.gz', gcp],
      ['a.json', aws],
      ['__MACOSX/a.json', aws],
      ['.DS_Store', Buffer.from('x')],
    ])
    const { items, sources, events } = await read(path)
    expect(events[0]).toMatchObject({
      kind: 'inputs',
      leftOut: 2,
      files: [{ path: `${path}!/a.json`, bytes: aws.length }, { path: `${path}!/b/gcp.gz` }],
    })
    expect(items).toHaveLength(11)
    expect(sources).toMatchObject([
      {
        path: `${path}!/a.json`,
        sha256: sha(aws),
        bytes: aws.length,
        compression: 'zip',
        format: 'aws-config-snapshot',
      },
      {
        path: `${path}!/b/gcp.gz`,
        sha256: sha(gcp),
        bytes: gcp.length,
        compression: 'zip',
        format: 'gcp-asset-ndjson',
      },
    ])
  })

  it.each(['../out.json', '/etc/x.json', 'a/../../x.json', 'C:\\x.json', 'a\\b.json'])(
    'refuses the name %s',
    async (name) => {
      const { refused, items } = await read(
        await fileOf(
          rawZip([
            ['ok.json', Buffer.from('{}')],
            [name, Buffer.from('{}')],
          ]),
        ),
      )
      expect(items).toEqual([])
      expect(refused).toHaveLength(1)
      expect(refused[0]?.error).toMatchObject({ code: 'archive_unsafe_name', params: { entry: name } })
    },
  )

  it('refuses a name that comes twice', async () => {
    const { refused } = await read(
      await fileOf(
        rawZip([
          ['a.json', Buffer.from('{}')],
          ['a.json', Buffer.from('[]')],
        ]),
      ),
    )
    expect(refused[0]?.error).toMatchObject({ code: 'archive_duplicate_name', params: { entry: 'a.json' } })
  })

  it('refuses a bomb before reading it', async () => {
    const bomb = rawZip([['a.json', Buffer.alloc(20_000_000, 0x20)]])
    const { refused } = await read(await fileOf(bomb), { archive: { floorBytes: 1_000_000 } })
    expect(refused[0]?.error).toMatchObject({
      code: 'archive_bomb',
      params: { decompressed: 20_000_000, compressed: bomb.length },
    })
  })

  it('refuses what is cut, damaged or lies about its size', async () => {
    const good = rawZip([['a.json', await readFile(fixture('aws-snapshot.json'))]])
    expect((await read(await fileOf(good.subarray(0, good.length - 30)))).refused[0]?.error.code).toBe(
      'archive_damaged',
    )
    // The hand-made zip has no checksums: its entries do not fit them.
    expect((await read(await fileOf(good))).refused[0]?.error.code).toBe('archive_damaged')
    const lies = Buffer.from(good)
    lies.writeUInt32LE(10, good.lastIndexOf('PK\u0001\u0002', undefined, 'latin1') + 24)
    expect((await read(await fileOf(lies))).refused[0]?.error.code).toBe('archive_damaged')
  })

  it('is told apart from an Excel workbook', async () => {
    const path = await zipOf([
      ['[Content_Types].xml', Buffer.from('<x/>')],
      ['xl/workbook.xml', Buffer.from('<x/>')],
    ])
    expect((await read(path)).refused[0]?.error.params['kind']).toBe('xlsx')
    const nested = await zipOf([['inner.zip', await readFile(path)]])
    expect((await read(nested)).refused[0]?.error.params['kind']).toBe('zip-in-zip')
  })
})
