import { execFileSync, spawnSync } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import Ajv from 'ajv'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishBag, startBag, writeBag } from '../../../main/engine/evidence/bag/index.ts'
import { signPackage, signPdf } from '../../../main/engine/evidence/sign/index.ts'
import { fakeNow, fakeReader } from '../../support/fake-reader.ts'
import { makePayload } from '../../support/make-payload.ts'
import { named, trestle, validators, veraPdf } from '../../support/validators/index.ts'
import { opensslIn } from './openssl-cli.ts'
import { bagOptions, makeIdentity, nonce } from './package-fixture.ts'

/**
 * A whole signed package before validators that nobody here wrote. `COUNTERSIGN_PACKAGE` names one to judge instead, e.g. the demo's:
 *   COUNTERSIGN_PACKAGE=out/larkfield-robotics_2026q3 npm run test:unit -- test/engine/evidence/validators.test.ts
 * pdfsig, qpdf, openssl, sha256sum and sh are required: without them this fails. The others are judged by where they are installed.
 */
const given = process.env['COUNTERSIGN_PACKAGE']
const parent = mkdtempSync(join(tmpdir(), 'validators-'))
const folder = given === undefined ? join(parent, 'nordwind_2026Q3') : resolve(given)
const minutes = 60_000

/** A package as the pipeline makes it: two people, an elliptic curve and RSA, every PDF signed by both. */
async function makeWhole(): Promise<void> {
  const preparer = await makeIdentity('Mara Lindqvist')
  const reviewer = await makeIdentity('Ola Brandt', { algorithm: 'rsa-3072' })
  const unfinished = await startBag(folder, 'abcdef0123456789')
  const sign = async (file: string): Promise<void> => {
    await signPdf(file, preparer, 'preparer', fakeNow)
    await signPdf(file, reviewer, 'reviewer', fakeNow)
  }
  await makePayload(fakeReader(), { signPdf: sign }, unfinished)
  await writeBag(unfinished, { ...bagOptions, preparerFingerprint: preparer.facts.fingerprint })
  await signPackage(unfinished, preparer, 'preparer', fakeNow, nonce)
  await signPackage(unfinished, reviewer, 'reviewer', fakeNow, nonce)
  await finishBag(unfinished, folder)
}

beforeAll(async () => {
  if (given === undefined) await makeWhole()
}, 5 * minutes)
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const payloadFiles = (ending: string): string[] =>
  readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith(ending))
    .map((one) => join(one.parentPath, one.name))
    .sort()
const here = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 })
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
/** The certificates of signers.pem, each in a file of its own. */
const anchors = (): string[] =>
  (
    readFileSync(join(folder, 'signatures/signers.pem'), 'utf8').match(/-----BEGIN[^]*?-----END[^\n]*\n/g) ??
    []
  ).map((pem, index) => {
    const file = join(parent, `anchor-${index}.pem`)
    writeFileSync(file, pem)
    return file
  })
/** When the package was signed; the certificates are judged at that time, whatever this machine's clock says. */
const signedAt = (): string =>
  /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(readFileSync(join(folder, 'signatures/FINGERPRINTS.txt'), 'utf8'))?.[0] ??
  ''

const pdfs = (): string[] => {
  const all = payloadFiles('.pdf').filter((file) => !file.includes('14-attachments'))
  expect(all.length).toBeGreaterThanOrEqual(5)
  return all
}

describe('by sha256sum and verify.sh', () => {
  it('every listed file has its bytes', () => {
    here('sha256sum', '-c', '--quiet', '--strict', 'manifest-sha256.txt', 'tagmanifest-sha256.txt')
  })
  it(
    'the package’s own script is content',
    () => {
      expect(here('sh', 'verify.sh')).toMatch(/verified/i)
    },
    minutes,
  )
})

describe('by openssl', () => {
  it('both signatures are CAdES over the tag manifest, and a changed manifest is refused', () => {
    const { openssl, attempt } = opensslIn(folder)
    const at = String(Math.floor(Date.parse(signedAt()) / 1000))
    for (const role of ['preparer', 'reviewer']) {
      const words = (content: string): string[] => [
        'cms', '-verify', '-binary', '-cades', '-inform', 'DER', '-in', `signatures/${role}.p7s`,
        '-content', content, '-CAfile', 'signatures/signers.pem', '-attime', at, '-out', '/dev/null',
      ] // prettier-ignore
      openssl(...words('tagmanifest-sha256.txt'))
      expect(attempt(...words('manifest-sha256.txt')).status).not.toBe(0)
    }
  })
  it('the time stamp queries are queries of the signatures', () => {
    const { openssl } = opensslIn(folder)
    for (const name of ['tagmanifest', 'reviewer'])
      expect(openssl('ts', '-query', '-in', `signatures/${name}.tsq`, '-text')).toContain(
        'Hash Algorithm: sha256',
      )
  })
})

describe('by pdfsig and qpdf', () => {
  it(
    'every PDF has two valid signatures, the last of the whole file',
    () => {
      for (const file of pdfs()) {
        const said = here('pdfsig', '-nocert', file)
        expect([file, count(said, /Signature is Valid/g)]).toEqual([file, 2])
        expect([file, count(said, /- Total document signed/g)]).toEqual([file, 1])
      }
    },
    minutes,
  )
  it(
    'every PDF is sound',
    () => {
      for (const file of pdfs())
        expect(here('qpdf', '--check', file)).toContain('No syntax or stream encoding errors')
    },
    minutes,
  )
})

describe('by ajv', () => {
  const schema = (name: string): object =>
    JSON.parse(
      readFileSync(new URL(`../../fixtures/schemas/${name}.schema.json`, import.meta.url), 'utf8'),
    ) as object
  it.each([
    ['oscal-ap', 'assessment-plan'],
    ['oscal-ar', 'assessment-results'],
    ['oscal-poam', 'poam'],
    ['oscal-component', 'component'],
  ])(
    '%s.json is valid by NIST’s schema',
    (file, model) => {
      const text = readFileSync(join(folder, `data/11-machine/${file}.json`), 'utf8')
      const version = /"oscal-version":"([\d.]+)"/.exec(text)?.[1] ?? ''
      const ajv = new Ajv({ strict: false })
      addFormats(ajv)
      const validate = ajv.compile(schema(`oscal-${version}-${model}`))
      expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([])
    },
    minutes,
  )
  it(
    'each line of ocsf-2003.ndjson is valid by OCSF 1.8.0 and by 1.6.0',
    async () => {
      const ajv = new Ajv2020({ strict: false })
      addFormats(ajv)
      const checks = ['1.8.0', '1.6.0'].map((version) =>
        ajv.compile(schema(`ocsf-${version}-compliance_finding`)),
      )
      const lines = createInterface({
        input: createReadStream(join(folder, 'data/11-machine/ocsf-2003.ndjson')),
      })
      let events = 0
      for await (const line of lines) {
        events++
        for (const check of checks) if (!check(JSON.parse(line))) expect([events, check.errors]).toBe('valid')
      }
      expect(events).toBeGreaterThan(0)
    },
    2 * minutes,
  )
})

describe.skipIf(validators.bagit === null)(`by ${named('bagit-python', validators.bagit)}`, () => {
  it(
    'the bag is valid, and not once a file is added',
    () => {
      const validate = (): number | null =>
        spawnSync(validators.bagit ?? '', ['--validate', '--quiet', folder], { stdio: 'ignore' }).status
      expect(validate()).toBe(0)
      if (given !== undefined) return
      const extra = join(folder, 'data/extra.txt')
      writeFileSync(extra, 'extra')
      expect(validate()).not.toBe(0)
      rmSync(extra)
    },
    2 * minutes,
  )
})

describe.skipIf(validators.pyhanko === null)(`by ${named('pyHanko', validators.pyhanko)}`, () => {
  it(
    'both signatures of every PDF are judged valid',
    () => {
      const trust = anchors().flatMap((file) => ['--trust', file])
      for (const file of pdfs()) {
        // Its analysis of what the second revision changed takes many minutes for a report of hundreds of pages.
        const large = statSync(file).size > 1024 * 1024 ? ['--no-diff-analysis'] : []
        const words = ['sign', 'validate', '--pretty-print', '--trust-replace', ...trust, ...large]
        const at = ['--validation-time', signedAt().slice(0, 19), '--no-revocation-check']
        const said = here(validators.pyhanko ?? '', ...words, ...at, file)
        expect([file, count(said, /The signature is judged VALID/g)]).toEqual([file, 2])
        expect(said).not.toContain('INVALID')
      }
    },
    5 * minutes,
  )
})

describe.skipIf(validators.verapdf === null)(`by ${named('veraPDF', validators.verapdf)}`, () => {
  it(
    'every signed PDF is PDF/A-3b, PDF/A-3a and PDF/UA-1',
    () => {
      const said = veraPdf(['3b', '3a', 'ua1'], pdfs())
      expect(said).toHaveLength(pdfs().length * 3)
      expect(said.filter((line) => !line.startsWith('pass '))).toEqual([])
    },
    10 * minutes,
  )
})

const models = [
  ['oscal-ap.json', 'AssessmentPlan'],
  ['oscal-ar.json', 'AssessmentResults'],
  ['oscal-poam.json', 'PlanOfActionAndMilestones'],
  ['oscal-component.json', 'ComponentDefinition'],
] as const

describe.skipIf(validators.trestle === null)(`by ${named('compliance-trestle', validators.trestle)}`, () => {
  it(
    'reads every OSCAL document with its own models, and refuses a spoilt one',
    () => {
      expect(trestle(join(folder, 'data/11-machine'), models)).toEqual([])
      writeFileSync(join(parent, 'oscal-ap.json'), '{"assessment-plan":{"uuid":"x"}}')
      expect(trestle(parent, models.slice(0, 1))).toHaveLength(1)
    },
    2 * minutes,
  )
})

describe.skipIf(validators.oscalCli === null)(`by ${named('oscal-cli', validators.oscalCli)}`, () => {
  it.each(models)(
    '%s keeps the schema and the constraints',
    (file) => {
      expect(existsSync(join(folder, 'data/11-machine', file))).toBe(true)
      const run = spawnSync(validators.oscalCli ?? '', ['validate', join(folder, 'data/11-machine', file)], {
        encoding: 'utf8',
      })
      expect([run.status, run.stdout]).toEqual([0, expect.stringContaining('is valid')])
    },
    5 * minutes,
  )
})
