import './trusted-types.ts'
import { createRoot } from 'react-dom/client'

const root = document.getElementById('root')
if (root) createRoot(root).render(<main>Countersign</main>)
document.documentElement.dataset['appState'] = 'loaded'
