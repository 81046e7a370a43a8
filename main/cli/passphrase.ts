import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CountersignError } from '../../shared/model/errors.ts'

/**
 * A passphrase from an environment variable, or asked for on the terminal without echo.
 * @throws CountersignError passphrase_missing when there is neither
 */
export async function passphraseOf(variable: string, what: string): Promise<string> {
  const given = process.env[variable]
  if (given) return given
  if (!process.stdin.isTTY)
    throw new CountersignError('passphrase_missing', { what: `${what} (${variable})` })
  process.stderr.write(`Passphrase for ${what}: `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      reader.question('', resolve)
      reader.once('SIGINT', () => reject(new CountersignError('cancelled')))
    })
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}
