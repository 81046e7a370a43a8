import './trusted-types.ts'
import './styles.ts'
import { createRoot } from 'react-dom/client'
import { desktop } from '../data/desktop.ts'
import { openEngagement, reopenAfterRestart } from '../data/engagement.ts'
import { followEngine, queryClient } from '../data/queries.ts'
import { followAppearance } from '../data/theme.ts'
import { engine } from '../data/engine.ts'
import { App } from './app.tsx'

/** Shows the window once its look and the open engagement are known; then says so for tests and the self test. */
async function start(): Promise<void> {
  const startup = await desktop.startup()
  followAppearance(startup.appearance)
  followEngine()
  reopenAfterRestart()
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  const reactRoot = createRoot(root)
  if (startup.engagement !== null) await openEngagement(startup.engagement)
  else
    queryClient.setQueryData(
      ['engagement.state', {}],
      await engine.call('engagement.state', {}).catch(() => null),
    )
  desktop.onEvent((event) => {
    if (event.kind === 'open') void openEngagement(event.path)
  })
  reactRoot.render(<App startup={startup} />)
}

void start().finally(() => {
  document.documentElement.dataset['appState'] = 'loaded'
})
