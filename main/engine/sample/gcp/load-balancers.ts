import { add, computeLink, computeName, fleetProd, type GcpEstate } from './item.ts'
import { head } from './network.ts'

/** SSL policies and, per site, the proxy, forwarding rule and backend of a load balancer. */
export function addLoadBalancers(e: GcpEstate): void {
  const project = fleetProd
  for (const [name, minTlsVersion, profile] of [
    ['modern-clients', 'TLS_1_2', 'MODERN'],
    ['restricted-clients', 'TLS_1_2', 'RESTRICTED'],
    ['legacy-clients', 'TLS_1_0', 'COMPATIBLE'],
  ] as const) {
    const path = `global/sslPolicies/${name}`
    add(e, {
      project,
      name: computeName(project, path),
      assetType: 'compute.googleapis.com/SslPolicy',
      describe: (story) => ({
        ...head(e, project, 'compute#sslPolicy', path, name),
        minTlsVersion: name === 'legacy-clients' && !story.is('gcp-ssl-policy') ? 'TLS_1_2' : minTlsVersion,
        profile,
        enabledFeatures: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
      }),
    })
  }
  const proxies = [
    ['fleet-proxy', 'modern-clients'],
    ['mission-proxy', 'modern-clients'],
    ['ledger-proxy', 'restricted-clients'],
    ['map-proxy', 'modern-clients'],
    ['depot-proxy', 'legacy-clients'],
    ['robot-proxy', 'modern-clients'],
    ['partner-proxy', ''],
  ] as const
  for (const [name, ssl] of proxies) {
    const path = `global/targetHttpsProxies/${name}`
    add(e, {
      project,
      name: computeName(project, path),
      assetType: 'compute.googleapis.com/TargetHttpsProxy',
      describe: (story) => {
        const policy =
          ssl === ''
            ? story.is('gcp-proxy-no-policy')
              ? {}
              : { sslPolicy: computeLink(project, 'global/sslPolicies/modern-clients') }
            : { sslPolicy: computeLink(project, `global/sslPolicies/${ssl}`) }
        return {
          ...head(e, project, 'compute#targetHttpsProxy', path, name),
          urlMap: computeLink(project, `global/urlMaps/${name.replace('-proxy', '-map')}`),
          sslCertificates: [computeLink(project, 'global/sslCertificates/larkfield-wildcard')],
          quicOverride: 'NONE',
          ...policy,
        }
      },
    })
    const rule = `global/forwardingRules/${name.replace('-proxy', '-https')}`
    add(e, {
      project,
      name: computeName(project, rule),
      assetType: 'compute.googleapis.com/GlobalForwardingRule',
      describe: () => ({
        ...head(e, project, 'compute#forwardingRule', rule, name.replace('-proxy', '-https')),
        IPAddress: `203.0.113.${e.random.int(`glb/${name}`, 2, 250)}`,
        IPProtocol: 'TCP',
        portRange: '443-443',
        target: computeLink(project, path),
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        networkTier: 'PREMIUM',
        labelFingerprint: '42WmSpB8rSM=',
      }),
    })
    const backend = `global/backendServices/${name.replace('-proxy', '-backend')}`
    add(e, {
      project,
      name: computeName(project, backend),
      assetType: 'compute.googleapis.com/BackendService',
      describe: () => ({
        ...head(e, project, 'compute#backendService', backend, name.replace('-proxy', '-backend')),
        protocol: 'HTTPS',
        timeoutSec: 30,
        loadBalancingScheme: 'EXTERNAL_MANAGED',
        logConfig: { enable: true, sampleRate: 1 },
        enableCDN: false,
        sessionAffinity: 'NONE',
      }),
    })
  }
}
