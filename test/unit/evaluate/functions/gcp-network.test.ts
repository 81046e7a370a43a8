import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  gcpFirewallOpen,
  gcpFirewallPorts,
  gcpOpenMachines,
  gcpPolicyOpen,
} from '../../../../main/engine/evaluate/functions/gcp-network.ts'

const network = 'https://www.googleapis.com/compute/v1/projects/p/global/networks/n'
const rule = (more: object) => ({
  network,
  direction: 'INGRESS',
  priority: 1000,
  sourceRanges: ['0.0.0.0/0'],
  allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
  ...more,
})
const inPolicy = (priority: number, action: string, more: object = {}) => ({
  priority,
  action,
  direction: 'INGRESS',
  match: { srcIpRanges: ['0.0.0.0/0'], layer4Configs: [{ ipProtocol: 'tcp', ports: ['22'] }] },
  ...more,
})
const policy = (...rules: object[]) => ({ rules })
const machine = (more: object = {}) => ({
  config: {
    name: 'm',
    tags: { items: ['web'] },
    serviceAccounts: [{ email: 'm@p.iam.gserviceaccount.com' }],
    networkInterfaces: [{ network, accessConfigs: [{ natIP: '34.1.2.3' }] }],
    ...more,
  },
})
const net = (more: object = {}) => ({ config: { name: 'n', selfLink: network, ...more } })
const open = (
  rules: readonly object[],
  policies: readonly object[] = [],
  its: object = {},
  networks = [net()],
) =>
  gcpOpenMachines(
    [machine(its)],
    rules.map((config) => ({ config })),
    policies.map((config) => ({ config })),
    networks,
    22n,
  ).length > 0

describe('gcpFirewallPorts', () => {
  it('counts ports once, by protocol', () => {
    expect(gcpFirewallPorts(rule({}))).toBe(1)
    expect(gcpFirewallPorts(rule({ allowed: [{ IPProtocol: 'tcp', ports: ['20-25', '22'] }] }))).toBe(6)
    expect(gcpFirewallPorts(rule({ allowed: [{ IPProtocol: 'all' }] }))).toBe(131_072)
    expect(gcpFirewallPorts(rule({ allowed: [{ IPProtocol: '17' }] }))).toBe(65_536)
    expect(gcpFirewallPorts(rule({ allowed: [{ IPProtocol: 'icmp' }] }))).toBe(0)
  })
  it('counts none of a rule that opens nothing to the internet', () => {
    for (const more of [
      { disabled: true },
      { direction: 'EGRESS' },
      { sourceRanges: ['10.0.0.0/8'] },
      { sourceRanges: [], sourceTags: ['web'] },
      { allowed: undefined, denied: [{ IPProtocol: 'all' }] },
    ])
      expect(gcpFirewallPorts(rule(more))).toBe(0)
  })
  it('takes no source for every source', () => {
    expect(gcpFirewallPorts(rule({ sourceRanges: undefined }))).toBe(1)
  })
  it.each(['ssh', '25-20', '70000', '', null])('throws on the port %s', (port) => {
    expect(() => gcpFirewallPorts(rule({ allowed: [{ IPProtocol: 'tcp', ports: [port] }] }))).toThrow(
      TypeError,
    )
  })
  it('throws on a source that is no range', () => {
    expect(() => gcpFirewallPorts(rule({ sourceRanges: ['anywhere'] }))).toThrow(TypeError)
  })
})

describe('gcpPolicyOpen', () => {
  it('goes by priority, not by order', () => {
    expect(gcpPolicyOpen(policy(inPolicy(100, 'allow')), 22n)).toBe(true)
    expect(gcpPolicyOpen(policy(inPolicy(100, 'allow'), inPolicy(50, 'deny')), 22n)).toBe(false)
    expect(gcpPolicyOpen(policy(inPolicy(150, 'deny'), inPolicy(100, 'allow')), 22n)).toBe(true)
  })
  it('closes nothing by a deny that is for some only', () => {
    for (const more of [
      { targetServiceAccounts: ['a@p.iam.gserviceaccount.com'] },
      { targetSecureTags: [{ name: 'tagValues/1' }] },
      { targetResources: [network] },
      { disabled: true },
      { direction: 'EGRESS' },
    ])
      expect(gcpPolicyOpen(policy(inPolicy(50, 'deny', more), inPolicy(100, 'allow')), 22n)).toBe(true)
  })
  it('closes nothing by a deny for some destinations', () => {
    const match = {
      srcIpRanges: ['0.0.0.0/0'],
      destIpRanges: ['10.0.0.0/8'],
      layer4Configs: [{ ipProtocol: 'all' }],
    }
    expect(gcpPolicyOpen(policy(inPolicy(50, 'deny', { match }), inPolicy(100, 'allow')), 22n)).toBe(true)
  })
  it('takes inspected traffic as let in, and what is handed on as not opened here', () => {
    expect(gcpPolicyOpen(policy(inPolicy(50, 'apply_security_profile_group')), 22n)).toBe(true)
    expect(gcpPolicyOpen(policy(inPolicy(50, 'goto_next'), inPolicy(100, 'allow')), 22n)).toBe(false)
  })
  it('does not count sources named by country, list or kind of network as everyone', () => {
    const by = (match: object) =>
      inPolicy(50, 'allow', { match: { layer4Configs: [{ ipProtocol: 'all' }], ...match } })
    expect(gcpPolicyOpen(policy(by({})), 22n)).toBe(true)
    expect(gcpPolicyOpen(policy(by({ srcRegionCodes: ['CH'] })), 22n)).toBe(false)
    expect(gcpPolicyOpen(policy(by({ srcThreatIntelligences: ['iplist-tor-exit-nodes'] })), 22n)).toBe(false)
    expect(gcpPolicyOpen(policy(by({ srcNetworkType: 'INTRA_VPC' })), 22n)).toBe(false)
    expect(gcpPolicyOpen(policy(by({ srcNetworkType: 'INTERNET' })), 22n)).toBe(true)
  })
  it('throws on what it does not know', () => {
    expect(() => gcpPolicyOpen(policy(inPolicy(50, 'mirror')), 22n)).toThrow(/mirror/)
    expect(() => gcpPolicyOpen({}, 22n)).toThrow(TypeError)
    expect(() => gcpPolicyOpen(policy(inPolicy(50, 'allow', { direction: undefined })), 22n)).toThrow(
      TypeError,
    )
  })
  it('never opens more for a further deny, nor less for a further allow', () => {
    const part = fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '64.0.0.0/2', '::/0', '2000::/4')
    const one = fc
      .record({
        priority: fc.integer({ min: 0, max: 9 }),
        action: fc.constantFrom('allow', 'deny', 'goto_next'),
        part,
      })
      .map(({ priority, action, part: source }) =>
        inPolicy(priority, action, {
          match: { srcIpRanges: [source], layer4Configs: [{ ipProtocol: 'tcp' }] },
        }),
      )
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 8 }),
        fc.integer({ min: 10, max: 20 }),
        part,
        (rules, last, source) => {
          const before = gcpPolicyOpen(policy(...rules), 22n)
          const match = { srcIpRanges: [source], layer4Configs: [{ ipProtocol: 'tcp' }] }
          expect(before && !gcpPolicyOpen(policy(...rules, inPolicy(last, 'allow', { match })), 22n)).toBe(
            false,
          )
          const first = inPolicy(-1, 'deny', { match: { layer4Configs: [{ ipProtocol: 'all' }] } })
          expect(gcpPolicyOpen(policy(...rules, first), 22n)).toBe(false)
        },
      ),
    )
  })
})

describe('gcpOpenMachines', () => {
  it('finds a machine with a public address behind an open rule', () => {
    expect(open([rule({})])).toBe(true)
    expect(open([])).toBe(false)
    expect(open([rule({})], [], { networkInterfaces: [{ network }] })).toBe(false)
  })
  it('agrees with the single rule where that is all there is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(['0.0.0.0/0'], ['10.0.0.0/8'], ['0.0.0.0/1', '128.0.0.0/1'], ['198.51.100.0/24']),
        fc.constantFrom('22', '20-25', '80', '0-65535'),
        fc.boolean(),
        (sourceRanges, port, disabled) => {
          const one = rule({ sourceRanges, disabled, allowed: [{ IPProtocol: 'tcp', ports: [port] }] })
          expect(open([one])).toBe(gcpFirewallOpen(one, 22n))
        },
      ),
    )
  })
  it('asks for the target', () => {
    expect(open([rule({ targetTags: ['web'] })])).toBe(true)
    expect(open([rule({ targetTags: ['db'] })])).toBe(false)
    expect(open([rule({ targetServiceAccounts: ['m@p.iam.gserviceaccount.com'] })])).toBe(true)
    expect(open([rule({ targetServiceAccounts: ['x@p.iam.gserviceaccount.com'] })])).toBe(false)
  })
  it('lets a deny of the same or a lower number win, if it is for the machine', () => {
    const deny = (more: object) => rule({ allowed: undefined, denied: [{ IPProtocol: 'all' }], ...more })
    expect(open([rule({}), deny({})])).toBe(false)
    expect(open([rule({}), deny({ priority: 1001 })])).toBe(true)
    expect(open([rule({}), deny({ priority: 1, targetTags: ['db'] })])).toBe(true)
    expect(open([rule({}), deny({ priority: 1, sourceRanges: ['198.51.100.0/24'] })])).toBe(true)
    expect(open([rule({}), deny({ priority: 1, sourceRanges: ['0.0.0.0/1', '128.0.0.0/2'] })])).toBe(false)
  })
  it('takes layers in the order of the network', () => {
    const deny = rule({ allowed: undefined, denied: [{ IPProtocol: 'tcp' }] })
    const allow = { associations: [{ attachmentTarget: network }], rules: [inPolicy(1, 'allow')] }
    const first = [net({ networkFirewallPolicyEnforcementOrder: 'BEFORE_CLASSIC_FIREWALL' })]
    expect(open([deny], [allow])).toBe(false)
    expect(open([deny], [allow], {}, first)).toBe(true)
    expect(open([], [allow])).toBe(true)
    expect(open([], [{ ...allow, associations: [{ attachmentTarget: `${network}-other` }] }])).toBe(false)
    expect(open([], [{ ...allow, associations: undefined }])).toBe(false)
  })
  it('counts a rule for secure tags, which a machine does not name', () => {
    const tagged = inPolicy(1, 'allow', { targetSecureTags: [{ name: 'tagValues/1' }] })
    expect(open([], [{ associations: [{ attachmentTarget: network }], rules: [tagged] }])).toBe(true)
  })
  it('keeps the address families apart', () => {
    const six = { networkInterfaces: [{ network, ipv6AccessConfigs: [{ externalIpv6: '2600::1' }] }] }
    expect(open([rule({ sourceRanges: ['::/0'] })])).toBe(false)
    expect(open([rule({ sourceRanges: ['::/0'] })], [], six)).toBe(true)
    expect(open([rule({})], [], six)).toBe(false)
  })
  it('leaves out a machine in a network that was not given', () => {
    expect(open([rule({})], [], {}, [])).toBe(false)
  })
  it('throws on a rule it cannot read', () => {
    expect(() => open([rule({ sourceRanges: ['x'] })])).toThrow(TypeError)
    expect(() => open([rule({ network: undefined })])).toThrow(TypeError)
  })
})
