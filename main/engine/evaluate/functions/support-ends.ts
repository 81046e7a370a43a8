import type { RuleFunction } from './rule-function.ts'
import { asText } from './value.ts'

/** Day on which AWS deprecates a Lambda runtime, as its "Lambda runtimes" page of February 2026 says. */
const lambdaRuntimes: Readonly<Record<string, string>> = {
  nodejs: '2016-10-31',
  'nodejs4.3': '2020-03-05',
  'nodejs4.3-edge': '2020-03-05',
  'nodejs6.10': '2019-08-12',
  'nodejs8.10': '2020-03-06',
  'nodejs10.x': '2021-07-30',
  'nodejs12.x': '2023-03-31',
  'nodejs14.x': '2023-12-04',
  'nodejs16.x': '2024-06-12',
  'nodejs18.x': '2025-09-01',
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
  'python2.7': '2021-07-15',
  'python3.6': '2022-07-18',
  'python3.7': '2023-12-04',
  'python3.8': '2024-10-14',
  'python3.9': '2025-12-15',
  'python3.10': '2026-10-31',
  'python3.11': '2027-06-30',
  'python3.12': '2028-10-31',
  'python3.13': '2029-06-30',
  'python3.14': '2029-06-30',
  java8: '2024-01-08',
  'java8.al2': '2027-06-30',
  java11: '2027-06-30',
  java17: '2027-06-30',
  java21: '2029-06-30',
  java25: '2029-06-30',
  'dotnetcore1.0': '2019-06-27',
  'dotnetcore2.0': '2019-05-30',
  'dotnetcore2.1': '2022-01-05',
  'dotnetcore3.1': '2023-04-03',
  'dotnet5.0': '2022-05-10',
  dotnet6: '2024-12-20',
  dotnet7: '2024-05-14',
  dotnet8: '2026-11-10',
  dotnet10: '2028-11-14',
  'ruby2.5': '2021-07-30',
  'ruby2.7': '2023-12-07',
  'ruby3.2': '2026-03-31',
  'ruby3.3': '2027-03-31',
  'ruby3.4': '2028-03-31',
  'go1.x': '2024-01-08',
  provided: '2024-01-08',
  'provided.al2': '2026-07-31',
  'provided.al2023': '2029-06-30',
}

/** Day on which standard support of a Kubernetes version ends in EKS, as its release calendar of February 2026 says. */
const eksVersions: Readonly<Record<string, string>> = {
  '1.21': '2023-02-16',
  '1.22': '2023-06-04',
  '1.23': '2023-10-11',
  '1.24': '2024-01-31',
  '1.25': '2024-05-01',
  '1.26': '2024-06-11',
  '1.27': '2024-07-24',
  '1.28': '2024-11-26',
  '1.29': '2025-03-23',
  '1.30': '2025-07-23',
  '1.31': '2025-11-26',
  '1.32': '2026-03-23',
  '1.33': '2026-07-29',
  '1.34': '2026-12-02',
  '1.35': '2027-03-27',
}

function lookUp(ends: Readonly<Record<string, string>>, version: string): string {
  const day = Object.hasOwn(ends, version) ? ends[version] : undefined
  return day === undefined ? '' : `${day}T00:00:00.000Z`
}

/** The instant from which AWS no longer patches a Lambda runtime, RFC 3339; empty text for a runtime newer than the table. */
export function lambdaRuntimeEnds(runtime: unknown): string {
  return lookUp(lambdaRuntimes, asText(runtime, 'runtime'))
}

/** The instant at which EKS ends standard support of a Kubernetes version, RFC 3339; empty text for a version newer than the table. */
export function eksVersionEnds(version: unknown): string {
  return lookUp(eksVersions, asText(version, 'Kubernetes version'))
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'lambdaRuntimeEnds(string): string',
    call: lambdaRuntimeEnds,
    doc: 'Instant from which AWS no longer patches a Lambda runtime; empty text for a runtime that our table does not know.',
  },
  {
    signature: 'eksVersionEnds(string): string',
    call: eksVersionEnds,
    doc: 'Instant at which EKS ends standard support of a Kubernetes version; empty text for a version that our table does not know.',
  },
]
