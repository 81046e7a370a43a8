import type { Provider } from '../../../shared/model/provider.ts'

/**
 * Fields that change although nobody changed the configuration. They are left out of the normal form, so that an unchanged resource has
 * an unchanged document (and costs nothing to store) and drift shows only what someone did.
 *
 * Left out already by the form itself, which takes named envelope fields only:
 * AWS `configurationItemCaptureTime`, `configurationStateId`, `configurationItemMD5Hash`/`configurationStateMd5Hash`,
 * `configurationItemStatus`, `configurationItemVersion`/`version`, `relatedEvents`, `recordingFrequency`;
 * Azure top-level `etag`, `systemData`, `changedTime`, `createdTime`, `tenantId`; GCP `update_time`, `resource.version`, `discovery_*`.
 */

/** Keys dropped wherever they stand in `config`. */
export const volatileKeys: Readonly<Record<Provider, ReadonlySet<string>>> = {
  aws: new Set(['configurationItemCaptureTime']),
  azure: new Set([
    'etag',
    'provisioningState', // Updating and Succeeded come and go while the platform works
    'systemData', // createdBy, lastModifiedAt: the platform touches it
    'lastModifiedTimeUtc',
    'statusOfPrimary',
    'statusOfSecondary',
    'instanceView',
    'freeTrialRemainingTime', // counts down every day
  ]),
  gcp: new Set([
    'etag',
    'fingerprint',
    'labelFingerprint',
    'updateTime',
    'update_time',
    'metageneration',
    'lastModifiedTime',
    'lastStartTimestamp',
    'lastStopTimestamp',
    'lastSuspendedTimestamp',
    'lastAttachTimestamp',
    'lastDetachTimestamp',
    'cpuPlatform', // whichever processor the last start found
    'resourceStatus',
    'serverUnusedSince',
  ]),
}

/** Paths dropped for one type. AWS and GCP types as the provider spells them, Azure's in lower case. */
export const volatilePaths: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::User': ['config.passwordLastUsed'],
  'AWS::IAM::Role': ['config.roleLastUsed'],
  'AWS::IAM::AccountSummary': [
    'config.MFADevicesInUse',
    'config.MFADevices',
    'config.AccessKeysPerUserQuota',
  ],
  'AWS::Lambda::Function': ['config.revisionId'],
  'AWS::Logs::LogGroup': ['config.storedBytes'],
  'AWS::EC2::Snapshot': ['config.progress'],
  'AWS::CloudTrail::EventDataStore': ['config.UpdatedTimestamp'],
  'AWS::Config::DeliveryChannelStatus': ['configHistoryDeliveryInfo', 'configSnapshotDeliveryInfo'].flatMap(
    (part) => [
      `config.${part}.lastAttemptTime`,
      `config.${part}.lastSuccessfulTime`,
      `config.${part}.nextDeliveryTime`,
    ],
  ),
  'AWS::RDS::DBInstance': ['config.latestRestorableTime'],
  'AWS::RDS::DBCluster': ['config.latestRestorableTime', 'config.earliestRestorableTime'],
  'AWS::DynamoDB::Table': [
    'config.itemCount',
    'config.tableSizeBytes',
    'config.provisionedThroughput.numberOfDecreasesToday',
  ],
  'AWS::EC2::Subnet': ['config.availableIpAddressCount'],
  'AWS::EC2::VPNConnection': ['config.vgwTelemetry'],
  'AWS::EFS::FileSystem': ['config.SizeInBytes'],
  'AWS::ECS::Service': ['config.runningCount', 'config.pendingCount', 'config.events', 'config.deployments'],
  'AWS::CloudWatch::Alarm': [
    'config.stateValue',
    'config.stateReason',
    'config.stateReasonData',
    'config.stateUpdatedTimestamp',
    'config.stateTransitionedTimestamp',
  ],
  'AWS::CloudFront::Distribution': ['config.inProgressInvalidationBatches', 'config.eTag'],
  'AWS::CloudTrail::TrailStatus': [
    'config.LatestDeliveryTime',
    'config.LatestDeliveryAttemptTime',
    'config.LatestDeliveryAttemptSucceeded',
    'config.LatestNotificationTime',
    'config.LatestNotificationAttemptTime',
    'config.LatestNotificationAttemptSucceeded',
    'config.LatestCloudWatchLogsDeliveryTime',
    'config.LatestDigestDeliveryTime',
    'config.TimeLoggingStarted',
    'config.TimeLoggingStopped',
  ],
  'AWS::Redshift::Cluster': [
    'config.expectedNextSnapshotScheduleTime',
    'config.nextMaintenanceWindowStartTime',
    'config.totalStorageCapacityInMegaBytes',
  ],
  'AWS::SQS::Queue': [
    'config.ApproximateNumberOfMessages',
    'config.ApproximateNumberOfMessagesDelayed',
    'config.ApproximateNumberOfMessagesNotVisible',
  ],
  'AWS::SecretsManager::Secret': ['config.LastAccessedDate'],
  'microsoft.web/sites': [
    'config.availabilityState',
    'config.usageState',
    'config.suspendedTill',
    'config.inProgressOperationId',
  ],
  'microsoft.storage/storageaccounts': ['config.geoReplicationStats', 'config.lastGeoFailoverTime'],
  'microsoft.sql/servers/databases': [
    'config.earliestRestoreDate',
    'config.pausedDate',
    'config.resumedDate',
  ],
  'microsoft.operationalinsights/workspaces': ['config.modifiedDate', 'config.workspaceCapping'],
  'microsoft.security/assessments': ['config.timeGenerated', 'config.status.statusChangeDate'],
  'microsoft.graph/userregistrationdetails': ['config.lastUpdatedDateTime'],
  'storage.googleapis.com/Bucket': ['config.updated', 'config.generation'],
  'bigquery.googleapis.com/Table': ['config.numBytes', 'config.numRows', 'config.numLongTermBytes'],
  'sqladmin.googleapis.com/Instance': ['config.currentDiskSize', 'config.settings.settingsVersion'],
  'container.googleapis.com/Cluster': [
    'config.currentNodeCount',
    'config.statusMessage',
    'config.conditions',
  ],
  'admin.googleapis.com/User': ['config.lastLoginTime'],
  'run.googleapis.com/Service': [
    'config.status',
    'config.conditions',
    'config.terminalCondition',
    'config.generation',
    'config.observedGeneration',
  ],
}
