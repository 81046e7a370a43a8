import { add, armId, houseTags, type AzureEstate } from './item.ts'
import { diskName, isWindows, life, vmId, type Machine } from './machine.ts'

/** Which event, if any, leaves the disk with the platform's key. */
function platformKeyEvent(m: Machine, part: 'os' | 'data'): string | null {
  if (m.name.startsWith('vm-hmi') && part === 'data') return 'azure-disks-first-lot'
  return m.name.startsWith('vm-vdi') && part === 'data' ? 'azure-disks-last-lot' : null
}

/** The system or data disk of a machine. */
export function addDisk(estate: AzureEstate, m: Machine, part: 'os' | 'data'): void {
  const event = platformKeyEvent(m, part)
  const set = armId(
    m.subscription,
    'rg-keys',
    'Microsoft.Compute/diskEncryptionSets',
    `des-${m.subscription.name}`,
  )
  add(estate, {
    subscription: m.subscription,
    group: m.group,
    type: 'Microsoft.Compute/disks',
    name: diskName(m, part),
    ...life(m),
    describe: (story) => ({
      tags: houseTags(m.subscription, m.team),
      extra: { managedBy: vmId(m), sku: { name: 'Premium_LRS', tier: 'Premium' }, zones: ['1'] },
      properties: {
        ...(part === 'os' ? { osType: isWindows(m) ? 'Windows' : 'Linux', hyperVGeneration: 'V2' } : {}),
        creationData: { createOption: part === 'os' ? 'FromImage' : 'Empty' },
        diskSizeGB: part === 'os' ? 128 : 256,
        diskSizeBytes: (part === 'os' ? 128 : 256) * 2 ** 30,
        diskIOPSReadWrite: 500,
        diskMBpsReadWrite: 100,
        encryption:
          event !== null && story.is(event)
            ? { type: 'EncryptionAtRestWithPlatformKey' }
            : { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: set },
        networkAccessPolicy: 'DenyAll',
        publicNetworkAccess: 'Disabled',
        timeCreated: '2025-05-12T08:00:00.0000000+00:00',
        provisioningState: 'Succeeded',
        diskState: 'Attached',
        uniqueId: estate.random.guid(`disk/${diskName(m, part)}`),
        tier: 'P15',
      },
    }),
  })
}
