import type { Output } from '../../../shared/contract/contract.ts'
import { errorCodes, type ErrorCode } from '../../../shared/model/errors.ts'
import { fileName } from '../../../shared/text/format.ts'
import { viewOfCode } from '../../data/errors.ts'
import { Panel } from '../../ui/page.tsx'

/** Files that were left out of an import, each with the reason and what to do. */
export function RefusedFiles({ refused }: Pick<Output<'scan.import'>, 'refused'>) {
  if (refused.length === 0) return null
  return (
    <Panel title="Left out" flush>
      <ul className="cards">
        {refused.map((file) => {
          const code: ErrorCode = errorCodes.find((known) => known === file.code) ?? 'internal'
          const { what, remedy } = viewOfCode(code, { ...file.params, path: fileName(file.path) })
          return (
            <li key={file.path}>
              <strong className="break">{what}</strong>
              <p className="muted">{remedy}</p>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
