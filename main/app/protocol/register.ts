import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { noncePlaceholder } from '../security/csp.ts'
import { answerRequest } from './answer.ts'
import { mapFiles } from './file-map.ts'

/** Declares the scheme. Electron wants this once, before it is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer under the app's origin to one session. @param folder absolute path of the built renderer */
export function serveRenderer(session: Session, folder: string): void {
  const files = mapFiles(folder)
  session.protocol.handle('app', async (request) => {
    const nonce = randomBytes(18).toString('base64url')
    const { status, headers, file } = answerRequest(files, request.method, request.url, nonce)
    if (file === null) return new Response(null, { status, headers })
    const body = await readFile(file)
    if (!file.endsWith('.html')) return new Response(body, { status, headers })
    return new Response(body.toString('utf8').replaceAll(noncePlaceholder, nonce), { status, headers })
  })
}
