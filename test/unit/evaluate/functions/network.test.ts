import { describe, expect, it } from 'vitest'
import { awsNaclOpen } from '../../../../main/engine/evaluate/functions/aws-nacl.ts'
import {
  awsIngressByPrefixList,
  awsIngressOpen,
} from '../../../../main/engine/evaluate/functions/aws-network.ts'
import { azureNsgOpen } from '../../../../main/engine/evaluate/functions/azure-network.ts'
import {
  cidrAny,
  cidrContains,
  ipRangeSize,
  reachOf,
} from '../../../../main/engine/evaluate/functions/cidr.ts'
import { gcpFirewallOpen } from '../../../../main/engine/evaluate/functions/gcp-network.ts'
import { portIn } from '../../../../main/engine/evaluate/functions/ports.ts'

describe('addresses', () => {
  it.each([
    '0.0.0.0/0',
    '::/0',
    '*',
    'Internet',
    'Any',
    'ANY',
    ' 0.0.0.0/0 ',
    '0/0',
    '0:0:0:0:0:0:0:0/0',
    '10.0.0.0/0',
    '0.0.0.0/00',
    '2000::/3',
  ])('%s is everyone', (range) => {
    expect(cidrAny(range)).toBe(true)
  })
  it.each([
    '10.0.0.0/8',
    '0.0.0.0',
    '0.0.0.0/1',
    '::',
    'fe80::/10',
    'VirtualNetwork',
    'AzureLoadBalancer',
    '',
    'x/0',
    '2000::/4',
    '10.0.0.4-10.0.0.9',
  ])('%s is not everyone', (range) => {
    expect(cidrAny(range)).toBe(false)
  })
  it('refuses what is no text', () => {
    expect(() => cidrAny(7)).toThrow(TypeError)
  })
  it('sees a whole that is given in parts', () => {
    expect(reachOf(['128.0.0.0/1', '0.0.0.0/1'])).toEqual({ v4: true, v6: false })
    expect(reachOf(['0.0.0.0/1', '128.0.0.0/2'])).toEqual({ v4: false, v6: false })
    expect(reachOf(['0.0.0.0/2', '64.0.0.0/2', '192.0.0.0/2', '128.0.0.0/2'])).toEqual({
      v4: true,
      v6: false,
    })
    expect(reachOf(['2000::/4', '3000::/4'])).toEqual({ v4: false, v6: true })
    expect(reachOf(['::/1', '8000::/1'])).toEqual({ v4: false, v6: true })
    expect(reachOf(['0.0.0.0/0', '::/0'])).toEqual({ v4: true, v6: true })
    expect(reachOf([])).toEqual({ v4: false, v6: false })
  })
  it('knows what a range holds', () => {
    expect(cidrContains('10.0.0.0/8', '10.255.0.0/16')).toBe(true)
    expect(cidrContains('10.0.0.0/8', '11.0.0.1')).toBe(false)
    expect(cidrContains('10.0.0.0/16', '10.0.0.0/8')).toBe(false)
    expect(cidrContains('2001:db8::/32', '2001:db8:1::1')).toBe(true)
    expect(cidrContains('0.0.0.0/0', '::1')).toBe(false)
    expect(() => cidrContains('10.0.0.0/33', '10.0.0.1')).toThrow(TypeError)
    expect(() => cidrContains('ten', '10.0.0.1')).toThrow(TypeError)
    expect(() => cidrContains('10.1/8', '10.0.0.1')).toThrow(TypeError)
  })
  it('counts addresses', () => {
    expect(ipRangeSize('0.0.0.0', '255.255.255.255')).toBe(2 ** 32)
    expect(ipRangeSize('10.0.0.1', '10.0.0.1')).toBe(1)
    expect(() => ipRangeSize('10.0.0.2', '10.0.0.1')).toThrow(RangeError)
    expect(() => ipRangeSize('::1', '::2')).toThrow(TypeError)
  })
})

describe('portIn', () => {
  it.each([
    ['22', true],
    ['20-25', true],
    ['*', true],
    ['0-65535', true],
    ['80,22', true],
    ['', false],
    ['23', false],
    [22, true],
    [22n, true],
    ['23-30', false],
    ['Any', true],
    ['1 - 100', true],
  ] as const)('%s holds 22: %s', (specification, holds) => {
    expect(portIn(specification, 22n)).toBe(holds)
  })
  it.each(['ssh', '25-20', '22-', '70000-70001', '1-99999', null, undefined, 2.5])(
    'throws on %s',
    (specification) => {
      expect(() => portIn(specification, 22n)).toThrow(/port/)
    },
  )
})

describe('awsIngressOpen', () => {
  const permission = (more: object) => ({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ...more })
  it('reads sources in the three ways Config writes them', () => {
    expect(awsIngressOpen(permission({ ipRanges: ['0.0.0.0/0'] }), 22n)).toBe(true)
    expect(awsIngressOpen(permission({ ipRanges: [{ cidrIp: '0.0.0.0/0' }] }), 22n)).toBe(true)
    expect(awsIngressOpen(permission({ ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }] }), 22n)).toBe(true)
    expect(awsIngressOpen(permission({ ipv6Ranges: [{ cidrIpv6: '::/0' }] }), 22n)).toBe(true)
    expect(awsIngressOpen(permission({ ipRanges: '0.0.0.0/0' }), 22n)).toBe(true)
    expect(awsIngressOpen(permission({ ipRanges: ['10.0.0.0/8'], ipv6Ranges: [] }), 22n)).toBe(false)
  })
  it('goes by protocol and port', () => {
    const anyone = { ipRanges: ['0.0.0.0/0'] }
    expect(awsIngressOpen({ ipProtocol: '-1', ...anyone }, 22n)).toBe(true)
    expect(awsIngressOpen({ ipProtocol: '17', fromPort: 0, toPort: 65535, ...anyone }, 22n)).toBe(true)
    expect(awsIngressOpen({ ipProtocol: 'icmp', fromPort: -1, toPort: -1, ...anyone }, 22n)).toBe(false)
    expect(awsIngressOpen({ ipProtocol: '50', ...anyone }, 22n)).toBe(false)
    expect(awsIngressOpen({ ipProtocol: 'tcp', fromPort: 23, toPort: 100, ...anyone }, 22n)).toBe(false)
  })
  it('throws where a port is missing, so that nothing is taken for closed', () => {
    expect(() => awsIngressOpen({ ipProtocol: 'tcp', ipRanges: ['0.0.0.0/0'] }, 22n)).toThrow(TypeError)
    expect(() => awsIngressOpen('0.0.0.0/0', 22n)).toThrow(TypeError)
  })
  it('throws on a missing protocol', () => {
    expect(() => awsIngressOpen({ ipRanges: ['0.0.0.0/0'] }, 22n)).toThrow(/ipProtocol/)
  })
  it('tells prefix lists apart', () => {
    expect(awsIngressByPrefixList(permission({ prefixListIds: [{ prefixListId: 'pl-1' }] }), 22n)).toBe(true)
    expect(awsIngressByPrefixList(permission({ prefixListIds: [] }), 22n)).toBe(false)
    expect(awsIngressByPrefixList(permission({ prefixListIds: ['pl-1'] }), 3389n)).toBe(false)
  })
})

describe('awsNaclOpen', () => {
  const entry = (ruleNumber: number, ruleAction: string, more: object = {}) => ({
    ruleNumber,
    ruleAction,
    egress: false,
    protocol: '-1',
    cidrBlock: '0.0.0.0/0',
    ...more,
  })
  it('takes entries in the order of their numbers, not of the list', () => {
    expect(awsNaclOpen([entry(200, 'allow'), entry(100, 'deny')], 22n)).toBe(false)
    expect(awsNaclOpen([entry(200, 'deny'), entry(100, 'allow')], 22n)).toBe(true)
  })
  it('judges IPv4 and IPv6 apart, and TCP and UDP apart', () => {
    expect(
      awsNaclOpen(
        [entry(1, 'deny'), entry(2, 'allow', { cidrBlock: undefined, ipv6CidrBlock: '::/0' })],
        22n,
      ),
    ).toBe(true)
    expect(
      awsNaclOpen(
        [entry(1, 'deny', { protocol: '6', portRange: { from: 22, to: 22 } }), entry(2, 'allow')],
        22n,
      ),
    ).toBe(true)
  })
  it('lets a narrow deny close nothing and a narrow allow open nothing', () => {
    expect(awsNaclOpen([entry(1, 'deny', { cidrBlock: '198.51.100.0/24' }), entry(2, 'allow')], 22n)).toBe(
      true,
    )
    expect(awsNaclOpen([entry(1, 'allow', { cidrBlock: '198.51.100.0/24' }), entry(2, 'deny')], 22n)).toBe(
      false,
    )
  })
  it('throws on entries that are no list or have no number', () => {
    expect(() => awsNaclOpen({}, 22n)).toThrow(TypeError)
    expect(() => awsNaclOpen([{ ...entry(1, 'allow'), ruleNumber: undefined }], 22n)).toThrow(TypeError)
  })
})

describe('azureNsgOpen', () => {
  const rule = (priority: number, more: object = {}) => ({
    name: `r${priority}`,
    properties: {
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      priority,
      sourcePortRange: '*',
      sourceAddressPrefix: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '22',
      ...more,
    },
  })
  it('opens for every spelling of any source', () => {
    for (const source of ['*', 'Internet', '0.0.0.0/0', '::/0', 'any'])
      expect(azureNsgOpen([rule(100, { sourceAddressPrefix: source })], 22n)).toBe(true)
    for (const source of ['VirtualNetwork', 'AzureLoadBalancer', '10.0.0.0/8', 'AzureCloud'])
      expect(azureNsgOpen([rule(100, { sourceAddressPrefix: source })], 22n)).toBe(false)
    expect(
      azureNsgOpen(
        [rule(100, { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] })],
        22n,
      ),
    ).toBe(true)
  })
  it('closes by an earlier deny of the same family only', () => {
    const deny = rule(100, { access: 'Deny', sourceAddressPrefix: '0.0.0.0/0' })
    expect(azureNsgOpen([rule(200, { sourceAddressPrefix: '0.0.0.0/0' }), deny], 22n)).toBe(false)
    expect(azureNsgOpen([rule(200, { sourceAddressPrefix: '::/0' }), deny], 22n)).toBe(true)
    expect(azureNsgOpen([rule(200), deny], 22n)).toBe(true)
  })
  it('does not take a partial deny for a deny', () => {
    for (const partial of [
      { destinationAddressPrefix: '10.0.0.4' },
      { sourcePortRange: '1024' },
      { destinationApplicationSecurityGroups: [{ id: 'x' }] },
    ]) {
      expect(azureNsgOpen([rule(100, { access: 'Deny', ...partial }), rule(200)], 22n)).toBe(true)
    }
  })
  it('reads settings beside the name, and refuses rules without a priority', () => {
    expect(azureNsgOpen([{ name: 'flat', ...rule(100).properties }], 22n)).toBe(true)
    expect(() => azureNsgOpen([rule(100, { priority: undefined })], 22n)).toThrow(TypeError)
    expect(() => azureNsgOpen(undefined, 22n)).toThrow(TypeError)
  })
})

describe('gcpFirewallOpen', () => {
  const rule = (more: object = {}) => ({
    direction: 'INGRESS',
    sourceRanges: ['0.0.0.0/0'],
    allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
    ...more,
  })
  it('goes by source, protocol, port and state', () => {
    expect(gcpFirewallOpen(rule(), 22n)).toBe(true)
    expect(gcpFirewallOpen(rule({ direction: undefined }), 22n)).toBe(true)
    expect(gcpFirewallOpen(rule(), 3389n)).toBe(false)
    expect(gcpFirewallOpen(rule({ disabled: true }), 22n)).toBe(false)
    expect(gcpFirewallOpen(rule({ allowed: [{ IPProtocol: 'icmp' }] }), 22n)).toBe(false)
    expect(gcpFirewallOpen(rule({ allowed: undefined, denied: [{ IPProtocol: 'all' }] }), 22n)).toBe(false)
    expect(gcpFirewallOpen(rule({ sourceRanges: ['10.0.0.0/8'] }), 22n)).toBe(false)
  })
  it('counts a range beside a tag, and a rule without any source', () => {
    expect(gcpFirewallOpen(rule({ sourceTags: ['bastion'] }), 22n)).toBe(true)
    expect(gcpFirewallOpen(rule({ sourceRanges: undefined, sourceTags: ['bastion'] }), 22n)).toBe(false)
    expect(gcpFirewallOpen(rule({ sourceRanges: undefined }), 22n)).toBe(true)
  })
  it('throws on a port it cannot read', () => {
    expect(() => gcpFirewallOpen(rule({ allowed: [{ IPProtocol: 'tcp', ports: ['ssh'] }] }), 22n)).toThrow(
      TypeError,
    )
  })
})
