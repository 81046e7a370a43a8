import { events } from './event.ts'

/** What goes wrong, changes and is mended in the three AWS accounts. */
export const awsEvents = events('aws', [
  ['root-mfa-staging', 1, '222233334444', 'root user without MFA', ['-', '2026-07-14 09:20']],
  ['root-mfa-shared', 1, '333344445555', 'root MFA device lost and removed', ['2026-09-03 11:02', '2026-09-08 13:40']],

  ['policy-legacy-deploy', 2, 'LegacyDeployAll', 'customer policy allows * on *', ['-', '2026-08-27 10:12']],
  ['policy-breakglass', 2, 'ci-runner-breakglass', 'policy with * on * made for one night, then deleted', ['2026-07-31 21:48', '2026-08-06 08:31']],
  ['policy-data-lake', 2, 'data-lake-admin', 'policy allows * on *; accepted until 31 August', ['-', '2026-09-17 14:05']],
  ['policies-sandbox', 2, 'sandbox-t*', 'sandbox policies allow * on *, first two narrowed', ['-', '2026-09-09 10:00']],
  ['policies-sandbox-last', 2, 'sandbox-r*', 'sandbox policies allow * on *, still there', ['-', '-']],
  ['role-telemetry-inline', 2, 'telemetry-ingest', 'inline role policy allows * on *; comes back with an old template', ['2026-07-09 15:33', '2026-07-22 09:10'], ['2026-08-19 12:00', '2026-09-02 16:20']],

  ['sg-jumphost-ssh', 3, 'ops-jumphost', 'SSH from any address; comes back during an incident call', ['2026-07-03 16:41', '2026-07-07 10:05'], ['2026-08-20 23:14', '2026-08-25 07:55']],
  ['sg-rdp-v6', 3, 'legacy-rdp-gateway', 'RDP from ::/0, in the region that is denied on 27 July and 3 August', ['2026-07-16 13:20', '2026-08-07 11:45']],
  ['sg-lab-any', 3, 'robot-lab-any', 'every TCP port from any address', ['-', '2026-09-11 09:36']],
  ['sg-bench-cells', 3, 'bench-cell-*', 'SSH from any address on three bench cells', ['-', '2026-08-28 15:20']],
  ['sg-field-kit', 3, 'field-kit-*', 'RDP from any address on two field kits, still there', ['-', '-']],
  ['sg-vendor-ssh', 3, 'vendor-calibration', 'SSH from any address, never mended', ['-', '-']],

  ['bucket-press-kit', 4, 'larkfield-press-kit', 'public on purpose; accepted until the end of the year', ['-', '-']],
  ['bucket-demo-day', 4, 'larkfield-demo-day-2026', 'bucket made public, emptied and deleted within a week', ['2026-07-16 08:02', '2026-07-24 17:30']],
  ['bucket-telemetry-public', 4, 'larkfield-robot-telemetry-exports', 'policy for any principal, seen in one capture', ['2026-07-10 19:11', '2026-07-15 08:40']],
  ['bucket-firmware-acl', 4, 'larkfield-firmware-releases', 'AllUsers read by ACL', ['2026-08-28 14:22', '2026-09-09 10:01']],
  ['bucket-lab-scratch', 4, 'larkfield-lab-scratch', 'public access block half off, ACL public', ['-', '2026-07-29 12:15']],
  ['account-block-staging', 4, '222233334444', 'public access block of the account off', ['-', '2026-07-30 09:05']],

  ['volumes-first-lot', 5, 'legacy-vol-a*', 'unencrypted volumes, first lot replaced', ['-', '2026-07-16 20:00']],
  ['volumes-second-lot', 5, 'legacy-vol-b*', 'unencrypted volumes, second lot replaced', ['-', '2026-08-06 20:00']],
  ['volumes-third-lot', 5, 'legacy-vol-c*', 'unencrypted volumes, third lot replaced', ['-', '2026-09-03 20:00']],
  ['volumes-last-lot', 5, 'legacy-vol-d*', 'unencrypted volumes, still there', ['-', '-']],
  ['rds-reporting-plain', 5, 'fleet-reporting', 'unencrypted database, replaced by fleet-reporting-v2', ['-', '2026-09-03 05:30']],
  ['ebs-default-staging', 5, '222233334444/eu-central-1', 'EBS encryption by default off', ['-', '2026-08-06 09:12']],
  ['efs-cad-share', 5, 'cad-share', 'unencrypted file system; accepted until the end of October', ['-', '-']],

  ['trail-stopped', 6, 'larkfield-prod-trail', 'trail stopped logging over a weekend', ['2026-07-31 18:22', '2026-08-03 11:50']],
  ['trail-validation', 6, 'larkfield-staging-trail', 'log file validation off', ['-', '2026-07-10 09:05']],
  ['flowlog-robot-lab', 6, 'robot-lab', 'no flow log on the VPC; deleted again with a stack update', ['-', '2026-08-20 10:18'], ['2026-09-16 15:02', '2026-09-23 09:47']],

  ['rds-features-public', 7, 'ml-features', 'database with a public address in a public subnet', ['-', '2026-07-30 13:28']],
  ['lab-default-vpc', 7, 'lab-runner-*', 'machines in the default VPC', ['-', '2026-09-24 16:10']],
  ['default-sg-open', 7, 'default', 'default security group of edge-prod lets traffic in', ['2026-08-12 12:44', '2026-08-26 09:33']],

  ['root-key-shared', 8, '333344445555', 'root user has an access key', ['-', '2026-07-23 14:52']],
  ['rds-crm-admin', 8, 'crm-mirror', 'database with the master user name admin', ['-', '-']],
  ['rds-metrics-postgres', 8, 'ops-metrics', 'database with the master user name postgres, deleted', ['-', '2026-08-13 09:00']],
  ['rds-sim-admin', 8, 'sim-results', 'new database with the master user name admin, made again with another', ['2026-09-09 10:26', '2026-09-22 08:14']],

  ['listener-fleet-api', 9, 'fleet-api', 'HTTPS listener with a policy that speaks TLS 1.0', ['-', '2026-07-21 10:40']],
  ['listener-partner-gw', 9, 'partner-gw', 'HTTPS listener for old partners speaks TLS 1.0; accepted until the end of November', ['-', '-']],
  ['cloudfront-docs', 9, 'docs.larkfield.example', 'distribution set back to TLSv1', ['2026-08-13 14:09', '2026-08-28 11:31']],
  ['apigw-telemetry', 9, 'telemetry.larkfield.example', 'API domain with TLS_1_0', ['-', '2026-09-10 09:22']],

  ['guardduty-prod-ue1', 10, '111122223333/us-east-1', 'GuardDuty detector suspended', ['2026-08-26 16:37', '2026-09-01 09:18']],
  ['hub-staging-ec1', 10, '222233334444/eu-central-1', 'Security Hub not enabled', ['-', '2026-08-19 10:07']],
  ['recorder-shared-ue1', 10, '333344445555/us-east-1', 'Config recorder stopped', ['2026-09-10 18:20', '2026-09-15 08:25']],

  // changes that are no misconfiguration
  ['tags-owner', null, 'telemetry-api-*', 'owner tag moves to another team (CHG-1042)', ['2026-07-22 09:00', '-']],
  ['sg-web-8443', null, 'fleet-web', 'port 8443 opened to any address and taken back', ['2026-07-25 10:30', '2026-08-05 12:00']],
  ['lambda-memory', null, 'pose-estimator', 'memory from 512 to 1024 MB (CHG-1057)', ['2026-07-30 08:45', '-']],
  ['lambda-secret', null, 'pose-estimator', 'secret in the environment changed', ['2026-08-06 07:12', '-']],
  ['instance-resize', null, 'route-planner-01', 'instance type m6i.large to m6i.xlarge (CHG-1066)', ['2026-08-27 05:30', '-']],
  ['telemetry-api-added', null, 'telemetry-api-05', 'two machines added', ['2026-08-06 06:20', '-']],
  ['build-agent-deleted', null, 'build-agent-03', 'machine terminated', ['2026-07-28 17:55', '-']],
  ['bucket-versioning', null, 'larkfield-fleet-maps', 'versioning suspended and switched on again', ['2026-09-01 11:00', '2026-09-18 11:00']],
])
