import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import { vmCustomData } from '../canaries.ts'
import { addDisk } from './disks.ts'
import { add, corporate, houseTags, industrial, ref, type AzureEstate, type Subscription } from './item.ts'
import { diskId, diskName, isWindows, life, nicId, vmId, type Machine } from './machine.ts'
import { networks, subnetId } from './topology.ts'

type Options = Partial<Pick<Machine, 'lives' | 'gone' | 'tags' | 'user'>>
const set = (
  subscription: Subscription,
  group: string,
  subnet: string,
  user: string,
  team: string,
  names: readonly string[],
  options: Readonly<Record<string, Options>> = {},
): Machine[] => names.map((name) => ({ name, subscription, group, subnet, user, team, ...options[name] }))

const machines: readonly Machine[] = [
  ...set(
    industrial,
    'rg-scada',
    'snet-scada',
    'plantops',
    'plant',
    ['vm-scada-01', 'vm-scada-02', 'vm-scada-03', 'vm-scada-04'],
    { 'vm-scada-04': { lives: 'azure-vm-added' } },
  ),
  ...set(industrial, 'rg-scada', 'snet-hmi', 'plantops', 'plant', ['vm-hmi-01', 'vm-hmi-02', 'vm-hmi-03'], {
    'vm-hmi-02': { user: 'azureuser', tags: { Anlage: 'Halle 3 – Prüfstand "B"; Zelle=7' } },
  }),
  ...set(industrial, 'rg-scada', 'snet-historian', 'plantops', 'plant', [
    'vm-historian-01',
    'vm-historian-02',
  ]),
  ...set(
    industrial,
    'rg-robot',
    'snet-vision',
    'visionops',
    'vision',
    ['vm-vision-01', 'vm-vision-02', 'vm-vision-03', 'vm-vision-04'],
    {
      'vm-vision-02': {
        tags: { note: '=HYPERLINK("https://larkfield.example","report")', צוות: 'צוות בקרה' },
      },
    },
  ),
  ...set(industrial, 'rg-robot', 'snet-edge', 'edgeops', 'edge', ['vm-edge-01', 'vm-edge-02']),
  ...set(industrial, 'rg-mes', 'snet-mes-app', 'mesops', 'mes', ['vm-mes-01', 'vm-mes-02', 'vm-mes-03']),
  ...set(corporate, 'rg-vdi', 'snet-vdi', 'deskops', 'workplace', [
    'vm-vdi-01',
    'vm-vdi-02',
    'vm-vdi-03',
    'vm-vdi-04',
  ]),
  ...set(
    corporate,
    'rg-erp',
    'snet-erp-app',
    'erpops',
    'finance',
    ['vm-erp-01', 'vm-erp-02', 'vm-legacy-erp-01', 'vm-legacy-erp-02'],
    { 'vm-legacy-erp-02': { gone: 'azure-vm-deleted' } },
  ),
]

/** Virtual machines with network interface, system disk and data disk. */
export function addMachines(estate: AzureEstate): void {
  for (const m of machines) {
    addMachine(estate, m)
    addInterface(estate, m)
    addDisk(estate, m, 'os')
    addDisk(estate, m, 'data')
  }
}

function tags(m: Machine, story: Watch): Record<string, string> {
  const moved = m.name.startsWith('vm-vdi') && story.is('azure-tags-cost-centre')
  return houseTags(m.subscription, m.team, { costCentre: moved ? '4711' : '4700', ...m.tags })
}

function osProfile(m: Machine, story: Watch): JsonObject {
  const common: JsonObject = {
    computerName: m.name,
    adminUsername: m.user,
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
  }
  if (m.name === 'vm-edge-01') common['customData'] = vmCustomData
  if (isWindows(m) && m.name !== 'vm-hmi-02')
    return {
      ...common,
      windowsConfiguration: {
        provisionVMAgent: true,
        enableAutomaticUpdates: true,
        patchSettings: { patchMode: 'AutomaticByPlatform' },
      },
    }
  const byPassword = m.name === 'vm-hmi-02' && story.is('azure-vm-password')
  return {
    ...common,
    linuxConfiguration: {
      disablePasswordAuthentication: !byPassword,
      provisionVMAgent: true,
      ssh: byPassword
        ? null
        : {
            publicKeys: [
              {
                path: `/home/${m.user}/.ssh/authorized_keys`,
                keyData:
                  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExhcmtmaWVsZFNhbXBsZUtleU5vdEZvclVzZQ larkfield-sample',
              },
            ],
          },
    },
  }
}

function addMachine(estate: AzureEstate, m: Machine): void {
  add(estate, {
    subscription: m.subscription,
    group: m.group,
    type: 'Microsoft.Compute/virtualMachines',
    name: m.name,
    ...life(m),
    describe: (story) => ({
      tags: tags(m, story),
      extra: {
        identity: {
          type: 'SystemAssigned',
          principalId: estate.random.guid(`vmid/${m.name}`),
          tenantId: '7a1f0c52-0d3e-4b8a-9c61-5e2d4f80a913',
        },
        zones: ['1'],
      },
      properties: {
        vmId: estate.random.guid(`vm/${m.name}`),
        hardwareProfile: { vmSize: 'Standard_D4s_v5' },
        osProfile: osProfile(m, story),
        networkProfile: { networkInterfaces: [ref(nicId(m))] },
        provisioningState: 'Succeeded',
        securityProfile: {
          encryptionAtHost: true,
          securityType: 'TrustedLaunch',
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
        },
        diagnosticsProfile: { bootDiagnostics: { enabled: true } },
        timeCreated: '2025-05-12T08:00:00.0000000+00:00',
        storageProfile: {
          imageReference: isWindows(m)
            ? {
                publisher: 'MicrosoftWindowsServer',
                offer: 'WindowsServer',
                sku: '2022-datacenter-g2',
                version: 'latest',
              }
            : { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
          osDisk: {
            osType: isWindows(m) ? 'Windows' : 'Linux',
            name: diskName(m, 'os'),
            createOption: 'FromImage',
            caching: 'ReadWrite',
            managedDisk: { id: diskId(m, 'os'), storageAccountType: 'Premium_LRS' },
            deleteOption: 'Detach',
            diskSizeGB: 128,
          },
          dataDisks: [
            {
              lun: 0,
              name: diskName(m, 'data'),
              createOption: 'Attach',
              caching: 'ReadOnly',
              managedDisk: { id: diskId(m, 'data'), storageAccountType: 'Premium_LRS' },
              diskSizeGB: 256,
              toBeDetached: false,
              deleteOption: 'Detach',
            },
          ],
          diskControllerType: 'SCSI',
        },
      },
    }),
  })
}

function addInterface(estate: AzureEstate, m: Machine): void {
  const network = networks.find((v) => v.subnets.some(([name]) => name === m.subnet))
  if (network === undefined) throw new RangeError(`no subnet ${m.subnet}`)
  const name = `nic-${m.name.slice(3)}`
  const ip = `${network.net}.${network.subnets.findIndex(([s]) => s === m.subnet) * 8}.${estate.random.int(`nic/${m.name}`, 4, 250)}`
  add(estate, {
    subscription: m.subscription,
    group: m.group,
    type: 'Microsoft.Network/networkInterfaces',
    name,
    ...life(m),
    describe: () => ({
      tags: houseTags(m.subscription, m.team),
      properties: {
        provisioningState: 'Succeeded',
        resourceGuid: estate.random.guid(`nic/${m.name}`),
        macAddress:
          '00-0D-3A-' + (estate.random.hex(`mac/${m.name}`, 6).toUpperCase().match(/../g) ?? []).join('-'),
        enableAcceleratedNetworking: true,
        enableIPForwarding: false,
        primary: true,
        virtualMachine: ref(vmId(m)),
        ipConfigurations: [
          {
            name: 'ipconfig1',
            id: `${nicId(m)}/ipConfigurations/ipconfig1`,
            type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
            properties: {
              provisioningState: 'Succeeded',
              privateIPAddress: ip,
              privateIPAllocationMethod: 'Dynamic',
              privateIPAddressVersion: 'IPv4',
              primary: true,
              subnet: ref(subnetId(network, m.subnet)),
            },
          },
        ],
      },
    }),
  })
}
