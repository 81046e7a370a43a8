import { canaries } from '../canaries.ts'
import {
  accountEmail,
  add,
  createdAt,
  dataLab,
  fleetProd,
  keyName,
  projects,
  type GcpEstate,
  type Project,
} from './item.ts'
import { addLoadBalancers } from './load-balancers.ts'
import { addLogging } from './logging.ts'

/** Load balancers, messaging, run-time services, clusters, log sinks, metrics and alerts. */
export function addServices(estate: GcpEstate): void {
  addLoadBalancers(estate)
  for (const name of ['robot-pose-v2', 'robot-alerts', 'mission-events', 'ledger-events', 'map-updates'])
    addTopic(estate, fleetProd, name, false)
  addTopic(estate, fleetProd, 'robot-pose-v1', true)
  for (const name of ['label-jobs', 'training-done']) addTopic(estate, dataLab, name, false)
  for (const name of ['fleet-gateway', 'mission-api', 'ledger-api', 'map-api']) addRun(estate, name)
  for (const name of ['depot-import', 'invoice-mail', 'pose-archive']) addFunction(estate, name)
  addCluster(estate)
  for (const project of projects) addLogging(estate, project)
}

function addTopic(e: GcpEstate, project: Project, name: string, goes: boolean): void {
  const life = goes ? { gone: 'gcp-topic-deleted' } : {}
  const policy = () => ({
    bindings: [
      {
        role: 'roles/pubsub.publisher',
        members: [
          `serviceAccount:${accountEmail(project, project === fleetProd ? 'pose-stream' : 'trainer')}`,
        ],
      },
    ],
  })
  add(e, {
    project,
    name: `//pubsub.googleapis.com/projects/${project.id}/topics/${name}`,
    assetType: 'pubsub.googleapis.com/Topic',
    ...life,
    describe: () => ({
      name: `projects/${project.id}/topics/${name}`,
      kmsKeyName: keyName(project, 'storage'),
      messageRetentionDuration: '604800s',
      labels: { stream: name },
    }),
    policy,
  })
  add(e, {
    project,
    name: `//pubsub.googleapis.com/projects/${project.id}/subscriptions/${name}-archive`,
    assetType: 'pubsub.googleapis.com/Subscription',
    ...life,
    describe: () => ({
      name: `projects/${project.id}/subscriptions/${name}-archive`,
      topic: `projects/${project.id}/topics/${name}`,
      ackDeadlineSeconds: 30,
      messageRetentionDuration: '604800s',
      pushConfig: {},
      expirationPolicy: {},
      state: 'ACTIVE',
    }),
  })
}

function addRun(e: GcpEstate, name: string): void {
  const full = `projects/${fleetProd.id}/locations/europe-west4/services/${name}`
  const env = [
    { name: 'LOG_LEVEL', value: 'info' },
    ...(name === 'ledger-api' ? [{ name: 'LEDGER_PASSWORD', value: canaries.gcpRunPassword }] : []),
  ]
  add(e, {
    project: fleetProd,
    name: `//run.googleapis.com/${full}`,
    assetType: 'run.googleapis.com/Service',
    location: 'europe-west4',
    describe: () => ({
      name: full,
      uid: e.random.guid(`run/${name}`),
      generation: '7',
      createTime: createdAt(e.random, full),
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      launchStage: 'GA',
      template: {
        serviceAccount: accountEmail(fleetProd, 'deployer'),
        scaling: { maxInstanceCount: 10 },
        containers: [
          {
            image: `europe-west4-docker.pkg.dev/${fleetProd.id}/services/${name}:3.2.0`,
            env,
            ports: [{ name: 'http1', containerPort: 8080 }],
            resources: { limits: { cpu: '1', memory: '512Mi' } },
          },
        ],
      },
    }),
    policy: () => ({
      bindings: [
        { role: 'roles/run.invoker', members: [`serviceAccount:${accountEmail(fleetProd, 'planner')}`] },
      ],
    }),
  })
}

function addFunction(e: GcpEstate, name: string): void {
  const full = `projects/${fleetProd.id}/locations/europe-west4/functions/${name}`
  add(e, {
    project: fleetProd,
    name: `//cloudfunctions.googleapis.com/${full}`,
    assetType: 'cloudfunctions.googleapis.com/Function',
    location: 'europe-west4',
    describe: () => ({
      name: full,
      state: 'ACTIVE',
      environment: 'GEN_2',
      updateTime: createdAt(e.random, full),
      buildConfig: { runtime: 'nodejs22', entryPoint: 'handle' },
      serviceConfig: {
        service: `projects/${fleetProd.id}/locations/europe-west4/services/${name}`,
        timeoutSeconds: 60,
        availableMemory: '256M',
        ingressSettings: 'ALLOW_INTERNAL_ONLY',
        serviceAccountEmail: accountEmail(fleetProd, 'deployer'),
        securityLevel: 'SECURE_ALWAYS',
        environmentVariables: {
          LOG_LEVEL: 'info',
          ...(name === 'depot-import' ? { DEPOT_API_KEY: canaries.gcpFunctionKey } : {}),
        },
      },
    }),
  })
}

function addCluster(e: GcpEstate): void {
  const path = `projects/${fleetProd.id}/locations/europe-west4/clusters/fleet-gke`
  add(e, {
    project: fleetProd,
    name: `//container.googleapis.com/${path}`,
    assetType: 'container.googleapis.com/Cluster',
    location: 'europe-west4',
    describe: () => ({
      name: 'fleet-gke',
      location: 'europe-west4',
      status: 'RUNNING',
      network: 'fleet',
      subnetwork: 'fleet-gke',
      currentMasterVersion: '1.33.3-gke.1136000',
      loggingService: 'logging.googleapis.com/kubernetes',
      monitoringService: 'monitoring.googleapis.com/kubernetes',
      legacyAbac: {},
      createTime: createdAt(e.random, path),
      selfLink: `https://container.googleapis.com/v1/${path}`,
      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: true,
        masterIpv4CidrBlock: '172.16.0.0/28',
      },
      masterAuth: { clientCertificateConfig: {} },
      masterAuthorizedNetworksConfig: {
        enabled: true,
        cidrBlocks: [{ displayName: 'office', cidrBlock: '203.0.113.0/24' }],
      },
      databaseEncryption: { state: 'ENCRYPTED', keyName: keyName(fleetProd, 'secrets') },
      workloadIdentityConfig: { workloadPool: `${fleetProd.id}.svc.id.goog` },
      shieldedNodes: { enabled: true },
      networkConfig: {
        datapathProvider: 'ADVANCED_DATAPATH',
        network: `projects/${fleetProd.id}/global/networks/fleet`,
      },
      nodePools: [
        {
          name: 'main',
          initialNodeCount: 2,
          status: 'RUNNING',
          config: {
            machineType: 'n2-standard-4',
            serviceAccount: accountEmail(fleetProd, 'gke-nodes'),
            oauthScopes: ['https://www.googleapis.com/auth/cloud-platform'],
            diskSizeGb: 100,
            bootDiskKmsKey: keyName(fleetProd, 'disks'),
          },
          management: { autoRepair: true, autoUpgrade: true },
        },
      ],
    }),
  })
}
