import { describe, expect, test } from 'vitest'
import { celScopes } from '../../../main/engine/evaluate/cel/environment.ts'
import { compileExpression } from '../../../main/engine/evaluate/cel/expression.ts'
import { functions, lintPack } from '../../../main/engine/evaluate/index.ts'
import { pathsRead } from '../../../main/engine/evaluate/lint/paths.ts'
import { aPack, toNormal } from './a-pack.ts'

const scopes = celScopes(functions)
const pathsOf = (source: string): string[] => {
  const compiled = compileExpression(scopes.resource, source, 'any')
  if (!('expression' in compiled)) throw new Error(`${source} does not compile`)
  return pathsRead(compiled.expression.root, ['config', 'resource'])
    .map((path) => path.join('.'))
    .sort()
}

test.each([
  ['config.a.b == 1', ['config.a', 'config.a.b']],
  ['config["a.b"].c', ['config.a.b', 'config.a.b.c']],
  ['config.list[0].x', ['config.list', 'config.list.x']],
  ['config.?a.?b.orValue(config.c)', ['config.a', 'config.a.b', 'config.c']],
  ['config.list.exists(x, x.y.all(z, z.w > 1))', ['config.list', 'config.list.y', 'config.list.y.w']],
  ['config.list.filter(x, x.a).map(y, y.b)', ['config.list', 'config.list.a', 'config.list.b']],
  ['config.list.map(x, x.inner).exists(i, i.z)', ['config.list', 'config.list.inner', 'config.list.inner.z']],
  ['(config.p ? config.q : config.r).s', ['config.p', 'config.q', 'config.q.s', 'config.r', 'config.r.s']],
  ['cel.bind(v, config.deep, v.x && v.y)', ['config.deep', 'config.deep.x', 'config.deep.y']],
  ['lower(config.name) == "x"', ['config.name']],
  ['config.list.exists(config, config.own)', ['config.list', 'config.list.own']],
])('%s', (source, paths) => {
  expect(pathsOf(source)).toEqual(paths)
})

describe('a rule reads only what its provider publishes', () => {
  const shape = (configuration: object) => ({
    'shapes/aws.json': JSON.stringify({ 'AWS::S3::Bucket': { source: 'x', fields: { configuration } } }),
  })
  const unknown = (changes: Parameters<typeof aPack>[0]) =>
    lintPack(aPack(changes), { toNormal }).filter(({ code }) => code === 'path-unknown')

  test('a path of the shape', () => {
    expect(unknown(shape({ closed: 's' }))).toEqual([])
    expect(unknown(shape('*' as unknown as object))).toEqual([])
  })
  test('a path that is not in it, though the cases have it', () => {
    const found = unknown(shape({ clsd: 's' }))
    expect(found.map(({ where }) => where)).toContain('aws/aws-test-bucket/rule.yaml#pass')
    expect(found[0]?.message).toContain('config.closed')
  })
  test('a type of which nothing is published: the cases decide', () => {
    expect(unknown({})).toEqual([])
    expect(
      unknown({ 'aws/aws-test-bucket/cases/pass.json': null, 'aws/aws-test-bucket/cases/fail.json': null }),
    ).not.toEqual([])
  })
  test('an exception with its source', () => {
    const exception = (paths: string) =>
      `- { provider: aws, type: 'AWS::S3::Bucket', paths: [${paths}], why: seen, source: 'https://example.com/x' }\n`
    const files = (paths: string) => ({
      ...shape({ other: 's' }),
      'shapes/exceptions.yaml': exception(paths),
    })
    expect(unknown(files('configuration.closed'))).toEqual([])
    expect(unknown(files('configuration.*'))).toEqual([])
    expect(unknown(files('configuration.shut'))).not.toEqual([])
  })
  test('exceptions without a source are a problem of the pack', () => {
    const problems = lintPack(
      aPack({ 'shapes/exceptions.yaml': "- { provider: aws, type: 'AWS::S3::Bucket', paths: [x], why: y }" }),
      { toNormal },
    )
    expect(problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ where: 'shapes/exceptions.yaml' })]),
    )
  })
})
