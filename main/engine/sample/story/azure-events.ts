import { events } from './event.ts'

/** What goes wrong, changes and is mended in the two Azure subscriptions. */
export const azureEvents = events('azure', [
  [
    'mfa-plant-admin',
    1,
    'plant.admin@larkfield.example',
    'administrator without MFA',
    ['-', '2026-07-09 10:15'],
  ],
  [
    'mfa-new-admin',
    1,
    'nadia.haddad@larkfield.example',
    'new administrator not yet registered for MFA',
    ['2026-08-26 09:00', '2026-09-01 15:42'],
  ],
  [
    'mfa-breakglass',
    1,
    'emergency-01@larkfield.example',
    'emergency account without MFA; accepted',
    ['-', '-'],
  ],
  [
    'ca-report-only',
    1,
    'Require MFA for administrators',
    'conditional access policy only reports',
    ['-', '2026-07-24 09:30'],
  ],

  [
    'role-plant-operator',
    2,
    'Plant Operator (temp)',
    'custom role with the action *',
    ['-', '2026-08-21 11:11'],
  ],
  [
    'owner-contractor',
    2,
    'contractor-owner',
    'Owner given to an outside engineer for a week',
    ['2026-09-02 13:05', '2026-09-10 17:45'],
  ],

  [
    'nsg-ssh',
    3,
    'nsg-plc-bridge',
    'SSH from any address for a vendor visit',
    ['2026-07-11 14:38', '2026-07-14 08:20'],
  ],
  ['nsg-rdp', 3, 'nsg-office-vdi', 'RDP inside a port range from Internet', ['-', '2026-08-05 10:00']],
  ['nsg-v6', 3, 'nsg-robot-arm', 'SSH from ::/0, open at the end of the period', ['2026-09-18 18:05', '-']],

  ['storage-brochure', 4, 'larkbrochure', 'blob containers readable by anyone', ['-', '2026-07-28 09:50']],
  [
    'storage-partnerdrop',
    4,
    'larkpartnerdrop',
    'container opened for a partner, seen in one capture',
    ['2026-08-22 12:30', '2026-08-29 09:15'],
  ],

  [
    'tde-mes-history',
    5,
    'mes-history',
    'transparent data encryption off; off again after a restore',
    ['-', '2026-07-18 20:00'],
    ['2026-09-05 02:14', '2026-09-12 08:00'],
  ],
  [
    'disks-first-lot',
    5,
    'disk-hmi-*',
    'disks without a customer key, first lot moved',
    ['-', '2026-08-27 21:00'],
  ],
  ['disks-last-lot', 5, 'disk-vdi-*', 'disks without a customer key, still there', ['-', '-']],

  ['sql-audit', 6, 'sql-mes', 'SQL auditing switched off', ['2026-07-29 16:44', '2026-08-07 09:02']],
  ['activity-log', 6, 'corporate', 'activity log not exported', ['-', '2026-07-16 13:33']],
  ['vault-diagnostics', 6, 'kv-plant-keys', 'key vault without diagnostic setting', ['-', '-']],

  [
    'subnet-no-nsg',
    7,
    'snet-legacy-plc',
    'subnet without a network security group',
    ['-', '2026-09-16 10:20'],
  ],
  [
    'sql-any-address',
    7,
    'sql-mes',
    'firewall rule office widened to 0.0.0.0–255.255.255.255',
    ['2026-08-11 18:30', '2026-08-26 09:40'],
  ],

  [
    'acr-admin',
    8,
    'larkfieldedge',
    'built-in admin user of the registry on; on again for a vendor',
    ['-', '2026-07-22 08:30'],
    ['2026-09-08 11:10', '2026-09-24 16:00'],
  ],
  ['vm-password', 8, 'vm-hmi-02', 'password logon for azureuser', ['-', '-']],
  ['sql-login', 8, 'sql-legacy-erp', 'administrator login sqladmin', ['-', '-']],

  ['storage-tls', 9, 'larklegacyerp', 'storage account accepts TLS 1.0', ['-', '2026-08-06 09:27']],
  [
    'web-tls',
    9,
    'app-supplier-portal',
    'site accepts TLS 1.0; set back by a slot swap',
    ['-', '2026-07-22 10:00'],
    ['2026-08-27 15:18', '2026-09-03 09:05'],
  ],
  ['sql-tls', 9, 'sql-legacy-erp', 'SQL server without a least TLS version', ['-', '2026-09-25 10:48']],

  [
    'defender-storage',
    10,
    'StorageAccounts',
    'Defender for Storage set to Free',
    ['2026-07-31 10:52', '2026-08-07 09:00'],
  ],
  [
    'defender-vaults',
    10,
    'KeyVaults',
    'Defender for Key Vault not on in corporate',
    ['-', '2026-09-09 14:00'],
  ],

  ['tags-cost-centre', null, 'vm-vdi-*', 'cost centre tag changed (CHG-1051)', ['2026-07-28 12:00', '-']],
  ['vm-added', null, 'vm-scada-04', 'machine added', ['2026-08-12 08:00', '-']],
  [
    'plan-scaled',
    null,
    'plan-portal',
    'service plan from P1v3 to P2v3 and back',
    ['2026-08-26 06:00', '2026-09-10 06:00'],
  ],
  [
    'app-secret',
    null,
    'app-supplier-portal',
    'secret in the app settings changed',
    ['2026-07-15 09:40', '-'],
  ],
  ['vm-deleted', null, 'vm-legacy-erp-02', 'machine deleted with its disk', ['2026-08-19 15:00', '-']],
])
