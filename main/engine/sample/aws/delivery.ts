import { prod, shared, staging, type AwsAccount } from './accounts.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import { groupId, subnetId, subnetIn, vpcId, vpcs, type Vpc } from './topology.ts'

const modern = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
interface Balancer {
  readonly name: string
  readonly vpc: Vpc
  /** While this event holds the HTTPS listener has the weak policy. */
  readonly weak?: { readonly event: string; readonly policy: string }
}
const balancers: readonly Balancer[] = [
  {
    name: 'fleet-api',
    vpc: vpcs.fleetProd,
    weak: { event: 'aws-listener-fleet-api', policy: 'ELBSecurityPolicy-2016-08' },
  },
  { name: 'order-api', vpc: vpcs.fleetProd },
  { name: 'map-api', vpc: vpcs.fleetProd },
  {
    name: 'partner-gw',
    vpc: vpcs.fleetProd,
    weak: { event: 'aws-listener-partner-gw', policy: 'ELBSecurityPolicy-TLS-1-0-2015-04' },
  },
  { name: 'fleet-api-dr', vpc: vpcs.fleetDr },
  { name: 'edge-api', vpc: vpcs.edgeProd },
  { name: 'fleet-api-stg', vpc: vpcs.fleetStaging },
  { name: 'order-api-stg', vpc: vpcs.fleetStaging },
  { name: 'sim-portal', vpc: vpcs.stagingCentral },
  { name: 'git', vpc: vpcs.sharedCore },
  { name: 'packages', vpc: vpcs.sharedCore },
  { name: 'mirror', vpc: vpcs.sharedUs },
]

/** Application load balancers with listeners, certificates and CloudFront distributions. */
export function addDelivery(estate: AwsEstate): void {
  for (const balancer of balancers) addBalancer(estate, balancer)
  const sites: readonly (readonly [AwsAccount, string])[] = [
    [prod, 'www.larkfield.example'],
    [prod, 'docs.larkfield.example'],
    [prod, 'firmware.larkfield.example'],
    [prod, 'maps.larkfield.example'],
    [staging, 'www.stg.larkfield.example'],
    [shared, 'packages.larkfield.example'],
  ]
  for (const [account, host] of sites) addDistribution(estate, account, host)
}

function addBalancer(e: AwsEstate, b: Balancer): void {
  const { account, region } = b.vpc
  const suffix = `app/${b.name}/${e.random.hex(`alb/${account.id}/${b.name}`, 16)}`
  const base = `arn:aws:elasticloadbalancing:${region}:${account.id}`
  const arn = `${base}:loadbalancer/${suffix}`
  const created = createdAt(e.random, arn)
  const tags = houseTags(account, b.name, 'platform')
  const subnets = (['a', 'b'] as const).map((z) => subnetIn(b.vpc, 'public', z))
  add(e, {
    account,
    region,
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id: arn,
    name: b.name,
    arn,
    zone: 'Multiple Availability Zones',
    created,
    relationships: [
      {
        resourceType: 'AWS::EC2::SecurityGroup',
        resourceId: groupId(e.random, b.vpc, 'web'),
        name: 'Is associated with SecurityGroup',
      },
    ],
    describe: () => ({
      tags,
      configuration: {
        loadBalancerArn: arn,
        dNSName: `${b.name}-${e.random.digits(arn, 10)}.${region}.elb.amazonaws.com`,
        canonicalHostedZoneId: 'Z32O12XQLNTSW2',
        createdTime: created,
        loadBalancerName: b.name,
        scheme: 'internet-facing',
        vpcId: vpcId(e.random, b.vpc),
        state: { code: 'active' },
        type: 'application',
        availabilityZones: subnets.map((s) => ({
          zoneName: s.zone,
          subnetId: subnetId(e.random, s),
          loadBalancerAddresses: [],
        })),
        securityGroups: [groupId(e.random, b.vpc, 'web')],
        ipAddressType: 'ipv4',
      },
      supplementary: {
        LoadBalancerAttributes: [
          { key: 'access_logs.s3.enabled', value: 'true' },
          { key: 'access_logs.s3.bucket', value: 'larkfield-alb-logs-prod' },
          { key: 'deletion_protection.enabled', value: 'true' },
          { key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' },
        ],
        Tags: tagList(tags),
      },
    }),
  })
  const certificate = `arn:aws:acm:${region}:${account.id}:certificate/${e.random.guid(`acm/${account.id}/${b.name}`)}`
  for (const port of [443, 80]) {
    const listener = `${base}:listener/${suffix}/${e.random.hex(`listener/${arn}/${port}`, 16)}`
    add(e, {
      account,
      region,
      type: 'AWS::ElasticLoadBalancingV2::Listener',
      id: listener,
      name: `${b.name}:${port}`,
      arn: listener,
      created,
      relationships: [
        {
          resourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          resourceId: arn,
          name: 'Is contained in LoadBalancer',
        },
      ],
      describe: (story) => ({
        configuration:
          port === 443
            ? {
                ListenerArn: listener,
                LoadBalancerArn: arn,
                Port: 443,
                Protocol: 'HTTPS',
                SslPolicy: b.weak !== undefined && story.is(b.weak.event) ? b.weak.policy : modern,
                AlpnPolicy: [],
                Certificates: [{ CertificateArn: certificate }],
                DefaultActions: [
                  {
                    Type: 'forward',
                    TargetGroupArn: `${base}:targetgroup/${b.name}/${e.random.hex(`tg/${arn}`, 16)}`,
                    Order: 1,
                  },
                ],
              }
            : {
                ListenerArn: listener,
                LoadBalancerArn: arn,
                Port: 80,
                Protocol: 'HTTP',
                AlpnPolicy: [],
                Certificates: [],
                DefaultActions: [
                  {
                    Type: 'redirect',
                    Order: 1,
                    RedirectConfig: {
                      Protocol: 'HTTPS',
                      Port: '443',
                      Host: '#{host}',
                      Path: '/#{path}',
                      Query: '#{query}',
                      StatusCode: 'HTTP_301',
                    },
                  },
                ],
              },
      }),
    })
  }
  addCertificate(e, b, certificate)
}

function addCertificate(e: AwsEstate, b: Balancer, arn: string): void {
  const { account, region } = b.vpc
  const domainName = `${b.name}.larkfield.example`
  add(e, {
    account,
    region,
    type: 'AWS::ACM::Certificate',
    id: arn,
    name: domainName,
    arn,
    zone: 'Regional',
    created: createdAt(e.random, arn),
    describe: () => ({
      configuration: {
        certificateArn: arn,
        domainName,
        subjectAlternativeNames: [domainName],
        domainValidationOptions: [
          { domainName, validationDomain: domainName, validationStatus: 'SUCCESS', validationMethod: 'DNS' },
        ],
        subject: `CN=${domainName}`,
        issuer: 'Amazon',
        createdAt: createdAt(e.random, arn),
        status: 'ISSUED',
        notBefore: '2026-02-01T00:00:00.000Z',
        notAfter: '2027-03-02T23:59:59.000Z',
        keyAlgorithm: 'RSA-2048',
        signatureAlgorithm: 'SHA256WITHRSA',
        inUseBy: [],
        type: 'AMAZON_ISSUED',
        renewalEligibility: 'ELIGIBLE',
        options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      },
      supplementary: { Tags: [] },
    }),
  })
}

/** The bucket behind a site; it lives in the site's own account. */
function siteBucket(account: AwsAccount, host: string): string {
  return `larkfield-${host.split('.')[0] ?? 'www'}-${account === staging ? 'staging-site' : 'site'}`
}

function addDistribution(e: AwsEstate, account: AwsAccount, host: string): void {
  const id = `E${e.random.base32(`cf/${account.id}/${host}`, 13)}`
  const arn = `arn:aws:cloudfront::${account.id}:distribution/${id}`
  const bucket = `${siteBucket(account, host)}.s3.eu-west-1.amazonaws.com`
  const created = createdAt(e.random, arn)
  add(e, {
    account,
    region: account === staging ? 'eu-west-1' : 'us-east-1',
    global: true,
    type: 'AWS::CloudFront::Distribution',
    id,
    name: host,
    arn,
    created,
    describe: (story) => ({
      tags: { Site: host },
      configuration: {
        id,
        arn,
        status: 'Deployed',
        lastModifiedTime: created,
        inProgressInvalidationBatches: 0,
        domainName: `d${e.random.hex(`cfd/${id}`, 13)}.cloudfront.net`,
        activeTrustedSigners: { enabled: false, quantity: 0, items: [] },
        distributionConfig: {
          callerReference: e.random.digits(`cfref/${id}`, 13),
          aliases: { quantity: 1, items: [host] },
          defaultRootObject: 'index.html',
          origins: {
            quantity: 1,
            items: [
              {
                id: 'site',
                domainName: bucket,
                originPath: '',
                customHeaders: { quantity: 0, items: [] },
                s3OriginConfig: { originAccessIdentity: '' },
                originAccessControlId: `E${e.random.base32(`oac/${id}`, 13)}`,
              },
            ],
          },
          originGroups: { quantity: 0, items: [] },
          defaultCacheBehavior: {
            targetOriginId: 'site',
            viewerProtocolPolicy: 'redirect-to-https',
            compress: true,
            allowedMethods: {
              quantity: 2,
              items: ['HEAD', 'GET'],
              cachedMethods: { quantity: 2, items: ['HEAD', 'GET'] },
            },
            trustedSigners: { enabled: false, quantity: 0, items: [] },
            fieldLevelEncryptionId: '',
          },
          cacheBehaviors: { quantity: 0, items: [] },
          customErrorResponses: { quantity: 0, items: [] },
          comment: host,
          logging: {
            enabled: true,
            includeCookies: false,
            bucket: 'larkfield-alb-logs-prod.s3.amazonaws.com',
            prefix: `cf/${host}/`,
          },
          priceClass: 'PriceClass_100',
          enabled: true,
          viewerCertificate: {
            acmCertificateArn: `arn:aws:acm:us-east-1:${account.id}:certificate/${e.random.guid(`acm/cf/${id}`)}`,
            sSLSupportMethod: 'sni-only',
            certificateSource: 'acm',
            minimumProtocolVersion:
              host === 'docs.larkfield.example' && story.is('aws-cloudfront-docs') ? 'TLSv1' : 'TLSv1.2_2021',
          },
          restrictions: { geoRestriction: { restrictionType: 'none', quantity: 0, items: [] } },
          webACLId: '',
          httpVersion: 'http2',
          isIPV6Enabled: true,
        },
      },
    }),
  })
}
