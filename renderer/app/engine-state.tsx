import { useSyncExternalStore } from 'react'
import type { EngineState, Startup } from '../../shared/contract/desktop.ts'
import { desktop } from '../data/desktop.ts'
import { engine } from '../data/engine.ts'
import { openFailure } from '../data/engagement.ts'
import { useStore } from '../data/store.ts'
import { Button } from '../ui/button.tsx'
import { copyText } from '../ui/copy.ts'
import { Icon } from '../ui/icon.tsx'
import { Banner } from '../ui/states.tsx'

export function useEngineState(): EngineState {
  return useSyncExternalStore(
    (listener) => engine.onState(listener),
    () => engine.state(),
  )
}

export function EngineNotice() {
  return (
    <div className="engine-notice" role="status">
      <Banner tone="warning" icon="alert">
        The engine stopped and is being started again. What was sealed is safe; the screen will be asked for
        anew.
      </Banner>
    </div>
  )
}

/** In place of the screens once the engine has ended more often than is healthy. */
export function CrashPage({ startup }: { readonly startup: Startup }) {
  const failure = useStore(openFailure)
  const report = `Countersign ${startup.appVersion} on ${startup.platform}: the engine stopped several times within a minute.\n${failure ? `File: ${failure.path}\n` : ''}${navigator.userAgent}`
  return (
    <main className="crash-page">
      <Icon name="alert" size={28} />
      <h1>The engine stopped</h1>
      <p>
        It was started again three times within a minute and stopped each time. What was sealed is safe;
        nothing has been sent anywhere. Try once more, or restore a backup of the engagement if it keeps
        happening with this one file.
      </p>
      <div className="row wrap">
        <Button tone="primary" icon="play" onPress={() => void desktop.restartEngine()}>
          Start the engine again
        </Button>
        <Button icon="copy" onPress={() => copyText(report, 'Report')}>
          Copy report
        </Button>
        {failure && (
          <Button icon="folder" onPress={() => void desktop.showInFolder(failure.path)}>
            Show the file
          </Button>
        )}
      </div>
    </main>
  )
}
