import type { JsonObject } from '../../../../shared/model/json.ts'
import type { Instant } from '../../../../shared/model/provider.ts'
import { later } from '../calendar.ts'
import type { Random } from '../random.ts'
import { noteAffected, watch, type Affected, type Watch } from '../story/timeline.ts'

export interface Project {
  readonly id: string
  readonly number: string
  readonly folder: string
}
/** The invented organisation, its folders and two projects. */
export const organisation = '555000111222'
export const customer = 'C0larkf1d'
export const fleetProd: Project = {
  id: 'larkfield-fleet-prod',
  number: '611000000011',
  folder: '700000000101',
}
export const dataLab: Project = { id: 'larkfield-data-lab', number: '611000000022', folder: '700000000202' }
export const projects: readonly Project[] = [fleetProd, dataLab]

export interface Binding {
  readonly role: string
  readonly members: readonly string[]
}
export interface AuditConfig {
  readonly service: string
  readonly logs: readonly { readonly type: string; readonly exempted?: readonly string[] }[]
}
export interface Policy {
  readonly bindings: readonly Binding[]
  readonly audit?: readonly AuditConfig[]
}

/** An asset of Cloud Asset Inventory with its two kinds of content. */
export interface GcpItem {
  readonly name: string
  readonly assetType: string
  readonly project: Project | null
  readonly parent: string
  readonly location: string
  readonly discovery: { readonly version: string; readonly uri: string; readonly name: string }
  readonly data: JsonObject
  readonly policy: Policy | null
  readonly updated: Instant
  readonly policyUpdated: Instant
}

export interface GcpSpec {
  readonly project: Project | null
  readonly name: string
  readonly assetType: string
  readonly location?: string
  readonly parent?: string
  readonly lives?: string
  readonly gone?: string
  readonly describe: (story: Watch) => JsonObject
  readonly policy?: (story: Watch) => Policy
}

export interface GcpEstate {
  readonly at: Instant
  readonly random: Random
  readonly items: GcpItem[]
  readonly affected: Affected
}

/** Version and address of the discovery document by service, as Asset Inventory names them. */
const apis: Readonly<Record<string, readonly [version: string, uri: string]>> = {
  compute: ['v1', 'https://www.googleapis.com/discovery/v1/apis/compute/v1/rest'],
  storage: ['v1', 'https://www.googleapis.com/discovery/v1/apis/storage/v1/rest'],
  sqladmin: ['v1beta4', 'https://www.googleapis.com/discovery/v1/apis/sqladmin/v1beta4/rest'],
  bigquery: ['v2', 'https://www.googleapis.com/discovery/v1/apis/bigquery/v2/rest'],
  cloudresourcemanager: ['v3', 'https://cloudresourcemanager.googleapis.com/$discovery/rest?version=v3'],
  logging: ['v2', 'https://logging.googleapis.com/$discovery/rest?version=v2'],
  monitoring: ['v3', 'https://monitoring.googleapis.com/$discovery/rest?version=v3'],
  run: ['v2', 'https://run.googleapis.com/$discovery/rest?version=v2'],
  cloudfunctions: ['v2', 'https://cloudfunctions.googleapis.com/$discovery/rest?version=v2'],
}

const parentOf = (project: Project | null): string =>
  project === null
    ? `//cloudresourcemanager.googleapis.com/organizations/${organisation}`
    : `//cloudresourcemanager.googleapis.com/projects/${project.number}`

/** Adds the asset if it exists at the estate's instant. */
export function add(estate: GcpEstate, spec: GcpSpec): void {
  const life = watch(estate.at)
  if (spec.lives !== undefined && !life.is(spec.lives)) return
  if (spec.gone !== undefined && life.is(spec.gone)) return
  const story = watch(estate.at)
  const data = spec.describe(story)
  const policyStory = watch(estate.at)
  const policy = spec.policy?.(policyStory) ?? null
  for (const asked of [life, story, policyStory]) noteAffected(estate.affected, asked, spec.name)
  const base = createdAt(estate.random, spec.name)
  const service = spec.assetType.split('.')[0] ?? ''
  const [version, uri] = apis[service] ?? ['v1', `https://${service}.googleapis.com/$discovery/rest`]
  const born = life.lastChange(base)
  estate.items.push({
    name: spec.name,
    assetType: spec.assetType,
    project: spec.project,
    parent: spec.parent ?? parentOf(spec.project),
    location: spec.location ?? 'global',
    discovery: { version, uri, name: spec.assetType.split('/')[1] ?? '' },
    data,
    policy,
    updated: later(story.lastChange(born), 4_000),
    policyUpdated: later(policyStory.lastChange(born), 4_000),
  })
}

/** A creation time fixed by key. */
export function createdAt(random: Random, key: string): Instant {
  return new Date(
    random.int(
      `gcp/created/${key}`,
      Date.parse('2024-06-03T06:00:00Z') / 1000,
      Date.parse('2026-03-02T18:00:00Z') / 1000,
    ) * 1000,
  ).toISOString()
}

export const computeName = (project: Project, rest: string): string =>
  `//compute.googleapis.com/projects/${project.id}/${rest}`
export const computeLink = (project: Project, rest: string): string =>
  `https://www.googleapis.com/compute/v1/projects/${project.id}/${rest}`
/** Customer key of a project, as data services name it. */
export const keyName = (project: Project, key: string): string =>
  `projects/${project.id}/locations/europe-west4/keyRings/data/cryptoKeys/${key}`
export const defaultAccount = (project: Project): string =>
  `${project.number}-compute@developer.gserviceaccount.com`
/** Address of a user-made service account. */
export const accountEmail = (project: Project, name: string): string =>
  `${name}@${project.id}.iam.gserviceaccount.com`
