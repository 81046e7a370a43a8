import type { Watch } from '../story/timeline.ts'
import { canaries } from '../canaries.ts'
import {
  accountEmail,
  add,
  computeLink,
  computeName,
  dataLab,
  defaultAccount,
  fleetProd,
  keyName,
  type GcpEstate,
  type Project,
} from './item.ts'
import { head } from './network.ts'

interface Machine {
  readonly name: string
  readonly project: Project
  readonly subnet: string
  readonly network: string
  readonly account: string
  readonly lives?: string
  /** While this event holds the machine runs as the default service account with full scope. */
  readonly asDefault?: string
}
const zone = 'europe-west4-a'
const set = (
  project: Project,
  network: string,
  subnet: string,
  account: string,
  names: readonly string[],
): Machine[] => names.map((name) => ({ name, project, network, subnet, account }))

const machines: readonly Machine[] = [
  ...set(fleetProd, 'fleet', 'fleet-planner', 'planner', [
    'planner-01',
    'planner-02',
    'planner-03',
    'planner-04',
    'planner-05',
  ]),
  {
    name: 'planner-06',
    project: fleetProd,
    network: 'fleet',
    subnet: 'fleet-planner',
    account: 'planner',
    lives: 'gcp-vm-added',
  },
  ...set(fleetProd, 'fleet', 'fleet-edge', 'map-server', ['map-server-01', 'map-server-02', 'map-server-03']),
  ...set(fleetProd, 'ledger', 'ledger-app', 'ledger', ['ledger-01', 'ledger-02', 'ledger-03']),
  ...set(fleetProd, 'fleet', 'fleet-ops', 'alert-sender', ['ops-01', 'ops-02']),
  ...set(dataLab, 'lab', 'lab-training', 'trainer', [
    'trainer-01',
    'trainer-02',
    'trainer-03',
    'trainer-04',
    'trainer-05',
  ]),
  ...set(dataLab, 'lab', 'lab-pipeline', 'pipeline-runner', ['pipeline-01', 'pipeline-02', 'pipeline-03']),
  ...set(dataLab, 'lab', 'lab-notebooks', 'notebook', ['notebook-04', 'notebook-05']),
  {
    name: 'notebook-01',
    project: dataLab,
    network: 'lab',
    subnet: 'lab-notebooks',
    account: 'notebook',
    asDefault: 'gcp-default-sa-first',
  },
  {
    name: 'notebook-02',
    project: dataLab,
    network: 'lab',
    subnet: 'lab-notebooks',
    account: 'notebook',
    asDefault: 'gcp-default-sa-last',
  },
  {
    name: 'notebook-03',
    project: dataLab,
    network: 'lab',
    subnet: 'lab-notebooks',
    account: 'notebook',
    asDefault: 'gcp-default-sa-last',
  },
]
/** Loose disks of the lab: those without a customer key, and since when they have one. */
const looseDisks: readonly (readonly [name: string, event: string])[] = [
  ['lab-scratch-1', 'gcp-disks-no-cmek'],
  ['lab-scratch-2', 'gcp-disks-no-cmek'],
  ['lab-archive-1', 'gcp-disks-no-cmek-last'],
  ['lab-archive-2', 'gcp-disks-no-cmek-last'],
]

/** Compute Engine machines with their disks. */
export function addCompute(estate: GcpEstate): void {
  for (const m of machines) {
    addInstance(estate, m)
    addDisk(estate, m.project, m.name, 'pd-balanced', 50, m, undefined)
    if (!m.name.startsWith('ops')) addDisk(estate, m.project, `${m.name}-data`, 'pd-ssd', 200, m, undefined)
  }
  for (const [name, event] of looseDisks) addDisk(estate, dataLab, name, 'pd-standard', 500, null, event)
}

const life = (m: Machine | null) => (m?.lives === undefined ? {} : { lives: m.lives })
const link = (project: Project, rest: string): string => computeLink(project, rest)

function labels(m: Machine, story: Watch): Record<string, string> {
  const team = m.name.startsWith('planner')
    ? story.is('gcp-labels-team')
      ? 'route-science'
      : 'planning'
    : m.project === dataLab
      ? 'data-science'
      : 'fleet'
  return {
    team,
    environment: m.project === fleetProd ? 'prod' : 'lab',
    ...(m.name === 'trainer-03' ? { gerät: 'prüfstand_7' } : {}),
  }
}

function addInstance(e: GcpEstate, m: Machine): void {
  const { project } = m
  const path = `zones/${zone}/instances/${m.name}`
  const disk = (name: string, boot: boolean) => ({
    kind: 'compute#attachedDisk',
    type: 'PERSISTENT',
    mode: 'READ_WRITE',
    source: link(project, `zones/${zone}/disks/${name}`),
    deviceName: name,
    index: boot ? 0 : 1,
    boot,
    autoDelete: boot,
    interface: 'SCSI',
    diskEncryptionKey: { kmsKeyName: `${keyName(project, 'disks')}/cryptoKeyVersions/1` },
  })
  add(e, {
    project,
    name: computeName(project, path),
    assetType: 'compute.googleapis.com/Instance',
    location: zone,
    ...life(m),
    describe: (story) => {
      const isDefault = m.asDefault !== undefined && story.is(m.asDefault)
      const machineType =
        m.name === 'planner-01' && story.is('gcp-machine-type') ? 'n2-standard-8' : 'n2-standard-4'
      const items = [{ key: 'enable-oslogin', value: 'TRUE' }]
      if (m.name === 'pipeline-02')
        items.push({
          key: 'startup-script',
          value: `#!/bin/bash\nexport RUNNER_TOKEN=${canaries.gcpStartupScript}\n/opt/runner/start`,
        })
      return {
        ...head(e, project, 'compute#instance', path, m.name),
        zone: link(project, `zones/${zone}`),
        machineType: link(project, `zones/${zone}/machineTypes/${machineType}`),
        status: 'RUNNING',
        cpuPlatform: 'Intel Ice Lake',
        canIpForward: false,
        deletionProtection: false,
        labels: labels(m, story),
        disks: [disk(m.name, true), ...(m.name.startsWith('ops') ? [] : [disk(`${m.name}-data`, false)])],
        metadata: { kind: 'compute#metadata', items },
        tags: { items: [m.network] },
        networkInterfaces: [
          {
            kind: 'compute#networkInterface',
            name: 'nic0',
            network: link(project, `global/networks/${m.network}`),
            subnetwork: link(project, `regions/europe-west4/subnetworks/${m.subnet}`),
            networkIP: `10.6${project === fleetProd ? 0 : 2}.0.${e.random.int(`gceip/${m.name}`, 5, 250)}`,
            stackType: 'IPV4_ONLY',
          },
        ],
        serviceAccounts: [
          isDefault
            ? { email: defaultAccount(project), scopes: ['https://www.googleapis.com/auth/cloud-platform'] }
            : {
                email: accountEmail(project, m.account),
                scopes: ['https://www.googleapis.com/auth/cloud-platform'],
              },
        ],
        scheduling: { automaticRestart: true, onHostMaintenance: 'MIGRATE', preemptible: false },
        shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
        confidentialInstanceConfig: { enableConfidentialCompute: false },
        startRestricted: false,
      }
    },
  })
}

function addDisk(
  e: GcpEstate,
  project: Project,
  name: string,
  type: string,
  sizeGb: number,
  user: Machine | null,
  plainWhile: string | undefined,
): void {
  const path = `zones/${zone}/disks/${name}`
  add(e, {
    project,
    name: computeName(project, path),
    assetType: 'compute.googleapis.com/Disk',
    location: zone,
    ...life(user),
    describe: (story) => {
      const isPlain = plainWhile !== undefined && story.is(plainWhile)
      return {
        ...head(e, project, 'compute#disk', path, name),
        zone: link(project, `zones/${zone}`),
        type: link(project, `zones/${zone}/diskTypes/${type}`),
        sizeGb: String(sizeGb),
        status: 'READY',
        physicalBlockSizeBytes: '4096',
        labels: { managed: 'terraform' },
        ...(user === null ? {} : { users: [link(project, `zones/${zone}/instances/${user.name}`)] }),
        ...(isPlain
          ? {}
          : { diskEncryptionKey: { kmsKeyName: `${keyName(project, 'disks')}/cryptoKeyVersions/1` } }),
      }
    },
  })
}
