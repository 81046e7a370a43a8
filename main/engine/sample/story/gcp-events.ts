import { events } from './event.ts'

/** What goes wrong, changes and is mended in the two GCP projects. */
export const gcpEvents = events('gcp', [
  [
    'admin-dispatch',
    1,
    'dispatch.admin@larkfield.example',
    'super administrator without 2-step verification',
    ['-', '2026-07-08 09:30'],
  ],
  [
    'admin-oncall',
    1,
    'oncall.root@larkfield.example',
    '2-step verification off after a phone change',
    ['2026-09-11 20:15', '2026-09-15 08:05'],
  ],

  [
    'default-sa-editor',
    2,
    'larkfield-data-lab',
    'default service account is Editor of the project',
    ['-', '2026-08-26 13:00'],
  ],
  [
    'owner-external',
    2,
    'larkfield-fleet-prod',
    'outside engineer is Owner of the project',
    ['2026-07-15 17:20', '2026-07-21 09:00'],
  ],
  [
    'sa-owner',
    2,
    'larkfield-data-lab',
    'service account pipeline-runner is Owner of the project',
    ['-', '2026-09-23 11:30'],
  ],

  [
    'fw-ssh',
    3,
    'allow-ssh-temp',
    'SSH from any address; made again in September',
    ['2026-07-24 12:10', '2026-07-28 09:45'],
    ['2026-09-04 17:30', '2026-09-09 08:10'],
  ],
  [
    'fw-rdp',
    3,
    'default-allow-rdp',
    'RDP from any address on the default network',
    ['-', '2026-08-07 10:00'],
  ],
  ['fw-all', 3, 'lab-allow-all', 'every protocol from ::/0', ['2026-08-27 16:00', '2026-09-16 09:25']],

  ['bucket-datasets', 4, 'larkfield-open-datasets', 'public on purpose; accepted', ['-', '-']],
  [
    'bucket-maps',
    4,
    'larkfield-warehouse-maps',
    'readable by every Google account',
    ['2026-08-19 15:50', '2026-08-25 09:35'],
  ],

  [
    'disks-no-cmek',
    5,
    'lab-scratch-*',
    'disks without a customer key, first lot replaced',
    ['-', '2026-09-02 20:00'],
  ],
  ['disks-no-cmek-last', 5, 'lab-archive-*', 'disks without a customer key, still there', ['-', '-']],
  ['sql-no-cmek', 5, 'lab-notebooks', 'database without a customer key', ['-', '-']],

  [
    'audit-config',
    6,
    'larkfield-data-lab',
    'no data access logs; later one person exempted',
    ['-', '2026-07-30 10:10'],
  ],
  [
    'audit-exempt',
    6,
    'larkfield-data-lab',
    'one person exempted from data access logs',
    ['2026-09-18 09:00', '2026-09-26 09:00'],
  ],
  ['sink-disabled', 6, 'audit-archive', 'log sink disabled', ['2026-08-14 13:25', '2026-08-25 08:50']],
  ['subnet-flow-logs', 6, 'lab-subnet-*', 'subnets without flow logs', ['-', '-']],

  ['default-network', 7, 'default', 'default network in use', ['-', '2026-08-07 10:30']],
  [
    'sql-any-address',
    7,
    'fleet-ledger-replica',
    'authorised network 0.0.0.0/0',
    ['2026-08-29 11:40', '2026-09-03 10:20'],
  ],

  [
    'default-sa-first',
    8,
    'notebook-01',
    'machine runs as the default service account with full scope',
    ['-', '2026-07-29 14:00'],
  ],
  [
    'default-sa-last',
    8,
    'notebook-*',
    'machines run as the default service account with full scope',
    ['-', '-'],
  ],

  ['ssl-policy', 9, 'legacy-clients', 'SSL policy from TLS 1.0', ['-', '2026-07-17 09:15']],
  ['proxy-no-policy', 9, 'partner-proxy', 'proxy without SSL policy', ['-', '-']],
  ['sql-ssl', 9, 'lab-notebooks', 'database accepts plain connections', ['-', '2026-09-15 10:35']],

  [
    'scc-health',
    10,
    'larkfield-data-lab/security-health-analytics',
    'Security Health Analytics off',
    ['2026-07-30 12:05', '2026-08-04 09:40'],
  ],
  [
    'scc-threat',
    10,
    'larkfield-data-lab/event-threat-detection',
    'Event Threat Detection off',
    ['-', '2026-08-20 09:55'],
  ],

  ['labels-team', null, 'planner-*', 'team label changed (CHG-1060)', ['2026-08-07 10:00', '-']],
  ['vm-added', null, 'planner-06', 'machine added', ['2026-09-02 07:00', '-']],
  [
    'machine-type',
    null,
    'planner-01',
    'machine type changed and changed back',
    ['2026-09-08 04:00', '2026-09-22 04:00'],
  ],
  ['topic-deleted', null, 'robot-pose-v1', 'topic and subscription deleted', ['2026-08-26 12:00', '-']],
])
