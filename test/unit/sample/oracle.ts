import { list, object, text, type Json, type Read } from './read-capture.ts'

// Plain predicates for the ten misconfigurations, written for these tests alone:
// they say whether the story shows in the documents. The shipped rules are elsewhere.

type Predicate = (config: Json, read: Read, all: readonly Read[]) => boolean | null
interface Probe {
  readonly misconfiguration: number
  readonly provider: Read['provider']
  readonly type: string
  /** true: misconfigured; null: not concerned. */
  readonly bad: Predicate
}
const probe = (
  misconfiguration: number,
  provider: Read['provider'],
  type: string,
  bad: Predicate,
): Probe => ({ misconfiguration, provider, type, bad })

const anyV4 = '0.0.0.0/0'
const anyV6 = '::/0'
const touches = (from: number, to: number): boolean => [22, 3389].some((port) => from <= port && port <= to)
const portRange = (range: string): [number, number] =>
  range === '*'
    ? [0, 65535]
    : range.includes('-')
      ? (range.split('-').map(Number) as [number, number])
      : [Number(range), Number(range)]
const both = (one: unknown, many: unknown): string[] => [
  ...(typeof one === 'string' ? [one] : []),
  ...list(many).map(text),
]
const wild = (document: unknown): boolean =>
  list(object(document)['Statement'])
    .map(object)
    .some(
      (s) =>
        s['Effect'] === 'Allow' && [s['Action']].flat().includes('*') && [s['Resource']].flat().includes('*'),
    )
const decoded = (document: unknown): unknown => JSON.parse(decodeURIComponent(text(document)))
const bindings = (read: Read): Json[] => list(object(read.extra['policy'])['bindings']).map(object)
const members = (b: Json): string[] => list(b['members']).map(text)

const probes: readonly Probe[] = [
  probe(1, 'aws', 'AWS::IAM::AccountSummary', (c) => c['AccountMFAEnabled'] !== 1),
  probe(1, 'azure', 'Microsoft.Graph/userRegistrationDetails', (c) =>
    c['isAdmin'] === true ? c['isMfaRegistered'] !== true : null,
  ),
  probe(1, 'gcp', 'admin.googleapis.com/User', (c) =>
    c['isAdmin'] === true ? c['isEnrolledIn2Sv'] !== true : null,
  ),

  probe(2, 'aws', 'AWS::IAM::Policy', (c) =>
    list(c['policyVersionList'])
      .map(object)
      .some((v) => v['isDefaultVersion'] === true && wild(decoded(v['document']))),
  ),
  probe(2, 'aws', 'AWS::IAM::Role', (c) =>
    list(c['rolePolicyList'])
      .map(object)
      .some((p) => wild(decoded(p['policyDocument']))),
  ),
  probe(2, 'azure', 'microsoft.authorization/roledefinitions', (c) =>
    list(c['permissions'])
      .map(object)
      .some((p) => list(p['actions']).includes('*')),
  ),
  probe(
    2,
    'azure',
    'microsoft.authorization/roleassignments',
    (c) =>
      text(c['roleDefinitionId']).endsWith('8e3af657-a8ff-443c-a75c-2fe8c4bcb635') &&
      c['principalType'] === 'User',
  ),
  probe(2, 'gcp', 'cloudresourcemanager.googleapis.com/Project', (_c, r) =>
    bindings(r).some(
      (b) =>
        ['roles/owner', 'roles/editor'].includes(text(b['role'])) &&
        members(b).some((m) => m.startsWith('serviceAccount:') || !m.endsWith('@larkfield.example')),
    ),
  ),

  probe(3, 'aws', 'AWS::EC2::SecurityGroup', (c) =>
    list(c['ipPermissions'])
      .map(object)
      .some((p) => {
        const open =
          list(p['ipRanges']).includes(anyV4) ||
          list(p['ipv6Ranges'])
            .map(object)
            .some((r) => r['cidrIpv6'] === anyV6)
        return (
          open &&
          (p['ipProtocol'] === '-1' ||
            (p['ipProtocol'] === 'tcp' && touches(Number(p['fromPort']), Number(p['toPort']))))
        )
      }),
  ),
  probe(3, 'azure', 'microsoft.network/networksecuritygroups', (c) =>
    list(c['securityRules'])
      .map((r) => object(object(r)['properties']))
      .some(
        (p) =>
          p['access'] === 'Allow' &&
          p['direction'] === 'Inbound' &&
          both(p['sourceAddressPrefix'], p['sourceAddressPrefixes']).some((a) =>
            ['*', 'Internet', anyV4, anyV6].includes(a),
          ) &&
          both(p['destinationPortRange'], p['destinationPortRanges']).some((range) =>
            touches(...portRange(range)),
          ),
      ),
  ),
  probe(
    3,
    'gcp',
    'compute.googleapis.com/Firewall',
    (c) =>
      c['disabled'] !== true &&
      c['direction'] === 'INGRESS' &&
      list(c['sourceRanges']).some((r) => r === anyV4 || r === anyV6) &&
      list(c['allowed'])
        .map(object)
        .some(
          (a) =>
            a['IPProtocol'] === 'all' ||
            (a['IPProtocol'] === 'tcp' &&
              (a['ports'] === undefined || list(a['ports']).some((p) => touches(...portRange(text(p)))))),
        ),
  ),

  probe(4, 'aws', 'AWS::S3::Bucket', (_c, r) => {
    const pab = object(r.extra['PublicAccessBlockConfiguration'])
    const policy = JSON.parse(text(object(r.extra['BucketPolicy'])['policyText'])) as unknown
    const acl = text(r.extra['AccessControlList'])
    const byPolicy =
      pab['restrictPublicBuckets'] !== true &&
      list(object(policy)['Statement'])
        .map(object)
        .some((s) => s['Effect'] === 'Allow' && s['Principal'] === '*')
    return byPolicy || (pab['ignorePublicAcls'] !== true && acl.includes('AllUsers'))
  }),
  probe(4, 'aws', 'AWS::S3::AccountPublicAccessBlock', (c) => c['restrictPublicBuckets'] !== true),
  probe(4, 'azure', 'microsoft.storage/storageaccounts', (c) => c['allowBlobPublicAccess'] === true),
  probe(4, 'gcp', 'storage.googleapis.com/Bucket', (_c, r) =>
    bindings(r).some((b) => members(b).some((m) => m === 'allUsers' || m === 'allAuthenticatedUsers')),
  ),

  probe(5, 'aws', 'AWS::EC2::Volume', (c) => c['encrypted'] !== true),
  probe(5, 'aws', 'AWS::RDS::DBInstance', (c) => c['storageEncrypted'] !== true),
  probe(5, 'aws', 'AWS::EFS::FileSystem', (c) => c['Encrypted'] !== true),
  probe(
    5,
    'azure',
    'microsoft.compute/disks',
    (c) => object(c['encryption'])['type'] === 'EncryptionAtRestWithPlatformKey',
  ),
  probe(
    5,
    'azure',
    'microsoft.sql/servers/databases/transparentdataencryption',
    (c) => c['state'] !== 'Enabled',
  ),
  probe(5, 'gcp', 'compute.googleapis.com/Disk', (c) => c['diskEncryptionKey'] === undefined),
  probe(5, 'gcp', 'sqladmin.googleapis.com/Instance', (c) => c['diskEncryptionConfiguration'] === undefined),

  probe(6, 'aws', 'AWS::CloudTrail::TrailStatus', (c) => c['IsLogging'] !== true),
  probe(6, 'aws', 'AWS::CloudTrail::Trail', (c) => c['logFileValidationEnabled'] !== true),
  probe(6, 'aws', 'AWS::EC2::VPC', (c, _r, all) =>
    c['isDefault'] === true
      ? null
      : !all.some((o) => o.type === 'AWS::EC2::FlowLog' && o.config?.['resourceId'] === c['vpcId']),
  ),
  probe(6, 'azure', 'microsoft.sql/servers/auditingsettings', (c) => c['state'] !== 'Enabled'),
  probe(
    6,
    'azure',
    'microsoft.keyvault/vaults',
    (_c, r, all) =>
      !all.some(
        (o) =>
          o.type === 'microsoft.insights/diagnosticsettings' &&
          o.id.toLowerCase().startsWith(`${r.id.toLowerCase()}/`),
      ),
  ),
  probe(6, 'gcp', 'cloudresourcemanager.googleapis.com/Project', (_c, r) => {
    const policy = object(r.extra['policy'])
    const configs = list(policy['audit_configs'] ?? policy['auditConfigs'])
      .map(object)
      .filter((a) => a['service'] === 'allServices')
    const logs = configs.flatMap((a) => list(a['audit_log_configs'] ?? a['auditLogConfigs'])).map(object)
    return (
      logs.length < 3 ||
      logs.some((l) => l['exempted_members'] !== undefined || l['exemptedMembers'] !== undefined)
    )
  }),
  probe(6, 'gcp', 'logging.googleapis.com/LogSink', (c) => c['disabled'] === true),
  probe(6, 'gcp', 'compute.googleapis.com/Subnetwork', (c) => object(c['logConfig'])['enable'] !== true),

  probe(7, 'aws', 'AWS::RDS::DBInstance', (c) => c['publiclyAccessible'] === true),
  probe(7, 'aws', 'AWS::EC2::Instance', (c, _r, all) =>
    all.some(
      (o) =>
        o.type === 'AWS::EC2::VPC' && o.config?.['vpcId'] === c['vpcId'] && o.config?.['isDefault'] === true,
    ),
  ),
  probe(7, 'aws', 'AWS::EC2::SecurityGroup', (c, _r, all) =>
    c['groupName'] === 'default' &&
    !all.some(
      (o) =>
        o.type === 'AWS::EC2::VPC' && o.config?.['vpcId'] === c['vpcId'] && o.config?.['isDefault'] === true,
    )
      ? list(c['ipPermissions']).length > 0
      : null,
  ),
  probe(7, 'azure', 'microsoft.network/virtualnetworks', (c) =>
    list(c['subnets'])
      .map((s) => object(object(s)['properties']))
      .some((p) => p['networkSecurityGroup'] === undefined),
  ),
  probe(
    7,
    'azure',
    'microsoft.sql/servers/firewallrules',
    (c) => c['startIpAddress'] === '0.0.0.0' && c['endIpAddress'] === '255.255.255.255',
  ),
  probe(7, 'gcp', 'compute.googleapis.com/Network', (c) => c['name'] === 'default'),
  probe(7, 'gcp', 'sqladmin.googleapis.com/Instance', (c) =>
    list(object(object(c['settings'])['ipConfiguration'])['authorizedNetworks'])
      .map(object)
      .some((n) => n['value'] === anyV4),
  ),

  probe(8, 'aws', 'AWS::IAM::AccountSummary', (c) => c['AccountAccessKeysPresent'] !== 0),
  probe(8, 'aws', 'AWS::RDS::DBInstance', (c) =>
    ['admin', 'postgres', 'root'].includes(text(c['masterUsername'])),
  ),
  probe(8, 'azure', 'microsoft.containerregistry/registries', (c) => c['adminUserEnabled'] === true),
  probe(8, 'azure', 'microsoft.compute/virtualmachines', (c) => {
    const linux = object(c['osProfile'])['linuxConfiguration']
    return linux === undefined ? null : object(linux)['disablePasswordAuthentication'] !== true
  }),
  probe(8, 'azure', 'microsoft.sql/servers', (c) => c['administratorLogin'] === 'sqladmin'),
  probe(8, 'gcp', 'compute.googleapis.com/Instance', (c) =>
    list(c['serviceAccounts'])
      .map(object)
      .some((s) => text(s['email']).endsWith('-compute@developer.gserviceaccount.com')),
  ),

  probe(9, 'aws', 'AWS::ElasticLoadBalancingV2::Listener', (c) =>
    c['Protocol'] === 'HTTPS' ? !text(c['SslPolicy']).includes('TLS13-1-2') : null,
  ),
  probe(
    9,
    'aws',
    'AWS::CloudFront::Distribution',
    (c) =>
      !text(
        object(object(c['distributionConfig'])['viewerCertificate'])['minimumProtocolVersion'],
      ).startsWith('TLSv1.2'),
  ),
  probe(9, 'aws', 'AWS::ApiGateway::DomainName', (c) => c['securityPolicy'] !== 'TLS_1_2'),
  probe(9, 'azure', 'microsoft.storage/storageaccounts', (c) => c['minimumTlsVersion'] !== 'TLS1_2'),
  probe(9, 'azure', 'microsoft.web/sites', (c) => object(c['siteConfig'])['minTlsVersion'] !== '1.2'),
  probe(9, 'azure', 'microsoft.sql/servers', (c) => c['minimalTlsVersion'] !== '1.2'),
  probe(9, 'gcp', 'compute.googleapis.com/SslPolicy', (c) => c['minTlsVersion'] !== 'TLS_1_2'),
  probe(9, 'gcp', 'compute.googleapis.com/TargetHttpsProxy', (c) => c['sslPolicy'] === undefined),
  probe(
    9,
    'gcp',
    'sqladmin.googleapis.com/Instance',
    (c) => object(object(c['settings'])['ipConfiguration'])['sslMode'] !== 'ENCRYPTED_ONLY',
  ),

  probe(10, 'aws', 'AWS::GuardDuty::Detector', (c) => c['Enable'] !== true),
  probe(10, 'aws', 'AWS::SecurityHub::Hub', (c) => c['Enabled'] !== true),
  probe(10, 'aws', 'AWS::Config::ConfigurationRecorder', (c) => c['Recording'] !== true),
  probe(10, 'azure', 'microsoft.security/pricings', (c) => c['pricingTier'] !== 'Standard'),
  probe(
    10,
    'gcp',
    'securitycentermanagement.googleapis.com/SecurityCenterService',
    (c) => c['effectiveEnablementState'] !== 'ENABLED',
  ),
]

export interface Judged {
  readonly judged: number
  /** Provider ids of the misconfigured. */
  readonly bad: ReadonlySet<string>
}

/** Per `<misconfiguration> <provider>` what a capture shows. */
export function judge(capture: ReadonlyMap<string, Read>): Map<string, Judged> {
  const all = [...capture.values()]
  const result = new Map<string, { judged: number; bad: Set<string> }>()
  for (const p of probes) {
    const key = `${p.misconfiguration} ${p.provider}`
    const cell = result.get(key) ?? { judged: 0, bad: new Set<string>() }
    result.set(key, cell)
    for (const read of all) {
      if (read.type !== p.type || read.config === null) continue
      const verdict = p.bad(read.config, read, all)
      if (verdict === null) continue
      cell.judged++
      if (verdict) cell.bad.add(read.id)
    }
  }
  return result
}
