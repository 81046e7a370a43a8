// `npm run build`: sources → out/app, whole or not at all as far as the stamp tells.
import { buildApp } from './bundle.ts'

await buildApp()
