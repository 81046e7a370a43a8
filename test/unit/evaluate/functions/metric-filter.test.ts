import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  metricFilterCoverage,
  namedValues,
} from '../../../../main/engine/evaluate/functions/metric-filter-coverage.ts'
import {
  matches,
  parsePattern,
  type FieldValue,
} from '../../../../main/engine/evaluate/functions/metric-filter.ts'

const event =
  (fields: Record<string, FieldValue>) =>
  (selector: string): FieldValue =>
    fields[selector]

describe('parsePattern and matches', () => {
  it.each([
    ['{ $.eventName = "UpdateTrail" }', { '$.eventName': 'UpdateTrail' }, true],
    ['{$.eventName=UpdateTrail}', { '$.eventName': 'UpdateTrail' }, true],
    ['{ $.eventName = updatetrail }', { '$.eventName': 'UpdateTrail' }, false],
    ['{ $.eventName = Update* }', { '$.eventName': 'UpdateTrail' }, true],
    ['{ $.eventName = "*Trail" }', { '$.eventName': 'UpdateTrail' }, true],
    ['{ $.eventName = *ateT* }', { '$.eventName': 'UpdateTrail' }, true],
    // A star inside is a star.
    ['{ $.eventName = Up*Trail }', { '$.eventName': 'UpdateTrail' }, false],
    ['{ $.eventName = Up*Trail }', { '$.eventName': 'Up*Trail' }, true],
    ['{ $.eventName = * }', { '$.eventName': 'x' }, true],
    ['{ $.eventName = * }', {}, false],
    ['{ $.ip != 123.123.* }', { '$.ip': '10.0.0.1' }, true],
    ['{ $.ip != 123.123.* }', { '$.ip': '123.123.1.1' }, false],
    ['{ $.ip != 123.123.* }', {}, undefined],
    ['{ $.a NOT EXISTS }', {}, true],
    ['{ $.a not exists }', { '$.a': 'x' }, false],
    ['{ $.a EXISTS }', { '$.a': null }, true],
    ['{ $.a IS NULL }', { '$.a': null }, true],
    ['{ $.a IS NULL }', {}, false],
    ['{ $.a IS TRUE }', { '$.a': true }, true],
    ['{ $.a IS FALSE }', { '$.a': true }, false],
    ['{ $.n >= 500 }', { '$.n': '500' }, true],
    ['{ $.n < 10e-3 }', { '$.n': '0.02' }, false],
    ['{ $.n > +1000 }', { '$.n': 'many' }, false],
    ['{ $.n != 5 }', { '$.n': 'many' }, true],
    ['{ $.n = 123456789012 }', { '$.n': '123456789012' }, true],
    ['{ $.list[0].id = "a" && $.list[*] = b }', { '$.list[0].id': 'a', '$.list[*]': 'b' }, true],
    // && binds closer than ||
    ['{ $.a = 1 || $.b = 1 && $.c = 1 }', { '$.a': '1' }, true],
    ['{ ($.a = 1 || $.b = 1) && $.c = 1 }', { '$.a': '1' }, false],
    ['{ ((($.a = "say \\"x\\"" ))) }', { '$.a': 'say "x"' }, true],
  ] as const)('%s', (pattern, fields, expected) => {
    expect(matches(parsePattern(pattern), event(fields))).toBe(expected)
  })
  it.each([
    '',
    'ERROR',
    '?ERROR ?WARN',
    '[ip, user, status = 4*]',
    '{ $.a }',
    '{ $.a = }',
    '{ a = 1 }',
    '{ $.a = 1',
    '{ $.a = 1 } x',
    '{ ($.a = 1 }',
    '{ $.a > b }',
    '{ $.a = %[0-9]% }',
    '{ $.a IS 5 }',
    '{ $.a ~ 5 }',
    `{ ${'('.repeat(200)} $.a = 1 ${')'.repeat(200)} }`,
  ])('refuses %s', (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(SyntaxError)
  })
  it('names the values of a field', () => {
    expect(namedValues('{ $.s = "iam" && ($.e = A || $.e = B*) && $.t != "x" && $.s = kms }', '$.s')).toEqual(
      ['iam', 'kms'],
    )
  })
})

const wanted = '{ $.source = "iam" && ($.name = "Put" || $.name = "Delete") && $.error NOT EXISTS }'
const standing = (...filters: string[]): string => metricFilterCoverage(filters, wanted).standing

describe('metricFilterCoverage', () => {
  it('looks at the meaning, not at the spelling', () => {
    expect(standing('{($.name=Delete)||($.name=Put)}')).toBe('covered')
    expect(standing('{ ($.source = iam) && (($.name = Put) || ($.name = "Delete")) }')).toBe('covered')
    expect(standing('{ $.source = "iam" }')).toBe('covered')
    expect(standing('{ $.source = "i*" && $.name != "Get*" }')).toBe('covered')
    expect(standing('{ $.name = "P*" || $.name = "*lete" || $.name = "x" }')).toBe('covered')
    expect(standing('')).toBe('covered')
  })
  it('takes the filters together', () => {
    expect(standing('{ $.name = Put }')).toBe('gaps')
    expect(standing('{ $.name = Put }', '{ $.name = Delete }')).toBe('covered')
    expect(metricFilterCoverage(['{ $.name = Put }'], wanted).gaps).toEqual(['source=iam name=Delete'])
  })
  it('says when a filter asks for more', () => {
    expect(standing('{ ($.name = Put || $.name = Delete) && $.region = "eu" }')).toBe('narrowed')
    expect(standing('{ ($.name = Put || $.name = Delete) && $.user != "ci" }')).toBe('narrowed')
    expect(standing('{ $.name = Put && $.region = "eu" }')).toBe('gaps')
    // The events asked for have no error, so a filter that asks for none takes nothing away.
    expect(standing('{ ($.name = Put || $.name = Delete) && $.error NOT EXISTS }')).toBe('covered')
    // What != says of an absent field is not in the manual.
    expect(standing('{ ($.name = Put || $.name = Delete) && $.error != "AccessDenied" }')).toBe('narrowed')
  })
  it('is not misled by filters for other events', () => {
    const others = [
      '{ $.event = "DeleteTrail" }',
      '{ $.error = "AccessDenied*" }',
      '{ $.type != "AWSService" && $.event = "Stop*" }',
    ]
    const of = (...filters: string[]): string =>
      metricFilterCoverage([...others, ...filters], '{ $.type = "Root" && $.kind != "Service" }').standing
    expect(of()).toBe('gaps')
    expect(of('{ $.type = Root && $.event = "ConsoleLogin" }')).toBe('narrowed')
    expect(of('{ $.type = Root }')).toBe('covered')
  })
  it('leaves gaps open where a filter cannot be read', () => {
    expect(standing('?Put ?Delete')).toBe('unread')
    expect(standing('[ip, user]', '{ $.name = Put }')).toBe('unread')
    expect(standing('[ip, user]', '{ $.source = iam }')).toBe('covered')
    expect(standing()).toBe('gaps')
  })
  it('tells wildcards apart exactly', () => {
    const of = (filter: string, required: string): string => metricFilterCoverage([filter], required).standing
    expect(of('{ $.a = "AccessDenied*" }', '{ $.a = "AccessDenied*" }')).toBe('covered')
    expect(of('{ $.a = "AccessDenied" }', '{ $.a = "AccessDenied*" }')).toBe('gaps')
    expect(of('{ $.a = "*Denied*" }', '{ $.a = "AccessDenied*" }')).toBe('covered')
    expect(of('{ $.a != "*B" }', '{ $.a = "A*" }')).toBe('gaps')
    expect(of('{ $.a != "*B" || $.a = "*B" }', '{ $.a = "A*" }')).toBe('covered')
    expect(of('{ $.n >= 4 || $.n < 4 }', '{ $.n = 4 || $.n > 7 }')).toBe('covered')
    expect(of('{ $.n > 4 && $.n < 8 }', '{ $.n > 7 }')).toBe('gaps')
    expect(of('{ $.n > 4 && $.n < 8 }', '{ $.n > 5 && $.n <= 7.5 }')).toBe('covered')
  })
  it('gives up rather than guess', () => {
    expect(() => metricFilterCoverage(['{ $.a = 4* || $.a > 4 }'], '{ $.a = 4 }')).toThrow(RangeError)
    expect(() => metricFilterCoverage([], 'ERROR')).toThrow(SyntaxError)
    const many = Array.from({ length: 9 }, (_, index) => `$.f${index} = a || $.f${index} = b`)
    expect(() => metricFilterCoverage([], `{ ${many.join(' || ')} }`)).toThrow(RangeError)
  })
  it('stays quick with many names', () => {
    const names = Array.from({ length: 400 }, (_, index) => `$.name = "Event${index}"`).join(' || ')
    const before = performance.now()
    expect(standing(`{ ${names} || $.name = "*Delete*" || $.name = "Pu*" }`)).toBe('covered')
    expect(performance.now() - before).toBeLessThan(2000)
  })
})

describe('against every event of a small world', () => {
  const letters = ['a', 'b', 'c']
  const texts = ['']
  for (let length = 1; length <= 5; length++)
    for (const text of texts.filter((one) => one.length === length - 1))
      texts.push(...letters.map((letter) => text + letter))
  const world: FieldValue[] = [undefined, null, true, false, ...texts]
  // One letter beside a star, so that the shortest text of any combination has a place in the world.
  const literal = fc.oneof(
    fc
      .tuple(fc.constantFrom('*L', 'L*', '*L*'), fc.constantFrom('a', 'b'))
      .map(([shape, letter]) => `"${shape.replace('L', letter)}"`),
    fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 2 }).map((text) => `"${text}"`),
  )
  const test = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom('=', '!='), literal).map((pair) => pair.join(' ')) },
    { weight: 1, arbitrary: fc.constantFrom('EXISTS', 'NOT EXISTS', 'IS NULL', 'IS TRUE') },
  )
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      test.map((one) => `$.a ${one}`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('&&', '||'), tie('pattern'))
        .map((parts) => `(${parts.join(' ')})`),
    ),
  }))
  it('finds a gap exactly where there is one', () => {
    fc.assert(
      fc.property(pattern, fc.array(pattern, { maxLength: 2 }), (required, filters) => {
        const wantedPattern = parsePattern(`{ ${required} }`)
        const patterns = filters.map((one) => parsePattern(`{ ${one} }`))
        let gap = false
        let doubt = false
        for (const value of world) {
          const fieldOf = (): FieldValue => value
          if (matches(wantedPattern, fieldOf) !== true) continue
          const results = patterns.map((one) => matches(one, fieldOf))
          if (results.includes(true)) continue
          if (results.includes(undefined)) doubt = true
          else gap = true
        }
        const { standing: found } = metricFilterCoverage(
          filters.map((one) => `{ ${one} }`),
          `{ ${required} }`,
        )
        if (!gap && doubt) expect(['gaps', 'narrowed']).toContain(found)
        else expect(found).toBe(gap ? 'gaps' : 'covered')
      }),
      { numRuns: 400 },
    )
  })
  it('never says covered of a gap, whatever the wildcards', () => {
    const long = fc.tuple(literal, literal).map((pair) => pair.join('').replaceAll('"', ''))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('=', '!='), long), { minLength: 1, maxLength: 4 }),
        (tests) => {
          const [required = '', ...filters] = tests.map(([relation, text]) => `{ $.a ${relation} "${text}" }`)
          const { standing: found } = metricFilterCoverage(filters, required)
          const left = texts.filter(
            (text) =>
              matches(parsePattern(required), () => text) === true &&
              !filters.some((filter) => matches(parsePattern(filter), () => text) === true),
          )
          if (left.length > 0) expect(found).toBe('gaps')
        },
      ),
      { numRuns: 400 },
    )
  })
  it('does not depend on the order of the filters', () => {
    fc.assert(
      fc.property(pattern, fc.array(pattern, { maxLength: 4 }), (required, filters) => {
        const braced = filters.map((one) => `{ ${one} }`)
        expect(metricFilterCoverage(braced.toReversed(), `{ ${required} }`)).toEqual(
          metricFilterCoverage(braced, `{ ${required} }`),
        )
      }),
      { numRuns: 100 },
    )
  })
})
