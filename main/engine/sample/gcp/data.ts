import type { Watch } from '../story/timeline.ts'
import {
  accountEmail,
  add,
  createdAt,
  dataLab,
  fleetProd,
  keyName,
  projects,
  type Binding,
  type GcpEstate,
  type Project,
} from './item.ts'

const buckets: readonly (readonly [Project, string, open?: readonly [event: string, member: string]])[] = [
  ...[
    'fleet-state',
    'map-tiles',
    'mission-logs',
    'ledger-exports',
    'firmware-cache',
    'audit-logs-fleet',
    'robot-images',
    'depot-plans',
  ].map((name) => [fleetProd, `larkfield-${name}`] as const),
  [fleetProd, 'larkfield-warehouse-maps', ['gcp-bucket-maps', 'allAuthenticatedUsers']],
  ...[
    'training-sets',
    'model-store',
    'notebook-homes',
    'pipeline-staging',
    'audit-logs-lab',
    'label-exports',
    'simulation-runs',
    'feature-store',
  ].map((name) => [dataLab, `larkfield-${name}`] as const),
  [dataLab, 'larkfield-open-datasets', ['gcp-bucket-datasets', 'allUsers']],
]
interface Database {
  readonly name: string
  readonly project: Project
}
const databases: readonly Database[] = [
  ...['fleet-ledger', 'fleet-ledger-replica', 'fleet-missions', 'fleet-depots', 'fleet-identity'].map(
    (name) => ({ name, project: fleetProd }),
  ),
  ...['lab-features', 'lab-labels', 'lab-notebooks'].map((name) => ({ name, project: dataLab })),
]

/** Cloud Storage buckets, Cloud SQL instances, BigQuery datasets, keys and secrets. */
export function addData(estate: GcpEstate): void {
  for (const [project, name, open] of buckets) addBucket(estate, project, name, open)
  for (const database of databases) addSql(estate, database)
  for (const name of ['telemetry', 'missions', 'labels', 'features', 'quality', 'finance_share'])
    addDataset(estate, name)
  for (const project of projects) addKeys(estate, project)
  for (const [project, name] of [
    [fleetProd, 'ledger-password'],
    [fleetProd, 'map-token'],
    [fleetProd, 'webhook-key'],
    [dataLab, 'label-vendor-key'],
    [dataLab, 'registry-token'],
  ] as const)
    add(estate, {
      project,
      name: `//secretmanager.googleapis.com/projects/${project.number}/secrets/${name}`,
      assetType: 'secretmanager.googleapis.com/Secret',
      describe: () => ({
        name: `projects/${project.number}/secrets/${name}`,
        replication: {
          userManaged: {
            replicas: [
              {
                location: 'europe-west4',
                customerManagedEncryption: { kmsKeyName: keyName(project, 'secrets') },
              },
            ],
          },
        },
        createTime: createdAt(estate.random, name),
        rotation: { rotationPeriod: '7776000s' },
      }),
      policy: () => ({
        bindings: [
          {
            role: 'roles/secretmanager.secretAccessor',
            members: [
              `serviceAccount:${accountEmail(project, project === fleetProd ? 'ledger' : 'labeller')}`,
            ],
          },
        ],
      }),
    })
}

function addBucket(
  e: GcpEstate,
  project: Project,
  name: string,
  open: readonly [string, string] | undefined,
): void {
  const timeCreated = createdAt(e.random, `//storage.googleapis.com/${name}`)
  const bindings = (story: Watch): Binding[] => [
    { role: 'roles/storage.admin', members: [`group:storage-admins@larkfield.example`] },
    {
      role: 'roles/storage.objectViewer',
      members: [
        `serviceAccount:${accountEmail(project, project === fleetProd ? 'planner' : 'notebook')}`,
        ...(open !== undefined && story.is(open[0]) ? [open[1]] : []),
      ],
    },
  ]
  add(e, {
    project,
    name: `//storage.googleapis.com/${name}`,
    assetType: 'storage.googleapis.com/Bucket',
    location: 'europe-west4',
    describe: (story) => {
      const isOpen = open !== undefined && story.is(open[0])
      return {
        kind: 'storage#bucket',
        id: name,
        name,
        selfLink: `https://www.googleapis.com/storage/v1/b/${name}`,
        projectNumber: project.number,
        location: 'EUROPE-WEST4',
        locationType: 'region',
        storageClass: 'STANDARD',
        timeCreated,
        updated: story.lastChange(timeCreated),
        versioning: { enabled: true },
        iamConfiguration: {
          bucketPolicyOnly: { enabled: true, lockedTime: '2027-01-05T00:00:00Z' },
          uniformBucketLevelAccess: { enabled: true, lockedTime: '2027-01-05T00:00:00Z' },
          publicAccessPrevention: isOpen ? 'inherited' : 'enforced',
        },
        encryption: { defaultKmsKeyName: keyName(project, 'storage') },
        labels: { team: project === fleetProd ? 'fleet' : 'data-science' },
        softDeletePolicy: { retentionDurationSeconds: '604800' },
        ...(name.includes('audit')
          ? { retentionPolicy: { retentionPeriod: '31536000', effectiveTime: timeCreated, isLocked: true } }
          : {}),
      }
    },
    policy: (story) => ({ bindings: bindings(story) }),
  })
}

function addSql(e: GcpEstate, { name, project }: Database): void {
  add(e, {
    project,
    name: `//cloudsql.googleapis.com/projects/${project.id}/instances/${name}`,
    assetType: 'sqladmin.googleapis.com/Instance',
    location: 'europe-west4',
    describe: (story) => {
      const isNotebook = name === 'lab-notebooks'
      const anyAddress = name === 'fleet-ledger-replica' && story.is('gcp-sql-any-address')
      const isPlainWire = isNotebook && story.is('gcp-sql-ssl')
      const noKey = isNotebook && story.is('gcp-sql-no-cmek')
      return {
        kind: 'sql#instance',
        name,
        project: project.id,
        region: 'europe-west4',
        gceZone: 'europe-west4-a',
        state: 'RUNNABLE',
        backendType: 'SECOND_GEN',
        instanceType: 'CLOUD_SQL_INSTANCE',
        databaseVersion: 'POSTGRES_16',
        connectionName: `${project.id}:europe-west4:${name}`,
        ipAddresses: anyAddress
          ? [
              { type: 'PRIMARY', ipAddress: '198.51.100.77' },
              { type: 'PRIVATE', ipAddress: '10.60.17.9' },
            ]
          : [{ type: 'PRIVATE', ipAddress: '10.60.17.9' }],
        selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${project.id}/instances/${name}`,
        createTime: createdAt(e.random, `sql/${name}`),
        ...(noKey
          ? {}
          : {
              diskEncryptionConfiguration: {
                kind: 'sql#diskEncryptionConfiguration',
                kmsKeyName: keyName(project, 'sql'),
              },
            }),
        settings: {
          kind: 'sql#settings',
          tier: 'db-custom-4-16384',
          activationPolicy: 'ALWAYS',
          availabilityType: 'REGIONAL',
          pricingPlan: 'PER_USE',
          replicationType: 'SYNCHRONOUS',
          storageAutoResize: true,
          dataDiskSizeGb: '100',
          dataDiskType: 'PD_SSD',
          deletionProtectionEnabled: true,
          backupConfiguration: {
            kind: 'sql#backupConfiguration',
            enabled: true,
            pointInTimeRecoveryEnabled: true,
            startTime: '02:00',
            transactionLogRetentionDays: 7,
          },
          databaseFlags: [
            { name: 'log_connections', value: 'on' },
            { name: 'log_disconnections', value: 'on' },
            { name: 'cloudsql.enable_pgaudit', value: 'on' },
          ],
          ipConfiguration: {
            ipv4Enabled: anyAddress,
            privateNetwork: `projects/${project.id}/global/networks/${project === fleetProd ? 'fleet' : 'lab'}`,
            authorizedNetworks: anyAddress
              ? [{ kind: 'sql#aclEntry', name: 'debug', value: '0.0.0.0/0' }]
              : [],
            requireSsl: !isPlainWire,
            sslMode: isPlainWire ? 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' : 'ENCRYPTED_ONLY',
            serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA',
          },
        },
      }
    },
  })
}

function addDataset(e: GcpEstate, datasetId: string): void {
  add(e, {
    project: dataLab,
    name: `//bigquery.googleapis.com/projects/${dataLab.id}/datasets/${datasetId}`,
    assetType: 'bigquery.googleapis.com/Dataset',
    location: 'europe-west4',
    describe: () => ({
      kind: 'bigquery#dataset',
      id: `${dataLab.id}:${datasetId}`,
      datasetReference: { projectId: dataLab.id, datasetId },
      location: 'europe-west4',
      creationTime: String(Date.parse(createdAt(e.random, `bq/${datasetId}`))),
      type: 'DEFAULT',
      defaultEncryptionConfiguration: { kmsKeyName: keyName(dataLab, 'bigquery') },
      access: [
        { role: 'OWNER', groupByEmail: 'data-owners@larkfield.example' },
        { role: 'READER', groupByEmail: 'data-science@larkfield.example' },
      ],
    }),
    policy: () => ({
      bindings: [
        { role: 'roles/bigquery.dataOwner', members: ['group:data-owners@larkfield.example'] },
        { role: 'roles/bigquery.dataViewer', members: ['group:data-science@larkfield.example'] },
      ],
    }),
  })
}

function addKeys(e: GcpEstate, project: Project): void {
  const ring = `projects/${project.id}/locations/europe-west4/keyRings/data`
  add(e, {
    project,
    name: `//cloudkms.googleapis.com/${ring}`,
    assetType: 'cloudkms.googleapis.com/KeyRing',
    location: 'europe-west4',
    describe: () => ({ name: ring, createTime: '2024-06-10T08:00:00.120Z' }),
  })
  for (const key of ['disks', 'storage', 'sql', 'secrets', ...(project === dataLab ? ['bigquery'] : [])])
    add(e, {
      project,
      name: `//cloudkms.googleapis.com/${keyName(project, key)}`,
      assetType: 'cloudkms.googleapis.com/CryptoKey',
      location: 'europe-west4',
      parent: `//cloudkms.googleapis.com/${ring}`,
      describe: () => ({
        name: keyName(project, key),
        purpose: 'ENCRYPT_DECRYPT',
        createTime: '2024-06-10T08:01:00.412Z',
        rotationPeriod: '7776000s',
        versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: 'HSM' },
        destroyScheduledDuration: '2592000s',
      }),
      policy: () => ({
        bindings: [
          {
            role: 'roles/cloudkms.cryptoKeyEncrypterDecrypter',
            members: [`serviceAccount:service-${project.number}@compute-system.iam.gserviceaccount.com`],
          },
        ],
      }),
    })
}
