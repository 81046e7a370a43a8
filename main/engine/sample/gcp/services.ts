import { canaries } from '../canaries.ts'
import { accountEmail, add, computeLink, computeName, createdAt, dataLab, fleetProd, keyName, projects, type GcpEstate, type Project } from './item.ts'
import { head } from './network.ts'

/** Load balancers, messaging, run-time services, clusters, log sinks, metrics and alerts. */
export function addServices(estate: GcpEstate): void {
  addLoadBalancers(estate)
  for (const name of ['robot-pose-v2', 'robot-alerts', 'mission-events', 'ledger-events', 'map-updates']) addTopic(estate, fleetProd, name, false)
  addTopic(estate, fleetProd, 'robot-pose-v1', true)
  for (const name of ['label-jobs', 'training-done']) addTopic(estate, dataLab, name, false)
  for (const name of ['fleet-gateway', 'mission-api', 'ledger-api', 'map-api']) addRun(estate, name)
  for (const name of ['depot-import', 'invoice-mail', 'pose-archive']) addFunction(estate, name)
  addCluster(estate)
  for (const project of projects) addLogging(estate, project)
}

function addLoadBalancers(e: GcpEstate): void {
  const project = fleetProd
  for (const [name, minTlsVersion, profile] of [['modern-clients', 'TLS_1_2', 'MODERN'], ['restricted-clients', 'TLS_1_2', 'RESTRICTED'], ['legacy-clients', 'TLS_1_0', 'COMPATIBLE']] as const) {
    const path = `global/sslPolicies/${name}`
    add(e, { project, name: computeName(project, path), assetType: 'compute.googleapis.com/SslPolicy', describe: (story) => ({ ...head(e, project, 'compute#sslPolicy', path, name), minTlsVersion: name === 'legacy-clients' && !story.is('gcp-ssl-policy') ? 'TLS_1_2' : minTlsVersion, profile, enabledFeatures: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'] }) })
  }
  const proxies = [['fleet-proxy', 'modern-clients'], ['mission-proxy', 'modern-clients'], ['ledger-proxy', 'restricted-clients'], ['map-proxy', 'modern-clients'], ['depot-proxy', 'legacy-clients'], ['robot-proxy', 'modern-clients'], ['partner-proxy', '']] as const
  for (const [name, ssl] of proxies) {
    const path = `global/targetHttpsProxies/${name}`
    add(e, {
      project, name: computeName(project, path), assetType: 'compute.googleapis.com/TargetHttpsProxy',
      describe: (story) => {
        const policy = ssl === '' ? (story.is('gcp-proxy-no-policy') ? {} : { sslPolicy: computeLink(project, 'global/sslPolicies/modern-clients') }) : { sslPolicy: computeLink(project, `global/sslPolicies/${ssl}`) }
        return { ...head(e, project, 'compute#targetHttpsProxy', path, name), urlMap: computeLink(project, `global/urlMaps/${name.replace('-proxy', '-map')}`), sslCertificates: [computeLink(project, 'global/sslCertificates/larkfield-wildcard')], quicOverride: 'NONE', ...policy }
      },
    })
    const rule = `global/forwardingRules/${name.replace('-proxy', '-https')}`
    add(e, { project, name: computeName(project, rule), assetType: 'compute.googleapis.com/GlobalForwardingRule', describe: () => ({ ...head(e, project, 'compute#forwardingRule', rule, name.replace('-proxy', '-https')), IPAddress: `203.0.113.${e.random.int(`glb/${name}`, 2, 250)}`, IPProtocol: 'TCP', portRange: '443-443', target: computeLink(project, path), loadBalancingScheme: 'EXTERNAL_MANAGED', networkTier: 'PREMIUM', labelFingerprint: '42WmSpB8rSM=' }) })
    const backend = `global/backendServices/${name.replace('-proxy', '-backend')}`
    add(e, { project, name: computeName(project, backend), assetType: 'compute.googleapis.com/BackendService', describe: () => ({ ...head(e, project, 'compute#backendService', backend, name.replace('-proxy', '-backend')), protocol: 'HTTPS', timeoutSec: 30, loadBalancingScheme: 'EXTERNAL_MANAGED', logConfig: { enable: true, sampleRate: 1 }, enableCDN: false, sessionAffinity: 'NONE' }) })
  }
}

function addTopic(e: GcpEstate, project: Project, name: string, goes: boolean): void {
  const life = goes ? { gone: 'gcp-topic-deleted' } : {}
  const policy = () => ({ bindings: [{ role: 'roles/pubsub.publisher', members: [`serviceAccount:${accountEmail(project, project === fleetProd ? 'pose-stream' : 'trainer')}`] }] })
  add(e, { project, name: `//pubsub.googleapis.com/projects/${project.id}/topics/${name}`, assetType: 'pubsub.googleapis.com/Topic', ...life, describe: () => ({ name: `projects/${project.id}/topics/${name}`, kmsKeyName: keyName(project, 'storage'), messageRetentionDuration: '604800s', labels: { stream: name } }), policy })
  add(e, { project, name: `//pubsub.googleapis.com/projects/${project.id}/subscriptions/${name}-archive`, assetType: 'pubsub.googleapis.com/Subscription', ...life, describe: () => ({ name: `projects/${project.id}/subscriptions/${name}-archive`, topic: `projects/${project.id}/topics/${name}`, ackDeadlineSeconds: 30, messageRetentionDuration: '604800s', pushConfig: {}, expirationPolicy: {}, state: 'ACTIVE' }) })
}

function addRun(e: GcpEstate, name: string): void {
  const full = `projects/${fleetProd.id}/locations/europe-west4/services/${name}`
  const env = [{ name: 'LOG_LEVEL', value: 'info' }, ...(name === 'ledger-api' ? [{ name: 'LEDGER_PASSWORD', value: canaries.gcpRunPassword }] : [])]
  add(e, {
    project: fleetProd, name: `//run.googleapis.com/${full}`, assetType: 'run.googleapis.com/Service', location: 'europe-west4',
    describe: () => ({
      name: full, uid: e.random.guid(`run/${name}`), generation: '7', createTime: createdAt(e.random, full), ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER', launchStage: 'GA',
      template: { serviceAccount: accountEmail(fleetProd, 'deployer'), scaling: { maxInstanceCount: 10 }, containers: [{ image: `europe-west4-docker.pkg.dev/${fleetProd.id}/services/${name}:3.2.0`, env, ports: [{ name: 'http1', containerPort: 8080 }], resources: { limits: { cpu: '1', memory: '512Mi' } } }] },
    }),
    policy: () => ({ bindings: [{ role: 'roles/run.invoker', members: [`serviceAccount:${accountEmail(fleetProd, 'planner')}`] }] }),
  })
}

function addFunction(e: GcpEstate, name: string): void {
  const full = `projects/${fleetProd.id}/locations/europe-west4/functions/${name}`
  add(e, {
    project: fleetProd, name: `//cloudfunctions.googleapis.com/${full}`, assetType: 'cloudfunctions.googleapis.com/Function', location: 'europe-west4',
    describe: () => ({
      name: full, state: 'ACTIVE', environment: 'GEN_2', updateTime: createdAt(e.random, full), buildConfig: { runtime: 'nodejs22', entryPoint: 'handle' },
      serviceConfig: { service: `projects/${fleetProd.id}/locations/europe-west4/services/${name}`, timeoutSeconds: 60, availableMemory: '256M', ingressSettings: 'ALLOW_INTERNAL_ONLY', serviceAccountEmail: accountEmail(fleetProd, 'deployer'), securityLevel: 'SECURE_ALWAYS', environmentVariables: { LOG_LEVEL: 'info', ...(name === 'depot-import' ? { DEPOT_API_KEY: canaries.gcpFunctionKey } : {}) } },
    }),
  })
}

function addCluster(e: GcpEstate): void {
  const path = `projects/${fleetProd.id}/locations/europe-west4/clusters/fleet-gke`
  add(e, {
    project: fleetProd, name: `//container.googleapis.com/${path}`, assetType: 'container.googleapis.com/Cluster', location: 'europe-west4',
    describe: () => ({
      name: 'fleet-gke', location: 'europe-west4', status: 'RUNNING', network: 'fleet', subnetwork: 'fleet-gke', currentMasterVersion: '1.33.3-gke.1136000', loggingService: 'logging.googleapis.com/kubernetes', monitoringService: 'monitoring.googleapis.com/kubernetes', legacyAbac: {}, createTime: createdAt(e.random, path), selfLink: `https://container.googleapis.com/v1/${path}`,
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true, masterIpv4CidrBlock: '172.16.0.0/28' }, masterAuth: { clientCertificateConfig: {} }, masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ displayName: 'office', cidrBlock: '203.0.113.0/24' }] }, databaseEncryption: { state: 'ENCRYPTED', keyName: keyName(fleetProd, 'secrets') },
      workloadIdentityConfig: { workloadPool: `${fleetProd.id}.svc.id.goog` }, shieldedNodes: { enabled: true }, networkConfig: { datapathProvider: 'ADVANCED_DATAPATH', network: `projects/${fleetProd.id}/global/networks/fleet` }, nodePools: [{ name: 'main', initialNodeCount: 2, status: 'RUNNING', config: { machineType: 'n2-standard-4', serviceAccount: accountEmail(fleetProd, 'gke-nodes'), oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'], diskSizeGb: 100, bootDiskKmsKey: keyName(fleetProd, 'disks') }, management: { autoRepair: true, autoUpgrade: true } }],
    }),
  })
}

function addLogging(e: GcpEstate, project: Project): void {
  const short = project === fleetProd ? 'fleet' : 'lab'
  const sink = (name: string, destination: string, filter: string): void =>
    add(e, {
      project, name: `//logging.googleapis.com/projects/${project.number}/sinks/${name}`, assetType: 'logging.googleapis.com/LogSink',
      describe: (story) => ({ name, destination, filter, disabled: name === 'audit-archive' && project === fleetProd && story.is('gcp-sink-disabled'), writerIdentity: `serviceAccount:service-${project.number}@gcp-sa-logging.iam.gserviceaccount.com`, outputVersionFormat: 'V2', createTime: createdAt(e.random, `sink/${name}`) }),
    })
  sink('audit-archive', `storage.googleapis.com/larkfield-audit-logs-${short}`, '')
  sink('security-topic', `pubsub.googleapis.com/projects/${fleetProd.id}/topics/robot-alerts`, 'severity>=ERROR')
  add(e, { project, name: `//logging.googleapis.com/projects/${project.number}/locations/global/buckets/_Required`, assetType: 'logging.googleapis.com/LogBucket', describe: () => ({ name: `projects/${project.id}/locations/global/buckets/_Required`, retentionDays: 400, lifecycleState: 'ACTIVE', locked: true }) })
  const metrics = { 'owner-changes': 'protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND protoPayload.serviceData.policyDelta.bindingDeltas.role="roles/owner"', 'audit-config-changes': 'protoPayload.methodName="SetIamPolicy" AND protoPayload.serviceData.policyDelta.auditConfigDeltas:*', 'firewall-changes': 'resource.type="gce_firewall_rule"', 'bucket-policy-changes': 'resource.type="gcs_bucket" AND protoPayload.methodName="storage.setIamPermissions"' }
  for (const [name, filter] of Object.entries(metrics)) {
    add(e, { project, name: `//logging.googleapis.com/projects/${project.number}/metrics/${name}`, assetType: 'logging.googleapis.com/LogMetric', describe: () => ({ name, description: `Counts ${name}`, filter, metricDescriptor: { type: `logging.googleapis.com/user/${name}`, metricKind: 'DELTA', valueType: 'INT64', unit: '1' }, createTime: createdAt(e.random, name), version: 'V2' }) })
    const id = e.random.digits(`alert/${project.id}/${name}`, 19)
    add(e, {
      project, name: `//monitoring.googleapis.com/projects/${project.id}/alertPolicies/${id}`, assetType: 'monitoring.googleapis.com/AlertPolicy',
      describe: () => ({ name: `projects/${project.id}/alertPolicies/${id}`, displayName: `Alert: ${name}`, combiner: 'OR', enabled: true, notificationChannels: [`projects/${project.id}/notificationChannels/${e.random.digits('channel', 18)}`], conditions: [{ displayName: name, conditionThreshold: { filter: `metric.type="logging.googleapis.com/user/${name}" AND resource.type="global"`, comparison: 'COMPARISON_GT', duration: '0s', trigger: { count: 1 } } }] }),
    })
  }
}
