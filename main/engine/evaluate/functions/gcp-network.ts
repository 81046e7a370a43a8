import { reachOf } from './cidr.ts'
import { portIn } from './ports.ts'
import type { RuleFunction } from './rule-function.ts'
import { asInteger, asList, asMap, asStrings, asWord, member } from './value.ts'

const protocols = new Set(['all', 'tcp', '6'])

/**
 * True when one VPC firewall rule (compute.googleapis.com/Firewall) lets any address reach the port by TCP.
 * A disabled rule, an egress rule and a deny rule open nothing. No source at all means every address (Compute API, firewalls resource).
 * Older exports write list fields in the singular; both are read.
 */
export function gcpFirewallOpen(rule: unknown, port: unknown): boolean {
  const firewall = asMap(rule, 'firewall rule')
  const wanted = asInteger(port, 'port')
  if (firewall['disabled'] === true) return false
  if (asWord(firewall['direction'] ?? 'ingress', 'direction') !== 'ingress') return false
  const ranges = asStrings(member(firewall, 'sourceRanges', 'sourceRange'))
  const named = [
    ...asList(member(firewall, 'sourceTags', 'sourceTag')),
    ...asList(member(firewall, 'sourceServiceAccounts', 'sourceServiceAccount')),
  ]
  const reach = reachOf(ranges)
  if (!reach.v4 && !reach.v6 && (ranges.length > 0 || named.length > 0)) return false
  return asList(member(firewall, 'allowed')).some((allowed) => {
    const entry = asMap(allowed, 'allowed')
    if (!protocols.has(asWord(member(entry, 'IPProtocol', 'ipProtocol', 'I_p_protocol'), 'IPProtocol')))
      return false
    const ports = asList(member(entry, 'ports', 'port'))
    return ports.length === 0 || ports.some((specification) => portIn(specification, wanted))
  })
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'gcpFirewallOpen(dyn, int): bool',
    call: gcpFirewallOpen,
    doc: 'True when an enabled ingress firewall rule lets any address reach the port by TCP.',
  },
]
