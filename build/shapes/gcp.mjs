import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { merge } from './tree.mjs'

/** Asset type kinds whose schema in the discovery document has another name. */
const otherNames = {
  'sqladmin.googleapis.com/Instance': ['DatabaseInstance'],
  'sqladmin.googleapis.com/BackupRun': ['BackupRun'],
  'compute.googleapis.com/GlobalForwardingRule': ['ForwardingRule'],
  'compute.googleapis.com/RegionDisk': ['Disk'],
  'compute.googleapis.com/RegionBackendService': ['BackendService'],
  'compute.googleapis.com/RegionUrlMap': ['UrlMap'],
  'compute.googleapis.com/GlobalAddress': ['Address'],
  'compute.googleapis.com/NetworkFirewallPolicy': ['FirewallPolicy'],
  'dns.googleapis.com/Policy': ['Policy'],
  'dns.googleapis.com/ResourceRecordSet': ['ResourceRecordSet'],
  'bigtableadmin.googleapis.com/Instance': ['Instance'],
  'cloudbilling.googleapis.com/BillingAccount': ['BillingAccount'],
}
/** Services whose folder among the generated clients is named otherwise. */
const otherFolders = {
  'container.googleapis.com': ['container'],
  'artifactregistry.googleapis.com': ['artifactregistry'],
  'admin.googleapis.com': ['admin'],
  'identity.accesscontextmanager.googleapis.com': ['accesscontextmanager'],
}

/** Schemas of all generated clients of the npm package googleapis: folder → version → schema name → shape. */
export function gcpShapes({ apis }, types) {
  const shapes = new Map()
  for (const type of types) {
    const [host, kind] = type.split('/')
    const folders = otherFolders[host] ?? [host.replace(/\.googleapis\.com$/, '')]
    let fields
    const found = []
    for (const folder of folders) {
      for (const [version, schemas] of clientsOf(apis, folder)) {
        const names =
          otherNames[type] ?? [...schemas.keys()].filter((name) => name === kind || fits(name, kind, version))
        for (const name of names) {
          if (!schemas.has(name)) continue
          fields = merge(fields, expand(schemas, name, []))
          found.push(`${folder} ${version} ${name}`)
        }
      }
    }
    if (fields !== undefined) shapes.set(type, { source: `discovery: ${found.join(', ')}`, fields })
  }
  return shapes
}

/** GoogleCloudRunV2Service is a Service of v2. */
function fits(name, kind, version) {
  return new RegExp(`^(?:Google[A-Za-z]*)?${version}${kind}$`, 'i').test(name)
}

const clients = new Map()
function clientsOf(apis, folder) {
  const known = clients.get(folder)
  if (known !== undefined) return known
  let files = []
  try {
    files = readdirSync(join(apis, folder))
      .filter((file) => /^(v\d\w*|directory_v1)\.d\.ts$/.test(file))
      .sort()
  } catch {
    // No client for this service.
  }
  const list = files.map((file) => [
    file.replace('.d.ts', ''),
    schemasOf(readFileSync(join(apis, folder, file), 'utf8')),
  ])
  clients.set(folder, list)
  return list
}

function schemasOf(text) {
  const schemas = new Map()
  for (const [, name, body] of text.matchAll(/export interface Schema\$(\w+) \{([\s\S]*?)\n {4}\}/g)) {
    const fields = new Map()
    for (const [, quoted, plain, type] of body.matchAll(
      /^ {8}(?:'([^']+)'|([\w$]+))\??: ([^;]+(?:\{[\s\S]*?\}[^;]*)?);$/gm,
    ))
      fields.set(quoted ?? plain, type)
    schemas.set(name, fields)
  }
  return schemas
}

function expand(schemas, name, within) {
  const fields = schemas.get(name)
  if (fields === undefined || within.includes(name) || within.length > 7) return '*'
  return Object.fromEntries(
    [...fields].map(([field, type]) => {
      const below = /Schema\$(\w+)/.exec(type)?.[1]
      // Maps, and objects written in place.
      if (type.includes('{') || /\bany\b/.test(type)) return [field, '*']
      return [field, below === undefined ? 's' : expand(schemas, below, [...within, name])]
    }),
  )
}
