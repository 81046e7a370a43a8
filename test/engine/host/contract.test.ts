import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { methodNames } from '../../../shared/contract/client.ts'
import { channelPair } from '../../../main/engine/host/channel.ts'
import { countingRandom, newEngagement, testEngine } from '../../support/engine.ts'

/** All test sources, to see which methods some test calls. */
function testSources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'contract.test.ts')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

describe('the contract', () => {
  it('has a test for every method', () => {
    const sources = testSources(join(import.meta.dirname, '..', '..'))
    expect(methodNames.filter((name) => !sources.includes(`'${name}'`))).toEqual([])
  })

  it('refuses unknown methods and malformed input with a code', async () => {
    const { client } = testEngine()
    await expect(client.call('engagement.nonsense' as 'engagement.state', {})).rejects.toMatchObject({
      wire: { code: 'unknown_method' },
    })
    await expect(client.call('finding.page', { limit: 5_000 })).rejects.toMatchObject({
      wire: { code: 'invalid_input', params: { field: 'limit' } },
    })
    await expect(client.call('finding.page', {})).rejects.toMatchObject({
      wire: { code: 'workspace_not_open' },
    })
  })

  it('survives messages that are no requests', async () => {
    const { host } = testEngine()
    const [near, far] = channelPair()
    host.connect(far)
    const answers: unknown[] = []
    near.onMessage((message) => answers.push(message))
    for (const message of [
      null,
      1,
      'x',
      [],
      {},
      { kind: 'call' },
      { kind: 'call', id: 'x'.repeat(100), method: 'engagement.state', input: {} },
    ])
      near.post(message)
    near.post({ kind: 'call', id: 'ok', method: 'engagement.state', input: {} })
    await expect.poll(() => answers).toEqual([{ kind: 'result', id: 'ok', output: null }])
  })

  it('keeps a defect out of the answer and its stack in the log', async () => {
    const broken = countingRandom()
    const random = (bytes: number) => {
      if (bytes === 32) throw new TypeError('a secret detail')
      return broken(bytes)
    }
    const engine = testEngine({ random })
    const { dir } = engine
    const error = await newEngagement(engine).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ wire: { code: 'internal' } })
    const { wire } = error as { wire: { causeId: string } }
    expect(JSON.stringify(wire)).not.toContain('secret detail')
    expect(readFileSync(join(dir, 'data', 'engine.log'), 'utf8')).toContain(wire.causeId)
  })
})
