// `npm run build`: sources → out/app, whole or not at all as far as the stamp tells.
import { buildApp } from './bundle.ts'

try {
  await buildApp()
} catch (error) {
  // The bundler's message says what and where; its own stack would only bury it.
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
