import { useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { bytesText, countText, dayOf, fileName, plural } from '../../../shared/text/format.ts'
import { formatWords, problemWords, unreadWords } from '../../../shared/text/labels.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { Badge, ProviderName, VerdictBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { Time } from '../../ui/time.tsx'

type Detail = Output<'scan.detail'>

/** One scan: its files with their hashes, the holes in what could be read, the items nobody could use. */
export function ScanDetail({ scan, onClose }: { readonly scan: number; readonly onClose: () => void }) {
  const query = useEngineQuery('scan.detail', { scan })
  return <Answer query={query}>{(detail) => <Shown detail={detail} onClose={onClose} />}</Answer>
}

function Shown({ detail, onClose }: { readonly detail: Detail; readonly onClose: () => void }) {
  const { scan, sources, holes, problems, problemsTotal } = detail
  const [tab, setTab] = useState(holes.length > 0 ? 'holes' : 'files')
  return (
    <>
      <header className="detail-top">
        <div className="spread">
          <VerdictBadge verdict={scan.verdict} />
          <IconButton label="Close the detail" icon="cross" onPress={onClose} />
        </div>
        <h2>{scan.label || `Scan ${scan.id}`}</h2>
        <dl className="facts">
          <dt>As of</dt>
          <dd>
            <Time at={scan.asOf} />
          </dd>
          <dt>Received and sealed</dt>
          <dd>
            <Time at={scan.sealedAt} plain /> <span className="muted">ledger entry {scan.ledgerSeq}</span>
          </dd>
          <dt>Resources</dt>
          <dd>
            {countText(scan.present)} present · {countText(scan.added)} added · {countText(scan.changed)}{' '}
            changed · {countText(scan.removed)} removed · {countText(scan.unread)} not read
          </dd>
          <dt>Content hash</dt>
          <dd className="row">
            <span className="mono clip">{scan.contentSha256}</span>
            <IconButton
              label="Copy the content hash"
              icon="copy"
              onPress={() => copyText(scan.contentSha256, 'Content hash')}
            />
          </dd>
        </dl>
      </header>
      <Tabs
        label="Parts of the scan"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'holes', label: `Holes (${holes.length})`, content: <Holes holes={holes} /> },
          { id: 'files', label: `Files (${sources.length})`, content: <Files sources={sources} /> },
          {
            id: 'problems',
            label: `Problems (${countText(problemsTotal)})`,
            content: <Problems problems={problems} total={problemsTotal} />,
          },
        ]}
      />
    </>
  )
}

function Holes({ holes }: Pick<Detail, 'holes'>) {
  if (holes.length === 0)
    return (
      <Empty icon="check" title="No holes">
        Everything the files claim to cover was read.
      </Empty>
    )
  return (
    <ul className="cards">
      {holes.map((hole, index) => (
        <li key={index}>
          <div className="spread">
            <span>
              <ProviderName provider={hole.provider} /> · <span className="mono break">{hole.account}</span> ·{' '}
              {hole.region}
            </span>
            <Badge tone="medium" icon="question">
              {unreadWords[hole.reason]}
            </Badge>
          </div>
          <p className="muted break">
            {hole.operation !== '' && <span className="mono">{hole.operation} </span>}
            {hole.message}
          </p>
          <p>Hides {plural(hole.resources, 'known resource')}; what rules say of them is not evaluated.</p>
        </li>
      ))}
    </ul>
  )
}

function Files({ sources }: Pick<Detail, 'sources'>) {
  return (
    <ul className="cards">
      {sources.map((file) => (
        <li key={file.path}>
          <div className="spread">
            <strong className="clip" title={file.path}>
              {fileName(file.path)}
            </strong>
            <span className="muted nowrap">{bytesText(file.bytes)}</span>
          </div>
          <p>
            {formatWords[file.format]}
            {file.compression !== 'none' && ` (${file.compression})`} · {plural(file.items, 'item')}
            {file.problems > 0 && ` · ${plural(file.problems, 'problem')}`}
            {file.duplicates > 0 && ` · ${plural(file.duplicates, 'duplicate')}`}
          </p>
          <p className="muted">
            {file.firstCapturedAt && file.lastCapturedAt
              ? `Captured ${dayOf(file.firstCapturedAt)} to ${dayOf(file.lastCapturedAt)}`
              : 'The file does not say when it was captured'}{' '}
            · {file.accounts.join(', ')} · {file.regions.join(', ')}
          </p>
          <p className="row muted">
            <span className="mono clip" title={file.sha256}>
              sha256 {file.sha256}
            </span>
            <IconButton
              label={`Copy the hash of ${fileName(file.path)}`}
              icon="copy"
              onPress={() => copyText(file.sha256, 'SHA-256')}
            />
          </p>
        </li>
      ))}
    </ul>
  )
}

function Problems({ problems, total }: { readonly problems: Detail['problems']; readonly total: number }) {
  if (total === 0)
    return (
      <Empty icon="check" title="No problems">
        Every item of every file could be used.
      </Empty>
    )
  return (
    <>
      <ul className="cards">
        {problems.map((problem, index) => (
          <li key={index}>
            <strong>{problemWords[problem.reason] ?? problem.reason}</strong>
            {problem.detail !== '' && <span className="mono"> {problem.detail}</span>}
            <p className="muted break">
              {problem.file}, item {countText(problem.index)}
              {problem.line !== null && `, line ${countText(problem.line)}`}, byte {countText(problem.offset)}
            </p>
            {problem.resourceId !== null && <p className="mono break">{problem.resourceId}</p>}
          </li>
        ))}
      </ul>
      {total > problems.length && (
        <p className="muted part-body">
          The first {countText(problems.length)} of {countText(total)} are shown.
        </p>
      )}
    </>
  )
}
