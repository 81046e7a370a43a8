import { describe, expect, it } from 'vitest'
import { markedLines, observedValues, rulePaths } from '../../../renderer/ui/json-lines.ts'

const rule = (parts: Partial<Parameters<typeof rulePaths>[0]>) =>
  rulePaths({ needs: [], pass: 'true', applies: 'true', observed: {}, ...parts })

describe('paths a rule looks at', () => {
  it('are what it needs and what its expressions begin with', () => {
    expect(
      rule({
        needs: ['config.ipPermissions'],
        pass: '!config.ipPermissions.exists(p, awsIngressOpen(p, 22))',
      }),
    ).toEqual(['config.ipPermissions'])
    expect(rule({ observed: { tls: 'config.siteConfig.minTlsVersion' } })).toEqual([
      'config.siteConfig.minTlsVersion',
    ])
    expect(rule({ pass: 'resource.tags.owner != ""' })).toEqual(['tags.owner'])
    expect(rule({ pass: 'resource.config.encrypted == true' })).toEqual(['config.encrypted'])
  })

  it('are not looked for inside texts or other names', () => {
    expect(rule({ pass: 'config.a == "config.b.c"' })).toEqual(['config.a'])
    expect(rule({ pass: 'myconfig.a || p.config.b' })).toEqual([])
    expect(rule({ pass: 'config.size() > 0' })).toEqual([])
  })
})

describe('marked lines', () => {
  const document = {
    name: 'group',
    config: {
      open: [
        { port: 22, to: '0.0.0.0/0' },
        { port: 443, to: '10.0.0.0/8' },
      ],
      kind: 'sg',
    },
  }

  it('are the JSON, line by line', () => {
    const text = markedLines(document, [], [])
      .map(
        ({ depth, key, text: shown }) => `${' '.repeat(depth * 2)}${key === null ? '' : `${key}: `}${shown}`,
      )
      .join('\n')
    expect(text).toBe(JSON.stringify(document, null, 2))
  })

  it('mark the path, and more strongly the value that was observed, whatever the order of its properties', () => {
    const lines = markedLines(document, ['config.open'], [{ to: '0.0.0.0/0', port: 22 }])
    const strong = lines.filter(({ mark }) => mark === 'strong').map(({ text }) => text)
    expect(strong).toEqual(['{', '22,', '"0.0.0.0/0"', '},'])
    expect(lines.find(({ text }) => text.startsWith('443'))?.mark).toBe('path')
    expect(lines.find(({ key }) => key === '"kind"')?.mark).toBe('none')
    expect(lines.find(({ key }) => key === '"name"')?.mark).toBe('none')
  })

  it('mark a plain value at a path at once', () => {
    expect(markedLines(document, ['config.kind'], []).find(({ key }) => key === '"kind"')?.mark).toBe(
      'strong',
    )
  })

  it('write empty lists and objects in one line', () => {
    expect(markedLines({ a: [], b: {} }, [], []).map(({ text }) => text)).toEqual(['{', '[],', '{}', '}'])
  })
})

it('observed lists are taken apart', () => {
  expect(observedValues({ a: [1, { b: 2 }], c: 'x' })).toEqual([1, { b: 2 }, 'x'])
})
