import type { Output } from '../../../shared/contract/contract.ts'
import { plural } from '../../../shared/text/format.ts'
import { plainWords } from '../../../shared/text/labels.ts'
import { IconButton } from '../../ui/button.tsx'
import { Panel } from '../../ui/page.tsx'
import { Banner, ErrorPanel } from '../../ui/states.tsx'

export type LintState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: Output<'rule.lint'> }
  | { readonly kind: 'failed'; readonly error: unknown }

/** What the lint of the rule pack said. */
export function LintPanel({
  state,
  onRetry,
  onClose,
}: {
  readonly state: LintState
  readonly onRetry: () => void
  readonly onClose: () => void
}) {
  if (state.kind === 'running') return <p role="status">Reading every rule and running its cases…</p>
  if (state.kind === 'failed') return <ErrorPanel error={state.error} onRetry={onRetry} />
  const { rules, cases, problems } = state.result
  const close = <IconButton label="Close the result" icon="cross" onPress={onClose} />
  if (problems.length === 0)
    return (
      <div role="status">
        <Banner tone="info" icon="check" actions={close}>
          All is sound: {plural(rules, 'rule')} read, {plural(cases, 'case')} run, each with the outcome it
          expects.
        </Banner>
      </div>
    )
  return (
    <Panel title={plural(problems.length, 'problem')} flush actions={close}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem, index) => (
            <tr key={index}>
              <th scope="row" className="mono break">
                {problem.where}
              </th>
              <td className="nowrap">{plainWords(problem.code)}</td>
              <td className="break">{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
