// Makes rules/shapes/{aws,azure,gcp}.json: the fields that the providers publish for every type the rules judge.
// Not part of the build: run it by hand when a rule judges a new type or a provider publishes a new version, from unpacked
// copies of the published sources (README.md beside this file says which).
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { awsShapes } from './aws.mjs'
import { azureShapes } from './azure.mjs'
import { gcpShapes } from './gcp.mjs'
import { sorted } from './tree.mjs'

const { values } = parseArgs({
  options: {
    'aws-config': { type: 'string' },
    'aws-registry': { type: 'string' },
    'azure-packages': { type: 'string' },
    'gcp-apis': { type: 'string' },
  },
})
const rules = new URL('../../rules/', import.meta.url)
for (const name of ['aws-config', 'aws-registry', 'azure-packages', 'gcp-apis']) {
  if (values[name] === undefined) {
    console.error(`--${name} is missing; build/shapes/README.md says what it is`)
    process.exit(2)
  }
}

const types = (provider) => {
  const folder = new URL(`${provider}/`, rules)
  const found = new Set()
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'documents') continue
    for (const type of parse(readFileSync(join(folder.pathname, entry.name, 'rule.yaml'), 'utf8')).types)
      found.add(type)
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1))
}

const published = {
  aws: awsShapes({ config: values['aws-config'], registry: values['aws-registry'] }),
  azure: await azureShapes({ packages: values['azure-packages'] }),
  gcp: gcpShapes({ apis: values['gcp-apis'] }, types('gcp')),
}
mkdirSync(new URL('shapes/', rules), { recursive: true })
for (const [provider, shapes] of Object.entries(published)) {
  const byName = new Map([...shapes].map(([type, shape]) => [type.toLowerCase(), shape]))
  const lines = []
  const unknown = []
  for (const type of types(provider)) {
    const shape = byName.get(type.toLowerCase())
    if (shape === undefined) unknown.push(type)
    else
      lines.push(
        `${JSON.stringify(type)}:${JSON.stringify({ source: shape.source, fields: sorted(shape.fields) })}`,
      )
  }
  writeFileSync(new URL(`shapes/${provider}.json`, rules), `{\n${lines.join(',\n')}\n}\n`)
  console.log(
    `${provider}: ${lines.length} types; nothing published for ${unknown.length}: ${unknown.join(', ') || 'none'}`,
  )
}
