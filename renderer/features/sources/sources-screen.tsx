import './sources.css'
import { useCallback, useEffect, useState } from 'react'
import type { Output } from '../../../shared/contract/contract.ts'
import { ensureActor } from '../../data/actor.ts'
import { useCommand } from '../../data/commands.ts'
import { desktop } from '../../data/desktop.ts'
import type { EngagementState } from '../../data/engagement.ts'
import { isRunning, startJob, useLatestJob } from '../../data/jobs.ts'
import { useEngineQuery } from '../../data/queries.ts'
import { go, withParams } from '../../data/route.ts'
import { plural } from '../../../shared/text/format.ts'
import { Button } from '../../ui/button.tsx'
import { DropArea } from '../../ui/drop-area.tsx'
import { Page, Split } from '../../ui/page.tsx'
import { JobPanel } from '../../ui/progress.tsx'
import { Answer, Banner, Empty } from '../../ui/states.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { RefusedFiles } from './refused-files.tsx'
import { ScanDetail } from './scan-detail.tsx'
import { ScanTable } from './scan-table.tsx'

/** What was collected, from which files, and what could not be read; and where more comes in. */
export function SourcesScreen({
  state,
  params,
}: {
  readonly state: EngagementState
  readonly params: URLSearchParams
}) {
  const [paths, setPaths] = useState<readonly string[] | null>(null)
  const [result, setResult] = useState<Output<'scan.import'> | null>(null)
  const job = useLatestJob('scan.import', 'scan.resume', 'scan.evaluate')
  const busy = job !== null && isRunning(job)
  const open = Number(params.get('scan')) || null
  const off = state.readOnly || busy
  const address = params.toString()

  const choose = useCallback(async (kind: 'files' | 'folder') => {
    const chosen =
      kind === 'files'
        ? [...(await desktop.chooseFiles('import'))]
        : [await desktop.chooseFolder('import')].filter((path) => path !== null)
    if (chosen.length > 0) setPaths(chosen)
  }, [])
  const evaluate = useCallback(async () => {
    const actor = await ensureActor()
    if (actor !== null)
      await startJob(
        'scan.evaluate',
        { actor, full: true },
        { title: 'Evaluating again', done: 'Every rule was evaluated again' },
      ).catch(() => {})
  }, [])
  useCommand('import.files', off ? null : () => void choose('files'))
  useCommand('import.folder', off ? null : () => void choose('folder'))
  useCommand('scan.evaluate', off || state.scans === 0 ? null : () => void evaluate())
  useCommand('list.close', open === null ? null : () => go('sources'))

  // Another screen, or the menu, may have sent here to do something.
  const wanted = params.get('do')
  useEffect(() => {
    if (wanted === null) return
    go('sources', withParams(new URLSearchParams(address), { do: null }), true)
    if (off) return
    if (wanted === 'evaluate') void evaluate()
    else void choose(wanted === 'folder' ? 'folder' : 'files')
  }, [wanted, address, off, choose, evaluate])

  return (
    <Page
      filled
      title="Sources"
      subtitle={`${plural(state.scans, 'scan')} · ${plural(state.resources, 'resource')} on record`}
      actions={
        <>
          <Button onPress={() => void evaluate()} disabled={off || state.scans === 0}>
            Evaluate again
          </Button>
          <Button icon="folder" onPress={() => void choose('folder')} disabled={off}>
            Import a folder…
          </Button>
          <Button tone="primary" icon="import" onPress={() => void choose('files')} disabled={off}>
            Import files…
          </Button>
        </>
      }
    >
      {busy ? (
        <JobPanel job={job} />
      ) : (
        <DropArea label="Import by dropping" onPaths={setPaths} disabled={off}>
          <span>
            Drop exports here: AWS Config snapshots, history and API output, Azure Resource Graph and ARM
            JSON, Cloud Asset exports. Files, folders, gzip and zip.
          </span>
        </DropArea>
      )}
      {state.unfinishedScans > 0 && !busy && <Unfinished state={state} />}
      {result && (
        <>
          <Banner
            tone={result.refused.length > 0 || result.problems > 0 ? 'warning' : 'info'}
            icon="check"
            actions={
              <Button tone="quiet" onPress={() => setResult(null)}>
                Dismiss
              </Button>
            }
          >
            Imported {plural(result.items, 'item')} from {plural(result.files, 'file')}
            {result.problems > 0 && `, ${plural(result.problems, 'unusable item')} listed in the scan`}
            {result.refused.length > 0 && `, ${plural(result.refused.length, 'file')} left out`}.
          </Banner>
          <RefusedFiles refused={result.refused} />
        </>
      )}
      <Scans open={open} />
      {paths && (
        <ImportDialog
          paths={paths}
          onClose={() => setPaths(null)}
          onDone={(done) => {
            setResult(done)
            const scan = done.scans.at(-1)
            if (scan) go('sources', { scan: String(scan.id) })
          }}
        />
      )}
    </Page>
  )
}

function Unfinished({ state }: { readonly state: EngagementState }) {
  const resume = async () => {
    const actor = await ensureActor()
    if (actor !== null)
      await startJob(
        'scan.resume',
        { actor },
        { title: 'Going on with the import', done: 'The import is complete' },
      ).catch(() => {})
  }
  return (
    <Banner
      tone="warning"
      icon="alert"
      actions={
        <Button onPress={() => void resume()} disabled={state.readOnly}>
          Go on with it
        </Button>
      }
    >
      {plural(state.unfinishedScans, 'import was', 'imports were')} interrupted. Nothing of it shows until it
      is sealed.
    </Banner>
  )
}

function Scans({ open }: { readonly open: number | null }) {
  const scans = useEngineQuery('scan.list', {})
  return (
    <Answer query={scans} lines={10}>
      {(list) =>
        list.length === 0 ? (
          <Empty icon="source" title="No scan yet">
            Each import becomes one sealed scan: its files with their hashes, what could be read and what
            could not.
          </Empty>
        ) : (
          <Split
            detail={
              open === null ? null : <ScanDetail key={open} scan={open} onClose={() => go('sources')} />
            }
          >
            <ScanTable scans={list} open={open} />
          </Split>
        )
      }
    </Answer>
  )
}
