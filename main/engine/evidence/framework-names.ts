import type { Framework } from '../../../shared/model/framework.ts'

/** Names short enough for a chart's legend and a table's head. */
export const shortNames: Readonly<Record<Framework, string>> = {
  soc2: 'SOC 2',
  'iso27001-2022': 'ISO 27001',
  'nist-csf-2.0': 'NIST CSF 2.0',
  'nist-800-53-r5': 'NIST 800-53 r5',
  'fedramp-low': 'FedRAMP Low',
  'fedramp-moderate': 'FedRAMP Moderate',
  'fedramp-high': 'FedRAMP High',
}
