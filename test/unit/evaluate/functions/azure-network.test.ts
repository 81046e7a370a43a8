import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  azureNsgOpen,
  azureNsgOpenPorts,
  azureNsgOpenToTag,
} from '../../../../main/engine/evaluate/functions/azure-network.ts'
import { portIn } from '../../../../main/engine/evaluate/functions/ports.ts'

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

describe('azureNsgOpenPorts', () => {
  it('joins what several rules open and keeps protocols apart', () => {
    const rules = [
      rule(100, { destinationPortRange: undefined, destinationPortRanges: ['80', '443', '444'] }),
      rule(110, { protocol: 'Udp', destinationPortRange: '53' }),
      rule(120, { protocol: '*', destinationPortRange: '8000-8100' }),
      rule(130, { destinationPortRange: '8101' }),
      rule(140, { protocol: 'Icmp', destinationPortRange: '*' }),
    ]
    expect(azureNsgOpenPorts(rules, 'tcp')).toEqual(['80', '443-444', '8000-8101'])
    expect(azureNsgOpenPorts(rules, 'UDP')).toEqual(['53', '8000-8100'])
  })
  it('takes out what an earlier deny closes, family by family', () => {
    const deny = rule(100, {
      access: 'Deny',
      sourceAddressPrefix: '0.0.0.0/0',
      destinationPortRange: '20-25',
    })
    expect(
      azureNsgOpenPorts(
        [rule(200, { sourceAddressPrefix: '0.0.0.0/0', destinationPortRange: '*' }), deny],
        'tcp',
      ),
    ).toEqual(['0-19', '26-65535'])
    expect(azureNsgOpenPorts([rule(200, { destinationPortRange: '22-30' }), deny], 'tcp')).toEqual(['22-30'])
    expect(
      azureNsgOpenPorts([rule(200), rule(300, { access: 'Deny', destinationPortRange: '*' })], 'tcp'),
    ).toEqual(['22'])
  })
  it('has none without rules, for known sources and for outbound rules', () => {
    expect(azureNsgOpenPorts([], 'tcp')).toEqual([])
    expect(azureNsgOpenPorts([rule(100, { sourceAddressPrefix: '198.51.100.0/24' })], 'tcp')).toEqual([])
    expect(azureNsgOpenPorts([rule(100, { direction: 'Outbound' })], 'tcp')).toEqual([])
  })
  it('refuses what it cannot read', () => {
    expect(() => azureNsgOpenPorts({}, 'tcp')).toThrow(TypeError)
    expect(() => azureNsgOpenPorts([rule(100, { destinationPortRange: 'ssh' })], 'tcp')).toThrow(TypeError)
    expect(() => azureNsgOpenPorts([rule(100, { access: undefined })], 'tcp')).toThrow(TypeError)
    expect(() => azureNsgOpenPorts([rule(100)], 6)).toThrow(TypeError)
  })

  const someRule = fc.record({
    priority: fc.integer({ min: 100, max: 120 }),
    access: fc.constantFrom('Allow', 'Deny'),
    protocol: fc.constantFrom('Tcp', 'Udp', '*'),
    direction: fc.constantFrom('Inbound', 'Inbound', 'Outbound'),
    source: fc.constantFrom('*', '0.0.0.0/0', '::/0', '10.0.0.0/8', 'VirtualNetwork'),
    destination: fc.constantFrom('*', '10.0.0.4'),
    from: fc.integer({ min: 0, max: 60 }),
    length: fc.integer({ min: 0, max: 20 }),
  })
  it('holds a port exactly when azureNsgOpen says it is open', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someRule, { selector: (one) => one.priority, maxLength: 8 }),
        fc.integer({ min: 0, max: 90 }),
        (some, port) => {
          const rules = some.map((one) =>
            rule(one.priority, {
              access: one.access,
              protocol: one.protocol,
              direction: one.direction,
              sourceAddressPrefix: one.source,
              destinationAddressPrefix: one.destination,
              destinationPortRange: `${one.from}-${one.from + one.length}`,
            }),
          )
          const open = azureNsgOpenPorts(rules, 'tcp')
          expect(open.some((range) => portIn(range, port))).toBe(azureNsgOpen(rules, port))
        },
      ),
    )
  })
  it('does not depend on the order of the list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someRule, { selector: (one) => one.priority, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (some, order) => {
          const rules = some.map((one) =>
            rule(one.priority, {
              ...one,
              sourceAddressPrefix: one.source,
              destinationPortRange: `${one.from}`,
            }),
          )
          const mixed = rules
            .map((one) => ({ one, key: order.next().value as number }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ one }) => one)
          expect(azureNsgOpenPorts(mixed, 'tcp')).toEqual(azureNsgOpenPorts(rules, 'tcp'))
        },
      ),
    )
  })
})

describe('azureNsgOpenToTag', () => {
  it('finds the tag, its regions and lists, and nothing else', () => {
    expect(azureNsgOpenToTag([rule(100, { sourceAddressPrefix: 'AzureCloud' })], 'AzureCloud')).toEqual([
      '22',
    ])
    expect(
      azureNsgOpenToTag([rule(100, { sourceAddressPrefix: 'azurecloud.westeurope' })], 'AzureCloud'),
    ).toEqual(['22'])
    expect(
      azureNsgOpenToTag(
        [
          rule(100, {
            sourceAddressPrefix: undefined,
            sourceAddressPrefixes: ['10.0.0.0/8', 'AzureCloud.NorthEurope'],
          }),
        ],
        'AzureCloud',
      ),
    ).toEqual(['22'])
    for (const source of ['AzureCloudX', 'AzureDevOps', '*', 'Internet', '10.0.0.0/8'])
      expect(azureNsgOpenToTag([rule(100, { sourceAddressPrefix: source })], 'AzureCloud')).toEqual([])
  })
  it('is closed by an earlier deny of the tag or of everybody, not of one region', () => {
    const allow = rule(200, { sourceAddressPrefix: 'AzureCloud.WestEurope' })
    const deny = (source: string) => rule(100, { access: 'Deny', sourceAddressPrefix: source })
    expect(azureNsgOpenToTag([allow, deny('AzureCloud')], 'AzureCloud')).toEqual([])
    expect(azureNsgOpenToTag([allow, deny('*')], 'AzureCloud')).toEqual([])
    expect(azureNsgOpenToTag([allow, deny('AzureCloud.NorthEurope')], 'AzureCloud')).toEqual(['22'])
  })
})
