import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { merge, put } from './tree.mjs'

/**
 * Shapes of AWS Config items. `config` is the folder of the published attribute lists (config/properties/resource-types of
 * awslabs/aws-config-resource-schema), `registry` the db.json.gz of @aws-cdk/aws-service-spec: newer types are recorded in
 * the form of the CloudFormation registry.
 */
export function awsShapes({ config, registry }) {
  const shapes = new Map()
  for (const file of readdirSync(config).sort()) {
    const type = file.replace(/\.properties\.json$/, '').replaceAll('__', '::')
    const fields = {}
    for (const [path, kind] of Object.entries(JSON.parse(readFileSync(join(config, file), 'utf8')))) {
      const steps = path.split('.')
      if (steps[0] !== 'configuration' && steps[0] !== 'supplementaryConfiguration') continue
      put(fields, steps, kind === 'string' ? 's' : 's')
    }
    shapes.set(type, { source: 'aws-config-resource-schema', fields })
  }
  const { schema } = JSON.parse(gunzipSync(readFileSync(registry)).toString())
  const definitions = new Map(schema.typeDefinition.entities.map((entity) => [entity.$id, entity]))
  for (const resource of schema.resource.entities) {
    const type = resource.cloudFormationType
    const fields = {
      configuration: fieldsOf({ ...resource.properties, ...resource.attributes }, definitions, []),
    }
    const known = shapes.get(type)
    // Config documents some types in both forms over time; either may be met.
    if (known === undefined) shapes.set(type, { source: 'cloudformation-registry', fields })
    else if (!Object.keys(known.fields.configuration ?? {}).some((name) => /^[a-z]/.test(name)))
      shapes.set(type, {
        source: 'aws-config-resource-schema, cloudformation-registry',
        fields: merge(known.fields, fields),
      })
  }
  return shapes
}

function fieldsOf(properties, definitions, within) {
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, property]) => [
      name,
      shapeOf(property.type, definitions, within),
    ]),
  )
}

function shapeOf(type, definitions, within) {
  switch (type?.type) {
    case 'ref': {
      const id = type.reference?.$ref ?? type.reference
      const definition = definitions.get(id)
      if (definition === undefined || within.includes(id) || within.length > 6) return '*'
      return fieldsOf(definition.properties, definitions, [...within, id])
    }
    case 'array':
      return shapeOf(type.element, definitions, within)
    case 'union':
      return type.types.map((one) => shapeOf(one, definitions, within)).reduce(merge, undefined) ?? '*'
    case 'map':
    case 'json':
      return '*'
    default:
      return 's'
  }
}
