import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsDanglingRecords } from '../../../../main/engine/evaluate/functions/aws-dns.ts'
import { awsUnusedGroups } from '../../../../main/engine/evaluate/functions/aws-group-use.ts'
import { awsPeeringRoutes } from '../../../../main/engine/evaluate/functions/aws-peering.ts'
import {
  awsExposedInstances,
  awsPublicSubnets,
} from '../../../../main/engine/evaluate/functions/aws-routes.ts'
import { beanstalkOption } from '../../../../main/engine/evaluate/functions/beanstalk.ts'
import { secretLikeName } from '../../../../main/engine/evaluate/functions/secret-names.ts'
import { eksVersionEnds, lambdaRuntimeEnds } from '../../../../main/engine/evaluate/functions/support-ends.ts'

const documents = (...configs: object[]) => configs.map((config) => ({ config }))

describe('awsPublicSubnets', () => {
  const subnets = documents({ subnetId: 'a', vpcId: 'v' }, { subnetId: 'b', vpcId: 'v' })
  const table = (associations: object[], routes: object[]) => ({ vpcId: 'v', associations, routes })
  const out = { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1', state: 'active' }
  it('goes by the own table first, then by the main one', () => {
    const tables = documents(table([{ main: true }], [out]), table([{ subnetId: 'b' }], []))
    expect(awsPublicSubnets(tables, subnets)).toEqual(['a'])
  })
  it('takes neither an egress-only gateway nor a black hole for a way in', () => {
    for (const route of [
      { ...out, state: 'blackhole' },
      { ...out, gatewayId: 'eigw-1' },
      { ...out, gatewayId: 'local' },
      { destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' },
    ])
      expect(awsPublicSubnets(documents(table([{ main: true }], [route])), subnets)).toEqual([])
  })
  it('throws when the table of a subnet or its routes were not read', () => {
    expect(() => awsPublicSubnets(documents(table([{ subnetId: 'b' }], [])), subnets)).toThrow(/subnet a/)
    expect(() =>
      awsPublicSubnets(documents({ vpcId: 'v', associations: [{ main: true }] }), subnets),
    ).toThrow(/routes/)
    expect(() => awsPublicSubnets([{}], subnets)).toThrow(TypeError)
  })
})

describe('awsExposedInstances', () => {
  const instance = {
    instanceId: 'i',
    subnetId: 'a',
    publicIpAddress: '198.51.100.1',
    state: { name: 'running' },
    securityGroups: [{ groupId: 'one' }, { groupId: 'two' }],
  }
  const group = (groupId: string, cidrIp: string) => ({
    groupId,
    ipPermissions: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipv4Ranges: [{ cidrIp }] }],
  })
  it('adds up the groups of an instance', () => {
    const halves = documents(group('one', '0.0.0.0/1'), group('two', '128.0.0.0/1'))
    expect(awsExposedInstances(documents(instance), ['a'], halves)).toEqual(['i'])
    expect(awsExposedInstances(documents(instance), ['b'], halves)).toEqual([])
    expect(
      awsExposedInstances(documents({ ...instance, publicIpAddress: undefined }), ['a'], halves),
    ).toEqual([])
  })
  it('throws when one of the groups was not read, but only where it matters', () => {
    const one = documents(group('one', '0.0.0.0/0'))
    expect(() => awsExposedInstances(documents(instance), ['a'], one)).toThrow(/two/)
    expect(awsExposedInstances(documents(instance), [], one)).toEqual([])
  })
})

describe('awsUnusedGroups', () => {
  it('counts groups named in egress permissions as used', () => {
    const groups = documents(
      { groupId: 'a', groupName: 'a', ipPermissionsEgress: [{ userIdGroupPairs: [{ groupId: 'b' }] }] },
      { groupId: 'b', groupName: 'b' },
    )
    expect(awsUnusedGroups(groups, documents({ groups: [] }))).toEqual(['a'])
  })
})

describe('awsPeeringRoutes', () => {
  const peering = {
    vpcPeeringConnectionId: 'pcx-1',
    requesterVpcInfo: { vpcId: 'v', cidrBlock: '10.0.0.0/16' },
    accepterVpcInfo: {
      vpcId: 'w',
      cidrBlock: '10.1.0.0/16',
      ipv6CidrBlockSet: [{ ipv6CidrBlock: '2001:db8::/56' }],
    },
  }
  const widths = (vpcId: string, ...routes: object[]) =>
    awsPeeringRoutes(
      documents({
        routeTableId: 'r',
        vpcId,
        routes: routes.map((route) => ({ vpcPeeringConnectionId: 'pcx-1', ...route })),
      }),
      documents(peering),
    ).map(({ width }) => width)
  it('measures by the far end, from either side', () => {
    const to = (destinationCidrBlock: string) => ({ destinationCidrBlock })
    expect(
      widths(
        'v',
        to('10.1.0.0/16'),
        to('10.1.4.0/24'),
        to('10.0.0.0/15'),
        to('10.0.0.0/16'),
        to('0.0.0.0/0'),
      ),
    ).toEqual(['whole', 'part', 'wider', 'wider', 'wider'])
    expect(widths('w', to('10.0.0.0/16'))).toEqual(['whole'])
    expect(
      widths('v', { destinationIpv6CidrBlock: '2001:db8::/64' }, { destinationPrefixListId: 'pl-1' }),
    ).toEqual(['part', 'unknown'])
  })
  it('throws on a connection that was not read', () => {
    expect(() =>
      awsPeeringRoutes(
        documents({ routeTableId: 'r', vpcId: 'v', routes: [{ vpcPeeringConnectionId: 'pcx-2' }] }),
        documents(peering),
      ),
    ).toThrow(/pcx-2/)
  })
})

describe('awsDanglingRecords', () => {
  const cname = (Name: string, Value: string) => ({ Name, Type: 'CNAME', ResourceRecords: [{ Value }] })
  it('judges names that AWS hands out again, and no others', () => {
    const records = documents(
      cname('a.example.', 'x-1.eu-west-1.elb.amazonaws.com'),
      cname('b.example.', 'x-2.elb.eu-west-1.amazonaws.com'),
      cname('c.example.', 'd1.cloudfront.net'),
      cname('d.example.', 'other.example.net'),
      cname('e.example.', 'e.example.s3-website.eu-central-1.amazonaws.com'),
      { Name: 'f.example.', Type: 'A', ResourceRecords: [{ Value: '198.51.100.1' }] },
    )
    expect(awsDanglingRecords(records, ['X-1.eu-west-1.elb.amazonaws.com'])).toEqual([
      'b.example → x-2.elb.eu-west-1.amazonaws.com',
      'c.example → d1.cloudfront.net',
      'e.example → e.example.s3-website.eu-central-1.amazonaws.com',
    ])
    expect(awsDanglingRecords(records.slice(4), ['e.example'])).toEqual([])
  })
})

describe('secretLikeName', () => {
  it.each([
    'DB_PASSWORD',
    'dbPassword',
    'STRIPE_API_KEY',
    'stripeApiKey',
    'GITHUB_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'client-secret',
    'PGPASS_PWD',
    'DATABASE_URL',
  ])('%s is', (name) => expect(secretLikeName(name)).toBe(true))
  it.each([
    'STAGE',
    'SECRET_ARN',
    'DB_SECRET_NAME',
    'TOKEN_TTL',
    'TOKENIZER',
    'PASSWORD_MIN_LENGTH',
    'KEYBOARD',
    'COMPASS',
    'PUBLIC_KEY',
    'API_URL',
    'SECRETS_PATH',
  ])('%s is not', (name) => expect(secretLikeName(name)).toBe(false))
  it('takes linear time on any name', () => {
    fc.assert(fc.property(fc.string(), (name) => typeof secretLikeName(name) === 'boolean'))
    expect(secretLikeName('_'.repeat(100_000))).toBe(false)
  })
})

describe('ends of support', () => {
  it('knows the tables and says nothing about the rest', () => {
    expect(lambdaRuntimeEnds('nodejs18.x')).toBe('2025-09-01T00:00:00.000Z')
    expect(eksVersionEnds('1.33')).toBe('2026-07-29T00:00:00.000Z')
    for (const name of ['cobol1.0', '', 'constructor', '__proto__']) {
      expect(lambdaRuntimeEnds(name)).toBe('')
      expect(eksVersionEnds(name)).toBe('')
    }
    expect(() => lambdaRuntimeEnds(undefined)).toThrow(TypeError)
  })
})

describe('beanstalkOption', () => {
  it('reads both shapes alike', () => {
    expect(beanstalkOption({ 'a:b': { C: { value: 'x' } } }, 'a:b', 'C')).toBe('x')
    expect(beanstalkOption([{ Namespace: 'a:b', OptionName: 'C', Value: 'x' }], 'a:b', 'C')).toBe('x')
    expect(beanstalkOption({ 'a:b': {} }, 'a:b', 'C')).toBe('')
    expect(beanstalkOption([], 'a:b', 'C')).toBe('')
    expect(() => beanstalkOption('a', 'a:b', 'C')).toThrow(TypeError)
    expect(() => beanstalkOption({ 'a:b': { C: { value: [] } } }, 'a:b', 'C')).toThrow(TypeError)
  })
})
