import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Watch } from '../story/timeline.ts'
import {
  accountEmail,
  add,
  customer,
  dataLab,
  defaultAccount,
  fleetProd,
  organisation,
  type AuditConfig,
  type Binding,
  type GcpEstate,
  type Policy,
  type Project,
} from './item.ts'

const domain = 'larkfield.example'
const allServices: AuditConfig = {
  service: 'allServices',
  logs: [{ type: 'ADMIN_READ' }, { type: 'DATA_READ' }, { type: 'DATA_WRITE' }],
}

/** Organisation, folders, projects with their IAM policies, enabled services. */
export function addHierarchy(estate: GcpEstate): void {
  const crm = '//cloudresourcemanager.googleapis.com'
  add(estate, {
    project: null,
    name: `${crm}/organizations/${organisation}`,
    assetType: 'cloudresourcemanager.googleapis.com/Organization',
    parent: '',
    describe: () => ({
      name: `organizations/${organisation}`,
      displayName: domain,
      directoryCustomerId: customer,
      state: 'ACTIVE',
      createTime: '2023-04-11T08:15:30.120Z',
      updateTime: '2023-04-11T08:15:30.120Z',
    }),
    policy: () => ({
      bindings: [
        {
          role: 'roles/resourcemanager.organizationAdmin',
          members: [`group:gcp-organisation-admins@${domain}`],
        },
        { role: 'roles/securitycenter.adminViewer', members: [`group:security@${domain}`] },
      ],
      audit: [allServices],
    }),
  })
  for (const [project, displayName] of [
    [fleetProd, 'Fleet'],
    [dataLab, 'Lab'],
  ] as const) {
    add(estate, {
      project: null,
      name: `${crm}/folders/${project.folder}`,
      assetType: 'cloudresourcemanager.googleapis.com/Folder',
      describe: () => ({
        name: `folders/${project.folder}`,
        parent: `organizations/${organisation}`,
        displayName,
        state: 'ACTIVE',
        createTime: '2024-05-02T09:00:00.000Z',
      }),
    })
    add(estate, {
      project,
      name: `${crm}/projects/${project.number}`,
      assetType: 'cloudresourcemanager.googleapis.com/Project',
      parent: `${crm}/folders/${project.folder}`,
      describe: () => ({
        projectNumber: project.number,
        projectId: project.id,
        lifecycleState: 'ACTIVE',
        name: displayName === 'Fleet' ? 'Fleet – production' : 'Data lab (“Labor”)',
        createTime: '2024-05-02T09:12:44.000Z',
        labels: { environment: displayName.toLowerCase() },
        parent: { type: 'folder', id: project.folder },
      }),
      policy: (story) => projectPolicy(project, story),
    })
    add(estate, {
      project,
      name: `//compute.googleapis.com/projects/${project.id}`,
      assetType: 'compute.googleapis.com/Project',
      describe: () => computeProject(project),
    })
    for (const api of services(project))
      add(estate, {
        project,
        name: `//serviceusage.googleapis.com/projects/${project.number}/services/${api}.googleapis.com`,
        assetType: 'serviceusage.googleapis.com/Service',
        describe: () => ({
          name: `projects/${project.number}/services/${api}.googleapis.com`,
          parent: `projects/${project.number}`,
          state: 'ENABLED',
        }),
      })
  }
}

function projectPolicy(project: Project, story: Watch): Policy {
  const bindings: Binding[] = [
    {
      role: 'roles/viewer',
      members: [
        `group:auditors@${domain}`,
        `serviceAccount:${accountEmail(fleetProd, 'countersign-reader')}`,
      ],
    },
    { role: 'roles/logging.viewer', members: [`group:security@${domain}`] },
    { role: 'roles/compute.networkAdmin', members: [`group:network@${domain}`] },
  ]
  const owners = [`group:gcp-owners@${domain}`]
  if (project === fleetProd) {
    if (story.is('gcp-owner-external')) owners.push('user:r.delacroix@outside-engineers.example')
    bindings.push({
      role: 'roles/run.developer',
      members: [`serviceAccount:${accountEmail(project, 'deployer')}`],
    })
    return { bindings: [{ role: 'roles/owner', members: owners }, ...bindings], audit: [allServices] }
  }
  if (story.is('gcp-sa-owner')) owners.push(`serviceAccount:${accountEmail(project, 'pipeline-runner')}`)
  if (story.is('gcp-default-sa-editor'))
    bindings.push({ role: 'roles/editor', members: [`serviceAccount:${defaultAccount(project)}`] })
  bindings.push({ role: 'roles/bigquery.dataEditor', members: [`group:data-science@${domain}`] })
  const exempt = story.is('gcp-audit-exempt')
  const audit = story.is('gcp-audit-config')
    ? []
    : [
        exempt
          ? {
              ...allServices,
              logs: allServices.logs.map((log) =>
                log.type === 'DATA_READ' ? { ...log, exempted: [`user:samir.qureshi@${domain}`] } : log,
              ),
            }
          : allServices,
      ]
  return { bindings: [{ role: 'roles/owner', members: owners }, ...bindings], audit }
}

function computeProject(project: Project): JsonObject {
  return {
    id: `${project.number.slice(0, 6)}7755443322`,
    kind: 'compute#project',
    name: project.id,
    creationTimestamp: '2024-05-02T02:14:10.301-07:00',
    commonInstanceMetadata: {
      kind: 'compute#metadata',
      fingerprint: 'kF4mZ0w8pQE=',
      items: [
        { key: 'enable-oslogin', value: 'TRUE' },
        { key: 'block-project-ssh-keys', value: 'TRUE' },
      ],
    },
    defaultServiceAccount: defaultAccount(project),
    defaultNetworkTier: 'PREMIUM',
    xpnProjectStatus: 'UNSPECIFIED_XPN_PROJECT_STATUS',
    selfLink: `https://www.googleapis.com/compute/v1/projects/${project.id}`,
  }
}

function services(project: Project): string[] {
  const common = [
    'compute',
    'storage',
    'logging',
    'monitoring',
    'iam',
    'cloudkms',
    'cloudasset',
    'securitycenter',
    'sqladmin',
    'pubsub',
    'secretmanager',
  ]
  return project === fleetProd
    ? [...common, 'run', 'cloudfunctions', 'container']
    : [...common, 'bigquery', 'notebooks']
}
