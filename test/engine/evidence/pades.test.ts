import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPen } from '../../../main/engine/evidence/report/pen.ts'
import { paragraph } from '../../../main/engine/evidence/report/blocks.ts'
import { pem, signPdf } from '../../../main/engine/evidence/sign/index.ts'
import type { SigningIdentity } from '../../../main/engine/evidence/sign/index.ts'
import { readPdfSignatures } from '../../../main/engine/evidence/sign/pdf/read-signatures.ts'
import { haveTool } from '../../support/tools.ts'
import { named, validators, veraPdf } from '../../support/validators/index.ts'
import { opensslIn } from './openssl-cli.ts'
import { clock, makeIdentity, newFolder } from './package-fixture.ts'

const later = '2026-10-05T09:30:15.500Z'
const poppler = haveTool('pdfsig')
const qpdf = haveTool('qpdf')

let folder: string
let preparer: SigningIdentity
let reviewer: SigningIdentity
/** Unsigned, signed by the preparer, signed by both. */
let drawn: string
let once: string
let twice: string

async function drawPdf(file: string): Promise<void> {
  const created = new Date(clock)
  const info = {
    Title: 'A & B',
    Author: 'A',
    Subject: 'S',
    Creator: 'C',
    Producer: 'P',
    CreationDate: created,
    ModDate: created,
  }
  const pen = await openPen({ file, info, onPage: () => undefined })
  pen.newPage()
  paragraph(pen, 'The first page. )>> stream endobj')
  pen.newPage()
  paragraph(pen, 'The second page.')
  await pen.finish()
}

beforeAll(async () => {
  folder = newFolder()
  preparer = await makeIdentity('Mara Lindqvist (Préparer)')
  reviewer = await makeIdentity('Ola Brandt', { algorithm: 'rsa-3072' })
  ;[drawn, once, twice] = [join(folder, 'drawn.pdf'), join(folder, 'once.pdf'), join(folder, 'twice.pdf')]
  await drawPdf(drawn)
  copyFileSync(drawn, once)
  await signPdf(once, preparer, 'preparer', clock)
  copyFileSync(once, twice)
  await signPdf(twice, reviewer, 'reviewer', later)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pdfsig = (file: string): string => execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' })
const flipped = (file: string, at: number): string => {
  const copy = join(folder, `flipped-${at}.pdf`)
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(copy, bytes)
  return copy
}
/** The signature as DER and what it is of, cut out of the file by its own byte range. */
function cutOut(file: string, index: number): { der: Buffer; content: Buffer } {
  const bytes = readFileSync(file)
  const ranges = [...bytes.toString('latin1').matchAll(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\] */g)]
  const [, start = 0, gap = 0, rest = 0, length = 0] = (ranges[index] ?? []).map(Number)
  const hex = bytes.subarray(gap + 1, rest - 1).toString('latin1')
  const padded = Buffer.from(hex, 'hex')
  return {
    der: padded.subarray(0, 4 + padded.readUInt16BE(2)),
    content: Buffer.concat([bytes.subarray(start, gap), bytes.subarray(rest, rest + length)]),
  }
}

describe('a signature in a PDF', () => {
  it('is appended: the bytes before it are the document as drawn, and the preparer’s those before the reviewer’s', () => {
    const [plain, first, second] = [drawn, once, twice].map((file) => readFileSync(file))
    if (plain === undefined || first === undefined || second === undefined) throw new Error('no files')
    expect(first.subarray(0, plain.length).equals(plain)).toBe(true)
    expect(second.subarray(0, first.length).equals(first)).toBe(true)
  })
  it('is read back with its signer, its revision and whether anything follows', async () => {
    const [first, second] = await readPdfSignatures(twice)
    expect(first).toMatchObject({
      field: 'Preparer',
      last: false,
      revision: readFileSync(once).length,
      reading: { valid: true, signedAt: null, facts: { fingerprint: preparer.facts.fingerprint } },
    })
    expect(second).toMatchObject({
      field: 'Reviewer',
      last: true,
      revision: readFileSync(twice).length,
      reading: { valid: true, facts: { fingerprint: reviewer.facts.fingerprint } },
    })
    expect(await readPdfSignatures(drawn)).toEqual([])
  })
  it('breaks when a byte before or after it changes, and only that one when it came later', async () => {
    const faults = async (file: string): Promise<unknown[]> =>
      (await readPdfSignatures(file)).map(({ reading }) => (reading.valid ? 'valid' : reading.fault))
    // In the header's comment, which nobody reads but the hash.
    expect(await faults(flipped(twice, 11))).toEqual(['digest_differs', 'digest_differs'])
    const bytes = readFileSync(twice).toString('latin1')
    expect(await faults(flipped(twice, bytes.indexOf('Reviewed this') + 3))).toEqual([
      'valid',
      'digest_differs',
    ])
    expect(await faults(flipped(twice, bytes.indexOf('Prepared this') + 3))).toEqual([
      'digest_differs',
      'digest_differs',
    ])
  })
  it('says that it is not the last word when something was added after it', async () => {
    const added = join(folder, 'added.pdf')
    copyFileSync(twice, added)
    // A revision of nothing: the same cross-references named again.
    const at = /startxref\s+(\d+)/.exec(readFileSync(twice, 'latin1').slice(-64))?.[1]
    appendFileSync(added, `% added\nstartxref\n${at}\n%%EOF\n`)
    expect((await readPdfSignatures(added)).map((one) => one.last)).toEqual([false, false])
  })
  it('that leaves out more than itself is refused', async () => {
    const spoilt = join(folder, 'range.pdf')
    const text = readFileSync(once, 'latin1')
    writeFileSync(
      spoilt,
      text.replace(/\[0 (\d+) (\d+) (\d+)\]/, (whole, gap: string, rest: string, length: string) =>
        `[0 ${Number(gap) - 1} ${rest} ${length}]`.padEnd(whole.length),
      ),
      'latin1',
    )
    expect((await readPdfSignatures(spoilt))[0]?.reading).toEqual({ valid: false, fault: 'bytes_uncovered' })
  })
  it('is made once a role, and not by a certificate outside its validity; the file stays as it was', async () => {
    const before = readFileSync(twice)
    await expect(signPdf(twice, reviewer, 'preparer', clock)).rejects.toMatchObject({ code: 'conflict' })
    const old = await makeIdentity('Old', { notAfter: '2026-02-01T00:00:00.000Z' })
    const copy = join(folder, 'old.pdf')
    copyFileSync(drawn, copy)
    await expect(signPdf(copy, old, 'preparer', clock)).rejects.toMatchObject({ code: 'certificate_expired' })
    expect(readFileSync(copy).equals(readFileSync(drawn))).toBe(true)
    expect(readFileSync(twice).equals(before)).toBe(true)
  })
  it('has the same length whatever its random part is, so that lists of sizes stay the same', async () => {
    const sizes = new Set<number>()
    for (let round = 0; round < 8; round++) {
      const copy = join(folder, `round-${round}.pdf`)
      copyFileSync(drawn, copy)
      await signPdf(copy, preparer, 'preparer', clock)
      sizes.add(readFileSync(copy).length)
    }
    expect(sizes.size).toBe(1)
  })
})

describe('by openssl', () => {
  it.each([
    ['preparer', 0],
    ['reviewer', 1],
  ] as const)('the %s’s CMS is CAdES over the byte range, with no signing time', (role, index) => {
    const { openssl } = opensslIn(folder)
    const { der, content } = cutOut(twice, index)
    writeFileSync(join(folder, 'x.p7s'), der)
    writeFileSync(join(folder, 'x.content'), content)
    writeFileSync(join(folder, 'x.pem'), pem((role === 'preparer' ? preparer : reviewer).certificate))
    const at = String(Date.parse(clock) / 1000)
    const given = [
      'cms',
      '-verify',
      '-binary',
      '-cades',
      '-inform',
      'DER',
      '-in',
      'x.p7s',
      '-content',
      'x.content',
    ]
    openssl(...given, '-CAfile', 'x.pem', '-attime', at, '-out', '/dev/null')
    const printed = openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', 'x.p7s')
    expect(printed).toContain('id-smime-aa-signingCertificateV2')
    expect(printed).not.toContain('signingTime')
  })
})

describe.skipIf(!poppler)(`by pdfsig${poppler ? '' : ', skipped: absent'}`, () => {
  it('both are valid, the second of the whole file', () => {
    const one = pdfsig(once)
    expect(one.match(/Signature is Valid/g)).toHaveLength(1)
    expect(one).toMatch(/ETSI\.CAdES\.detached[^]*Total document signed/)
    const both = pdfsig(twice)
    expect(both.match(/Signature is Valid/g)).toHaveLength(2)
    expect(both).toMatch(
      /Preparer[^]*Mara Lindqvist \(Préparer\)[^]*Not total document[^]*Reviewer[^]*Ola Brandt[^]*Total document signed/,
    )
  })
  it('a changed file is not', () => {
    expect(pdfsig(flipped(once, 11))).toContain('Digest Mismatch')
  })
})

describe.skipIf(!qpdf)(`by qpdf${qpdf ? '' : ', skipped: absent'}`, () => {
  it('the signed files are sound', () => {
    for (const file of [once, twice])
      expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain(
        'No syntax or stream encoding errors',
      )
  })
})

describe.skipIf(validators.verapdf === null)(`by ${named('veraPDF', validators.verapdf)}`, () => {
  it('the signed files are still PDF/A-3a, PDF/A-3b and PDF/UA-1', () => {
    const said = veraPdf(['3a', '3b', 'ua1'], [drawn, once, twice])
    expect(said).toHaveLength(9)
    expect(said.filter((line) => !line.startsWith('pass '))).toEqual([])
  }, 120_000)
})
