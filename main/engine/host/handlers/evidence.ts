import { readFile } from 'node:fs/promises'
import type { packageMethods } from '../../../../shared/contract/package-methods.ts'
import { CountersignError } from '../../../../shared/model/errors.ts'
import type { CompileOptions } from '../../pipeline/package.ts'
import {
  commitPopulation,
  drawSample,
  replaceItem,
  samplesOf,
  sampleTable,
  setSampleTable,
} from '../../pipeline/sampling.ts'
import {
  countersignReview,
  decideReview,
  reviewNow,
  reviewWeeks,
  sealReview,
  startReview,
} from '../../pipeline/sessions.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'
import { verifier } from './verifying.ts'

type Names = Exclude<
  Extract<
    keyof Handlers,
    `review.${string}` | `identity.${string}` | `sample.${string}` | `package.${string}`
  >,
  keyof typeof packageMethods
>

const day = 24 * 3_600_000

// Cryptography, PDF and charts take most of the time to load and few calls need them.
const signing = () => import('../../evidence/sign/index.ts')
const packages = () => import('../../pipeline/package.ts')

/** Review sessions, signing identities, samples and packages. */
export function evidenceHandlers(engine: Engine): Pick<Handlers, Names> {
  const compileOptions = (): CompileOptions => ({
    tool: engine.tool,
    keysDir: engine.keysDir,
    random: engine.options.random,
    openReader: () => engine.openReader(engine.workspace().path),
  })
  const verify = verifier(engine)
  return {
    'review.start': (input, context) => startReview(engine.job(context), input),
    'review.queue': (_input, context) => reviewNow(engine.job(context)),
    'review.decide': (input, context) => decideReview(engine.job(context), input),
    'review.seal': (input, context) => sealReview(engine.job(context), input),
    'review.countersign': (input, context) => countersignReview(engine.job(context), input),
    'review.weeks': (_input, context) => reviewWeeks(engine.job(context)),

    'identity.list': async () => [...(await (await signing()).listIdentities(engine.keysDir)).identities],
    async 'identity.create'({ passphrase, years, name, organisation, email, algorithm }) {
      const { createIdentity, saveIdentity } = await signing()
      const now = engine.options.clock()
      const notAfter = new Date(now)
      notAfter.setUTCFullYear(now.getUTCFullYear() + years)
      const identity = await createIdentity({
        name,
        organisation,
        email,
        algorithm,
        // A day back: two laptops' clocks may differ, and the verifier's decides.
        notBefore: new Date(now.getTime() - day).toISOString(),
        notAfter: notAfter.toISOString(),
        serial: engine.options.random(16),
      })
      await saveIdentity(engine.keysDir, identity, passphrase)
      return { ...identity.facts, origin: identity.origin }
    },
    async 'identity.import'({ path, p12Passphrase, passphrase }) {
      const { importPkcs12, saveIdentity } = await signing()
      const identity = importPkcs12(new Uint8Array(await readFile(path)), p12Passphrase, path)
      await saveIdentity(engine.keysDir, identity, passphrase)
      return { ...identity.facts, origin: identity.origin }
    },

    'sample.commit': (input, context) => commitPopulation(engine.job(context), input),
    'sample.draw': (input, context) => drawSample(engine.job(context), input),
    'sample.replace': (input, context) => replaceItem(engine.job(context), input),
    'sample.list': () => samplesOf(engine.workspace()),
    'sample.table': () => sampleTable(engine.workspace()),
    'sample.setTable': (input, context) => setSampleTable(engine.job(context), input),

    'package.compile': async (input, context) =>
      (await packages()).compilePackage(engine.job(context), input, compileOptions()),
    async 'package.countersign'({ bag, reviewer }, context) {
      const before = await verify({ path: bag }, context)
      if (before.overall !== 'verified')
        throw new CountersignError('package_invalid', {
          path: bag,
          detail: 'it does not verify, so there is nothing to countersign',
        })
      await (await packages()).countersignPackage({ clock: engine.now }, bag, reviewer, compileOptions())
      return verify({ path: bag }, context)
    },
    'package.verify': (request, context) => verify(request, context),
  }
}
