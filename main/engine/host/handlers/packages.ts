import type { packageMethods } from '../../../../shared/contract/package-methods.ts'
import {
  changePackageSettings,
  completePackage,
  listSeries,
  readPackageSettings,
} from '../../pipeline/package-records.ts'
import type { Workspace } from '../../store/index.ts'
import type { CallContext } from '../context.ts'
import type { Handlers } from '../dispatch.ts'
import type { Engine } from '../engine.ts'
import { verifier } from './verifying.ts'

/** Packages after they were compiled, and received ones. Only list, settings and completion need an open engagement. */
export function packageHandlers(engine: Engine): Pick<Handlers, keyof typeof packageMethods> {
  const verify = verifier(engine)
  const packages = () => {
    const ws = engine.workspace()
    return { settings: readPackageSettings(ws), series: listSeries(ws, engine.now()) }
  }
  // What happens to a package is in the ledger of the engagement that compiled it, when that is open for writing.
  const recorder = (): Workspace | null => {
    const ws = engine.openedWorkspace()
    return ws?.mode === 'write' ? ws : null
  }
  const steps = (context: CallContext) => ({ ...context, clock: engine.now })
  return {
    'package.list': () => packages(),
    'package.settings'(input) {
      changePackageSettings(engine.workspace(), { ...input, at: engine.now() })
      return packages()
    },
    'package.complete'(input) {
      completePackage(engine.workspace(), { ...input, at: engine.now() })
      return packages()
    },
    async 'package.timestamp'(input, context) {
      const { timestampPackage } = await import('../../pipeline/timestamp.ts')
      const attached = await timestampPackage(steps(context), input, recorder())
      return { ...attached, verification: await verify({ path: input.bag }, context) }
    },
    async 'package.addendum'(input, context) {
      const verified = await verify({ path: input.package }, context)
      const { tool, keysDir, options } = engine
      const { makeAddendum } = await import('../../pipeline/addendum.ts')
      const means = { tool, keysDir, random: options.random }
      return makeAddendum(steps(context), input, verified, recorder(), means)
    },
    async 'package.open'({ path, trustedFingerprints }, context) {
      const verification = await verify({ path, trustedFingerprints }, context)
      const { openReceived } = await import('../../evidence/received/index.ts')
      return openReceived(path, verification, (addendum) =>
        verify({ path: addendum, original: path }, context),
      )
    },
    async 'package.diff'(input, context) {
      const { diffReceived } = await import('../../evidence/received/index.ts')
      return diffReceived(
        input,
        (path, expectedLedgerHead) => verify({ path, expectedLedgerHead }, context),
        {
          breathe: context.breathe,
          progress: (note, done) =>
            context.progress({ stage: 'check', done, total: null, unit: 'items', note }),
        },
      )
    },
  }
}
