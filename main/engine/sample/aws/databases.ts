import type { Watch } from '../story/timeline.ts'
import { add, createdAt, houseTags, tagList, type AwsEstate } from './item.ts'
import { groupId, keyArn, subnetId, subnetsOf, vpcId, vpcs, type Tier, type Vpc } from './topology.ts'

interface Database {
  readonly name: string
  readonly vpc: Vpc
  readonly engine: 'postgres' | 'mysql'
  readonly user: string
  readonly tier?: (story: Watch) => Tier
  readonly plain?: boolean
  readonly lives?: string
  readonly gone?: string
  readonly created?: string
}

const databases: readonly Database[] = [
  { name: 'fleet-core', vpc: vpcs.fleetProd, engine: 'postgres', user: 'fleet_owner' },
  { name: 'fleet-orders', vpc: vpcs.fleetProd, engine: 'postgres', user: 'orders_owner' },
  { name: 'fleet-billing', vpc: vpcs.fleetProd, engine: 'postgres', user: 'billing_owner' },
  {
    name: 'fleet-reporting',
    vpc: vpcs.analyticsProd,
    engine: 'mysql',
    user: 'report_owner',
    plain: true,
    lives: 'aws-rds-reporting-plain',
  },
  {
    name: 'fleet-reporting-v2',
    vpc: vpcs.analyticsProd,
    engine: 'mysql',
    user: 'report_owner',
    gone: 'aws-rds-reporting-plain',
    created: '2026-09-03T05:12:00.000Z',
  },
  { name: 'analytics-meta', vpc: vpcs.analyticsProd, engine: 'postgres', user: 'meta_owner' },
  { name: 'crm-mirror', vpc: vpcs.analyticsProd, engine: 'mysql', user: 'admin' },
  { name: 'fleet-core-replica', vpc: vpcs.fleetDr, engine: 'postgres', user: 'fleet_owner' },
  { name: 'edge-sessions', vpc: vpcs.edgeProd, engine: 'postgres', user: 'edge_owner' },
  { name: 'fleet-core-stg', vpc: vpcs.fleetStaging, engine: 'postgres', user: 'fleet_owner' },
  { name: 'orders-stg', vpc: vpcs.fleetStaging, engine: 'postgres', user: 'orders_owner' },
  {
    name: 'ml-features',
    vpc: vpcs.robotLab,
    engine: 'postgres',
    user: 'ml_owner',
    tier: (story) => (story.is('aws-rds-features-public') ? 'public' : 'data'),
  },
  {
    name: 'ops-metrics',
    vpc: vpcs.fleetStaging,
    engine: 'postgres',
    user: 'postgres',
    lives: 'aws-rds-metrics-postgres',
  },
  { name: 'sim-catalogue', vpc: vpcs.stagingCentral, engine: 'postgres', user: 'sim_owner' },
  {
    name: 'sim-results',
    vpc: vpcs.fleetStaging,
    engine: 'mysql',
    user: 'admin',
    lives: 'aws-rds-sim-admin',
    created: '2026-09-09T10:26:00.000Z',
  },
  { name: 'git-store', vpc: vpcs.sharedCore, engine: 'postgres', user: 'git_owner' },
  { name: 'artifact-index', vpc: vpcs.sharedCore, engine: 'postgres', user: 'index_owner' },
  { name: 'sso-directory', vpc: vpcs.sharedCore, engine: 'postgres', user: 'sso_owner' },
]

/** RDS instances, their subnet groups and yesterday's snapshots. */
export function addDatabases(estate: AwsEstate): void {
  for (const v of new Set(databases.map((d) => d.vpc))) addSubnetGroup(estate, v, 'data')
  addSubnetGroup(estate, vpcs.robotLab, 'public')
  for (const database of databases) {
    addInstance(estate, database)
    addSnapshot(estate, database)
  }
}

const life = (d: Database) => ({
  ...(d.lives === undefined ? {} : { lives: d.lives }),
  ...(d.gone === undefined ? {} : { gone: d.gone }),
})
const born = (e: AwsEstate, d: Database): string => d.created ?? createdAt(e.random, `rds/${d.name}`)
const engineVersion = (d: Database): string => (d.engine === 'postgres' ? '16.8' : '8.0.41')
const encryption = (e: AwsEstate, d: Database) =>
  d.plain === true ? {} : { kmsKeyId: keyArn(e.random, d.vpc.account, d.vpc.region, 'rds') }

function groupBlock(e: AwsEstate, v: Vpc, tier: Tier) {
  return {
    dBSubnetGroupName: `${v.name}-${tier}`,
    dBSubnetGroupDescription: `${tier} subnets of ${v.name}`,
    vpcId: vpcId(e.random, v),
    subnetGroupStatus: 'Complete',
    subnets: subnetsOf(v)
      .filter((s) => s.tier === tier)
      .map((s) => ({
        subnetIdentifier: subnetId(e.random, s),
        subnetAvailabilityZone: { name: s.zone },
        subnetOutpost: null,
        subnetStatus: 'Active',
      })),
  }
}

function addSubnetGroup(e: AwsEstate, v: Vpc, tier: Tier): void {
  const name = `${v.name}-${tier}`
  const arn = `arn:aws:rds:${v.region}:${v.account.id}:subgrp:${name}`
  add(e, {
    account: v.account,
    region: v.region,
    type: 'AWS::RDS::DBSubnetGroup',
    id: name,
    name,
    arn,
    zone: 'Multiple Availability Zones',
    created: createdAt(e.random, arn),
    describe: () => ({ configuration: { ...groupBlock(e, v, tier), dBSubnetGroupArn: arn } }),
  })
}

function addInstance(e: AwsEstate, d: Database): void {
  const { account, region } = d.vpc
  const resource = `db-${e.random.base32(`dbi/${account.id}/${d.name}`, 26)}`
  const arn = `arn:aws:rds:${region}:${account.id}:db:${d.name}`
  const port = d.engine === 'postgres' ? 5432 : 3306
  const tags = houseTags(account, d.name, 'data')
  add(e, {
    account,
    region,
    type: 'AWS::RDS::DBInstance',
    id: resource,
    name: d.name,
    arn,
    zone: 'Multiple Availability Zones',
    created: born(e, d),
    ...life(d),
    relationships: [
      {
        resourceType: 'AWS::EC2::SecurityGroup',
        resourceId: groupId(e.random, d.vpc, 'data'),
        name: 'Is associated with SecurityGroup',
      },
      {
        resourceType: 'AWS::RDS::DBSubnetGroup',
        resourceName: `${d.vpc.name}-data`,
        name: 'Is associated with DBSubnetGroup',
      },
    ],
    describe: (story) => {
      const tier = d.tier?.(story) ?? 'data'
      return {
        tags,
        configuration: {
          dBInstanceIdentifier: d.name,
          dBInstanceClass: 'db.m6g.large',
          engine: d.engine,
          dBInstanceStatus: 'available',
          masterUsername: d.user,
          dBName: d.name.replaceAll('-', '_'),
          endpoint: {
            address: `${d.name}.${e.random.hex(`rdshost/${account.id}/${region}`, 12)}.${region}.rds.amazonaws.com`,
            port,
            hostedZoneId: 'Z29XKXDKYMONMX',
          },
          allocatedStorage: 200,
          instanceCreateTime: born(e, d),
          preferredBackupWindow: '03:12-03:42',
          backupRetentionPeriod: 14,
          dBSecurityGroups: [],
          vpcSecurityGroups: [{ vpcSecurityGroupId: groupId(e.random, d.vpc, 'data'), status: 'active' }],
          dBParameterGroups: [
            { dBParameterGroupName: `larkfield-${d.engine}`, parameterApplyStatus: 'in-sync' },
          ],
          availabilityZone: `${region}a`,
          dBSubnetGroup: groupBlock(e, d.vpc, tier),
          preferredMaintenanceWindow: 'sun:04:10-sun:04:40',
          pendingModifiedValues: { processorFeatures: [] },
          multiAZ: account.name === 'prod',
          engineVersion: engineVersion(d),
          autoMinorVersionUpgrade: true,
          readReplicaDBInstanceIdentifiers: [],
          licenseModel: d.engine === 'postgres' ? 'postgresql-license' : 'general-public-license',
          optionGroupMemberships: [],
          publiclyAccessible: tier === 'public',
          statusInfos: [],
          storageType: 'gp3',
          dbInstancePort: 0,
          storageEncrypted: d.plain !== true,
          ...encryption(e, d),
          dbiResourceId: resource,
          cACertificateIdentifier: 'rds-ca-rsa2048-g1',
          domainMemberships: [],
          copyTagsToSnapshot: true,
          monitoringInterval: 60,
          monitoringRoleArn: `arn:aws:iam::${account.id}:role/rds-monitoring`,
          dBInstanceArn: arn,
          iAMDatabaseAuthenticationEnabled: true,
          performanceInsightsEnabled: true,
          enabledCloudwatchLogsExports: [d.engine === 'postgres' ? 'postgresql' : 'audit'],
          processorFeatures: [],
          deletionProtection: account.name === 'prod',
          associatedRoles: [],
        },
        supplementary: { Tags: tagList(tags) },
      }
    },
  })
}

function addSnapshot(e: AwsEstate, d: Database): void {
  const { account, region } = d.vpc
  const name = `${d.name}-before-upgrade`
  const arn = `arn:aws:rds:${region}:${account.id}:snapshot:${name}`
  add(e, {
    account,
    region,
    type: 'AWS::RDS::DBSnapshot',
    id: name,
    name,
    arn,
    zone: `${region}a`,
    created: born(e, d),
    ...life(d),
    describe: () => ({
      configuration: {
        dBSnapshotIdentifier: name,
        dBInstanceIdentifier: d.name,
        snapshotCreateTime: born(e, d),
        engine: d.engine,
        allocatedStorage: 200,
        status: 'available',
        port: d.engine === 'postgres' ? 5432 : 3306,
        availabilityZone: `${region}a`,
        vpcId: vpcId(e.random, d.vpc),
        instanceCreateTime: born(e, d),
        masterUsername: d.user,
        engineVersion: engineVersion(d),
        licenseModel: 'n/a',
        snapshotType: 'manual',
        percentProgress: 100,
        storageType: 'gp3',
        encrypted: d.plain !== true,
        ...encryption(e, d),
        dBSnapshotArn: arn,
        iAMDatabaseAuthenticationEnabled: true,
        processorFeatures: [],
      },
      supplementary: { DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [] }] },
    }),
  })
}
