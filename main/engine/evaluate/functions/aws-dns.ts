import type { RuleFunction } from './rule-function.ts'
import { asList, asMap, asText, member } from './value.ts'
import type { JsonObject } from '../../../../shared/model/json.ts'

/** Names that AWS hands out again once their owner lets go: load balancers, distributions, Beanstalk environments, S3 websites. */
const reusable =
  /\.(?:elb\.[a-z0-9-]+\.amazonaws\.com|[a-z0-9-]+\.elb\.amazonaws\.com|elb\.amazonaws\.com|cloudfront\.net|elasticbeanstalk\.com)$/
const website = /^(?:(.+)\.)?s3-website[.-][a-z0-9-]+\.amazonaws\.com$/

/**
 * DNS records that point to an AWS name nobody of the account holds, so that someone else could take it and speak for the domain.
 * In: record documents (one entry of Route 53's ListResourceRecordSets each) and the names the account holds: DNS names of load
 * balancers, distributions and Beanstalk environments, and names of buckets. Out: `record → target` texts, in the order given.
 * An alias to an S3 website and a CNAME to one need a bucket of the record's own name. Records to other places are not judged.
 */
export function awsDanglingRecords(records: unknown, held: unknown): string[] {
  if (!Array.isArray(records)) throw new TypeError('records are not a list')
  const names = new Set(asList(held).map((name) => plain(asText(name, 'name held'))))
  return records.flatMap((document) => {
    const record = asMap(asMap(document, 'record')['config'], 'configuration of a record')
    const name = plain(asText(record['Name'], 'name of a record'))
    return targetsOf(record)
      .map(plain)
      .filter((target) => dangles(name, target, names))
      .map((target) => `${name} → ${target}`)
  })
}

function dangles(record: string, target: string, held: ReadonlySet<string>): boolean {
  const site = website.exec(target)
  if (site !== null) return !held.has(site[1] ?? record)
  return reusable.test(target) && !held.has(target)
}

function targetsOf(record: JsonObject): string[] {
  const alias = record['AliasTarget']
  if (alias !== undefined) return [asText(asMap(alias, 'AliasTarget')['DNSName'], 'DNSName')]
  if (record['Type'] !== 'CNAME') return []
  return asList(record['ResourceRecords']).map((value) =>
    typeof value === 'string' ? value : asText(member(asMap(value, 'resource record'), 'Value'), 'Value'),
  )
}

/** Lower case, without the final dot and the prefix by which Route 53 asks a load balancer for IPv6 too. */
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '')
}

export const functions: readonly RuleFunction[] = [
  {
    signature: 'awsDanglingRecords(list, list): list',
    call: awsDanglingRecords,
    doc: 'Of Route 53 record documents and the DNS and bucket names an account holds: records that point to an AWS name nobody of the account holds.',
  },
]
