import type { Scan } from '../../../shared/model/scan.ts'
import { absoluteTime, countText } from '../../../shared/text/format.ts'
import { go, routeTo } from '../../data/route.ts'
import { VerdictBadge } from '../../ui/badges.tsx'

/** Sealed scans, newest first. */
export function ScanTable({
  scans,
  open,
}: {
  readonly scans: readonly Scan[]
  readonly open: number | null
}) {
  const narrow = open !== null
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Scans">
      <table className="plain listed">
        <thead>
          <tr>
            <th scope="col">Scan</th>
            {!narrow && <th scope="col">As of</th>}
            <th scope="col">Verdict</th>
            <th scope="col" className="number">
              Resources
            </th>
            {!narrow && (
              <>
                <th scope="col" className="number">
                  Files
                </th>
                <th scope="col" className="number">
                  Items
                </th>
                <th scope="col" className="number">
                  Added
                </th>
                <th scope="col" className="number">
                  Changed
                </th>
                <th scope="col" className="number">
                  Removed
                </th>
              </>
            )}
            <th scope="col" className="number">
              Not read
            </th>
          </tr>
        </thead>
        <tbody>
          {scans.map((scan) => (
            <tr
              key={scan.id}
              className={scan.id === open ? 'open' : ''}
              aria-current={scan.id === open || undefined}
              onClick={() => go('sources', { scan: String(scan.id) })}
            >
              <th scope="row" className="nowrap">
                <a href={routeTo('sources', { scan: String(scan.id) })}>{scan.label || `Scan ${scan.id}`}</a>
              </th>
              {!narrow && <td className="nowrap">{absoluteTime(scan.asOf)}</td>}
              <td>
                <VerdictBadge verdict={scan.verdict} />
              </td>
              <td className="number">{countText(scan.present)}</td>
              {!narrow && (
                <>
                  <td className="number">{countText(scan.files)}</td>
                  <td className="number">{countText(scan.items)}</td>
                  <td className="number">{countText(scan.added)}</td>
                  <td className="number">{countText(scan.changed)}</td>
                  <td className="number">{countText(scan.removed)}</td>
                </>
              )}
              <td className="number">{countText(scan.unread)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
