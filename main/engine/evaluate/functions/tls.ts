import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/** Predefined policies whose names do not say the least version they accept, with that version (minor number of TLS 1.x). */
const policies: Readonly<Record<string, number>> = {
  // Elastic Load Balancing: predefined SSL policies
  'elbsecuritypolicy-2011-08': 0,
  'elbsecuritypolicy-2014-01': 0,
  'elbsecuritypolicy-2014-10': 0,
  'elbsecuritypolicy-2015-02': 0,
  'elbsecuritypolicy-2015-03': 0,
  'elbsecuritypolicy-2015-05': 0,
  'elbsecuritypolicy-2016-08': 0,
  'elbsecuritypolicy-fs-2018-06': 0,
  // Azure Application Gateway: predefined TLS policies
  appgwsslpolicy20150501: 0,
  appgwsslpolicy20170401: 1,
  appgwsslpolicy20170401s: 2,
  appgwsslpolicy20220101: 2,
  appgwsslpolicy20220101s: 2,
  // No floor at all
  none: 0,
  tlsenforcementdisabled: 0,
  sslv3: 0,
  tls: 0,
  tlsv1: 0,
  tlsv1_2016: 0,
  tls10: 0,
  tls11: 1,
  tls12: 2,
  tls13: 3,
}

/**
 * The spellings that carry the version in the name, after lower-casing: ELB `…-TLS13-1-2-…`, `…-FS-1-2-…`, `…-TLS-1-2-…`, CloudFront
 * `TLSv1.2_2021`, API Gateway `TLS_1_2` and `SecurityPolicy_TLS13_1_2_…`, OpenSearch `Policy-Min-TLS-1-2-…`, Azure `TLS1_2`, `1.2`,
 * `TLSv1_2`, GCP `TLS_1_2`, API Gateway edge `SecurityPolicy_TLS12_…`.
 */
const spellings = [
  /(?:tls13|tls|fs|tlsv13)[-_]1[-_.]([0-3])(?:[-_]|$)/,
  /^tlsv?1[._]([0-3])(?:[-_]|$)/,
  /^1\.([0-3])$/,
  /^securitypolicy_tls1([0-3])_/,
]

/**
 * True when a TLS version or the name of a policy accepts TLS 1.0 or 1.1. Reads the spellings of AWS (ELB, CloudFront, API Gateway,
 * OpenSearch), Azure and GCP. Throws on a name it does not know, so that a new policy is not evaluated rather than misjudged.
 */
export function tlsBelow12(name: unknown): boolean {
  const text = asText(name, 'TLS version or policy').trim().toLowerCase()
  const known = policies[text]
  if (known !== undefined) return known < 2
  for (const spelling of spellings) {
    const minor = spelling.exec(text)?.[1]
    if (minor !== undefined) return Number(minor) < 2
  }
  throw new RangeError(`unknown TLS version or policy ${text}`)
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'tlsBelow12(string): bool',
    call: tlsBelow12,
    doc: 'True when a TLS version or predefined policy of any of the three clouds accepts TLS 1.0 or 1.1. An error on a name it does not know.',
  },
]
