import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsNaclOpenPorts, awsNaclOpenSpans } from '../../../../main/engine/evaluate/functions/aws-nacl.ts'
import {
  awsOpenPorts,
  awsOpenSpans,
  awsPrefixListPorts,
  awsWideSources,
} from '../../../../main/engine/evaluate/functions/aws-network.ts'
import { publicRangeWiderThan } from '../../../../main/engine/evaluate/functions/cidr.ts'
import { openSpans } from '../../../../main/engine/evaluate/functions/open-spans.ts'

const permission = (fromPort: number, toPort: number, ranges: readonly string[], more: object = {}) => ({
  ipProtocol: 'tcp',
  fromPort,
  toPort,
  ipv4Ranges: ranges.filter((range) => !range.includes(':')).map((cidrIp) => ({ cidrIp })),
  ipv6Ranges: ranges.filter((range) => range.includes(':')).map((cidrIpv6) => ({ cidrIpv6 })),
  ...more,
})

describe('awsOpenPorts', () => {
  it('adds up the permissions of a group', () => {
    const halves = [permission(22, 22, ['0.0.0.0/2', '64.0.0.0/2']), permission(20, 25, ['128.0.0.0/1'])]
    expect(awsOpenPorts(halves, [21n, 22n, 3389n])).toEqual([22])
  })
  it('takes half of the internet for open, and a quarter not', () => {
    expect(awsOpenPorts([permission(22, 22, ['0.0.0.0/1'])], [22n])).toEqual([22])
    expect(awsOpenPorts([permission(22, 22, ['0.0.0.0/2'])], [22n])).toEqual([])
    expect(awsOpenPorts([permission(22, 22, ['2000::/4'])], [22n])).toEqual([22])
    expect(awsOpenPorts([permission(22, 22, ['2000::/5'])], [22n])).toEqual([])
  })
  it('does not add a port of TCP to one of UDP', () => {
    const mixed = [
      permission(53, 53, ['0.0.0.0/2', '64.0.0.0/2']),
      permission(53, 53, ['128.0.0.0/2'], { ipProtocol: 'udp' }),
    ]
    expect(awsOpenPorts([mixed[1]], [53n])).toEqual([])
    expect(awsOpenSpans(mixed)).toEqual(['tcp/53'])
  })
  it('throws on what it cannot read', () => {
    expect(() => awsOpenPorts({}, [22n])).toThrow(TypeError)
    expect(() => awsOpenPorts([{ ipProtocol: 'tcp', ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }] }], [22n])).toThrow(
      /fromPort/,
    )
    expect(() => awsOpenPorts([permission(1, 2, [])], ['ssh'])).toThrow(/port/)
  })
  it('names prefix lists only where nothing else opens the port', () => {
    const list = { prefixListIds: [{ prefixListId: 'pl-1' }] }
    expect(awsPrefixListPorts([permission(22, 22, [], list)], [22n, 23n])).toEqual([22])
    expect(
      awsPrefixListPorts([permission(22, 22, [], list), permission(22, 22, ['0.0.0.0/0'])], [22n]),
    ).toEqual([])
  })
})

describe('properties of security group permissions', () => {
  const range = fc.constantFrom(
    '0.0.0.0/0',
    '::/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '10.0.0.0/8',
    '198.51.100.0/24',
  )
  const port = fc.integer({ min: 0, max: 65_535 })
  const one = fc
    .record({ a: port, b: port, ranges: fc.array(range, { maxLength: 3 }), udp: fc.boolean() })
    .map(({ a, b, ranges, udp }) =>
      permission(Math.min(a, b), Math.max(a, b), ranges, udp ? { ipProtocol: '17' } : {}),
    )
  const group = fc.array(one, { maxLength: 8 })
  const inSpans = (spans: readonly string[], wanted: number): boolean =>
    spans.some((span) => {
      const [from, to = from] = (span.split('/')[1] as string).split('-').map(Number) as [number, number?]
      return wanted >= from && wanted <= (to as number)
    })
  it('spans and ports agree', () => {
    fc.assert(
      fc.property(group, fc.array(port, { maxLength: 20 }), (permissions, ports) => {
        const ends = permissions.flatMap((entry) => [entry.fromPort, entry.toPort, entry.toPort + 1])
        const asked = [...ports, ...ends.filter((end) => end <= 65_535)]
        const spans = awsOpenSpans(permissions)
        expect(awsOpenPorts(permissions, asked)).toEqual(asked.filter((wanted) => inSpans(spans, wanted)))
      }),
    )
  })
  it('order does not matter, and a further permission closes nothing', () => {
    fc.assert(
      fc.property(group, one, fc.array(port, { maxLength: 20 }), (permissions, further, ports) => {
        const open = awsOpenPorts(permissions, ports)
        expect(awsOpenPorts(permissions.toReversed(), ports)).toEqual(open)
        expect(awsOpenPorts([...permissions, further], ports)).toEqual(expect.arrayContaining(open))
      }),
    )
  })
})

describe('openSpans', () => {
  it('finds what asking for every port finds', () => {
    const span = fc
      .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const holds = (port: number): boolean => spans.some(({ from, to }) => port >= from && port <= to)
        const found = new Set<number>()
        for (const text of openSpans(spans, holds)) {
          const [from, to = from] = text.split('-').map(Number) as [number, number?]
          for (let port = from; port <= (to as number); port++) found.add(port)
        }
        for (let port = 0; port <= 310; port++) expect(found.has(port)).toBe(holds(port))
      }),
    )
  })
  it('goes to the last port', () => {
    expect(openSpans([{ from: 65_535, to: 65_535 }], (port) => port === 65_535)).toEqual(['65535'])
    expect(openSpans([], () => true)).toEqual(['0-65535'])
    expect(openSpans([{ from: 0, to: 10 }], () => false)).toEqual([])
  })
})

describe('network ACLs', () => {
  const entry = (ruleNumber: number, ruleAction: string, more: object = {}) => ({
    ruleNumber,
    ruleAction,
    egress: false,
    protocol: '-1',
    cidrBlock: '0.0.0.0/0',
    ...more,
  })
  it('adds up allows, and cuts out what an earlier deny holds', () => {
    const halves = [
      entry(1, 'allow', { cidrBlock: '0.0.0.0/1' }),
      entry(2, 'allow', { cidrBlock: '128.0.0.0/1' }),
    ]
    expect(awsNaclOpenSpans(halves)).toEqual(['tcp/0-65535', 'udp/0-65535'])
    expect(
      awsNaclOpenSpans([
        entry(1, 'deny', { cidrBlock: '0.0.0.0/1' }),
        entry(2, 'deny', { cidrBlock: '128.0.0.0/2' }),
        entry(3, 'allow'),
      ]),
    ).toEqual([])
  })
  it('tells the ports', () => {
    const entries = [
      entry(10, 'deny', { protocol: '6', portRange: { from: 22, to: 22 } }),
      entry(20, 'allow', { protocol: '6', portRange: { from: 0, to: 443 } }),
    ]
    expect(awsNaclOpenSpans(entries)).toEqual(['tcp/0-21', 'tcp/23-443'])
    expect(awsNaclOpenPorts(entries, [22n, 80n, 3389n])).toEqual([80])
  })
  it('throws on a range it cannot read and on a missing port range', () => {
    expect(() => awsNaclOpenSpans([entry(1, 'allow', { cidrBlock: 'ten' })])).toThrow(TypeError)
    expect(() => awsNaclOpenSpans([entry(1, 'allow', { protocol: '6' })])).toThrow(/portRange/)
  })
  it('judges as walking the entries address by address does', () => {
    // The four quarters of IPv4. Two of the first three hold more than half of the public addresses, one of them with the last does not.
    const quarters = ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'] as const
    const blocks: Record<string, readonly number[]> = {
      '0.0.0.0/0': [0, 1, 2, 3],
      '0.0.0.0/1': [0, 1],
      '128.0.0.0/1': [2, 3],
      ...Object.fromEntries(quarters.map((quarter, index) => [quarter, [index]])),
    }
    const rule = fc.record({ block: fc.constantFrom(...Object.keys(blocks)), allow: fc.boolean() })
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), (rules) => {
        const entries = rules.map(({ block, allow }, index) =>
          entry(index + 1, allow ? 'allow' : 'deny', { cidrBlock: block }),
        )
        const open = quarters.map(
          (_, quarter) => rules.find(({ block }) => blocks[block]?.includes(quarter))?.allow ?? false,
        )
        const most = open.slice(0, 3).filter(Boolean).length >= 2
        expect(awsNaclOpenPorts(entries.toReversed(), [443n])).toEqual(most ? [443] : [])
      }),
    )
  })
})

describe('wide ranges', () => {
  it.each([
    ['198.50.0.0/15', true],
    ['198.51.0.0/16', false],
    ['10.0.0.0/8', false],
    ['10.0.0.0/7', true],
    ['172.16.0.0/11', true],
    ['224.0.0.0/4', false],
    ['2600::/31', true],
    ['2600::/32', false],
    ['fd00::/8', false],
  ])('%s is wide: %s', (range, wide) => {
    expect(publicRangeWiderThan(range, 16, 32)).toBe(wide)
  })
  it('lists each once and leaves the whole internet to other rules', () => {
    const permissions = [
      permission(22, 22, ['3.0.0.0/8', '0.0.0.0/0', '198.51.100.0/24']),
      permission(443, 443, ['3.0.0.0/8', '2600::/20']),
    ]
    expect(awsWideSources(permissions, 16, 32)).toEqual(['2600::/20', '3.0.0.0/8'])
    expect(() => publicRangeWiderThan('ten', 16, 32)).toThrow(TypeError)
  })
})
