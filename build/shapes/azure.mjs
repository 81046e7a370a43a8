import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { merge, put } from './tree.mjs'

/**
 * Shapes of ARM resources as the vendor's own clients (@azure/arm-*) read them. `packages` is a folder with one unpacked
 * package a folder. Older clients carry mappers with serialised names, newer ones deserialiser functions; both are read.
 */
export async function azureShapes({ packages }) {
  const shapes = new Map()
  const add = (type, fields, source) => {
    const key = type.toLowerCase()
    const known = shapes.get(key)
    shapes.set(key, {
      type: known?.type ?? type,
      source:
        known === undefined || known.source.includes(source)
          ? (known?.source ?? source)
          : `${known.source}, ${source}`,
      fields: merge(known?.fields, fields),
    })
  }
  for (const name of readdirSync(packages).sort()) {
    const root = join(packages, name)
    const files = listFiles(root).filter((file) => /(?:dist\/esm|dist-esm)\//.test(file))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const source = `@azure/arm-${name} ${version}`
    const mappers = files.find((file) => file.endsWith('/models/mappers.js'))
    if (mappers !== undefined) await fromMappers(mappers, files, (type, fields) => add(type, fields, source))
    else fromDeserialisers(files, (type, fields) => add(type, fields, source))
  }
  return new Map([...shapes.values()].map(({ type, source, fields }) => [type, { source, fields }]))
}

/** The resource type a GET path addresses; null when it addresses a list or an action. */
function typeOf(path) {
  const steps = path
    .replace(/\{\?.*$/, '')
    .split('/')
    .filter((step) => step !== '')
  const at = steps.lastIndexOf('providers')
  const [namespace, ...rest] = steps.slice(at + 1)
  if (
    at < 0 ||
    namespace === undefined ||
    namespace.startsWith('{') ||
    rest.length === 0 ||
    rest.length % 2 !== 0
  )
    return null
  const names = rest.filter((_step, index) => index % 2 === 0)
  return names.some((step) => step.startsWith('{')) ? null : [namespace, ...names].join('/')
}

async function fromMappers(mappersFile, files, add) {
  const mappers = await import(pathToFileURL(mappersFile).href)
  const folder = dirname(dirname(mappersFile))
  const spec =
    /path: "([^"]+)",\s+httpMethod: "GET",\s+responses: \{\s+200: \{\s+bodyMapper: (?:Mappers|\w+)\.(\w+)/g
  for (const file of files.filter(
    (one) => one.startsWith(join(folder, 'operations')) && one.endsWith('.js'),
  )) {
    for (const [, path, model] of readFileSync(file, 'utf8').matchAll(spec)) {
      const type = typeOf(path)
      if (type !== null && mappers[model] !== undefined) add(type, ofMapper(mappers, mappers[model], []))
    }
  }
}

function ofMapper(mappers, mapper, within) {
  const { type } = mapper
  if (type.name === 'Sequence') return ofMapper(mappers, type.element, within)
  if (type.name === 'Dictionary' || type.name === 'Object' || type.name === 'any') return '*'
  if (type.name !== 'Composite') return 's'
  const model = mappers[type.className] ?? mapper
  const name = type.className
  if (within.includes(name) || within.length > 5) return '*'
  const fields = {}
  const kinds = [model]
  // A polymorphic model stands for all its kinds.
  if (type.polymorphicDiscriminator !== undefined && mappers.discriminators !== undefined) {
    for (const [key, kind] of Object.entries(mappers.discriminators)) {
      if (key.startsWith(`${type.uberParent ?? name}.`)) kinds.push(kind)
    }
  }
  for (const kind of kinds) {
    for (const property of Object.values(kind.type.modelProperties ?? {})) {
      if (property.serializedName === undefined) continue
      const steps = property.serializedName.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'))
      put(fields, steps, ofMapper(mappers, property, [...within, name]))
    }
  }
  return fields
}

function fromDeserialisers(files, add) {
  const functions = new Map()
  for (const file of files.filter((one) => one.endsWith('/models.js'))) {
    for (const [, name, body] of readFileSync(file, 'utf8').matchAll(
      /^(?:export )?function (\w+Deserializer)\(\w+\) \{\n([\s\S]*?)\n\}/gm,
    ))
      functions.set(name, body)
  }
  for (const file of files.filter((one) => one.endsWith('operations.js'))) {
    const text = readFileSync(file, 'utf8')
    for (const [, operation, body] of text.matchAll(
      /^(?:export )?(?:async )?function _(\w+)Send\([^)]*\) \{\n([\s\S]*?)\n\}/gm,
    )) {
      const path = /expandUrlTemplate\(\s*"([^"]+)"/.exec(body)?.[1]
      const type = path === undefined || !/\.get\(/.test(body) ? null : typeOf(path.replace(/%2D/g, '-'))
      const reader = new RegExp(
        `function _${operation}Deserialize\\([\\s\\S]*?return (\\w+Deserializer)\\(result\\.body\\)`,
      ).exec(text)?.[1]
      if (type !== null && reader !== undefined && functions.has(reader))
        add(type, ofFunction(functions, reader, []))
    }
  }
}

function ofFunction(functions, name, within) {
  const body = functions.get(name)
  if (body === undefined || within.includes(name) || within.length > 7) return '*'
  const inner = [...within, name]
  const own = /^( {2,4})return \{\n([\s\S]*?)\n\1\};/m.exec(body)?.[2]
  if (own === undefined) {
    // A list, a union or a wrapper: the union of all it hands on to.
    const others = [...new Set([...body.matchAll(/(\w+Deserializer)\(/g)].map(([, other]) => other))]
    return others.length === 0
      ? '*'
      : others.map((other) => ofFunction(functions, other, inner)).reduce(merge)
  }
  const fields = {}
  for (const part of own.split(new RegExp(`\\n(?=${/^ +/.exec(own)?.[0] ?? ''}[\\w.'"])`))) {
    const key = /item\["([^"]+)"\]/.exec(part)?.[1]
    if (key === undefined) continue
    const other = /(\w+Deserializer)\(/.exec(part)?.[1]
    const map = /Object\.fromEntries/.test(part) || other?.endsWith('RecordDeserializer') === true
    fields[key] = merge(
      fields[key],
      map ? '*' : other === undefined ? 's' : ofFunction(functions, other, inner),
    )
  }
  return Object.keys(fields).length === 0 ? '*' : fields
}

function listFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? (entry.name === 'node_modules' ? [] : listFiles(path)) : [path]
  })
}
