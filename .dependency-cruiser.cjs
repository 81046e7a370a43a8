// The boundaries of docs/architecture.md, as rules. build/checks/boundaries.ts runs them and proves they can fail.
const stages = 'collect|normalise|store|evaluate|drift|review|ledger|evidence|sample'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody reaches is dead.',
      severity: 'error',
      from: { orphan: true, path: '^(main|shared|renderer)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'stages-stand-alone',
      comment:
        'A stage imports shared/ and its own folder, never a sibling stage; pipeline and host compose.',
      severity: 'error',
      from: { path: `^main/engine/(${stages})/` },
      to: { path: '^main/', pathNot: '^main/engine/$1/' },
    },
    {
      name: 'engine-knows-no-shell',
      comment: 'The engine runs in a window, a shell or a test; it knows none of them.',
      severity: 'error',
      from: { path: '^main/engine/' },
      to: { path: '^(main/(app|cli)|renderer)/' },
    },
    {
      name: 'pipeline-is-below-host',
      comment: 'The host calls the pipeline, not the other way round.',
      severity: 'error',
      from: { path: '^main/engine/pipeline' },
      to: { path: '^main/engine/host/' },
    },
    {
      name: 'engine-by-its-host',
      comment:
        'App and command line reach the engine through its host (and the few facts both need before it).',
      severity: 'error',
      from: { path: '^main/(app|cli)/' },
      to: {
        path: '^main/engine/',
        pathNot: '^main/engine/(host/index|runtime-guard|data-dir|version)\\.ts$',
      },
    },
    {
      name: 'app-and-cli-apart',
      severity: 'error',
      from: { path: '^main/(app|cli)/' },
      to: { path: '^main/(app|cli)/', pathNot: '^main/$1/' },
    },
    {
      name: 'only-store-opens-sqlite',
      severity: 'error',
      from: { path: '^(main|shared|renderer)/', pathNot: '^main/engine/store/' },
      to: { path: '(^|/)better-sqlite3(/|$)|^node:sqlite$|^sqlite$' },
    },
    {
      name: 'only-app-uses-electron',
      severity: 'error',
      from: { path: '^(main|shared|renderer)/', pathNot: '^main/app/' },
      to: { path: '(^|/)node_modules/electron/|^electron(/|$)' },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs anywhere: itself and zod, no Node, no DOM library, no Electron.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/charts/' },
      to: { pathNot: '^shared/|(^|/)node_modules/zod/' },
    },
    {
      name: 'charts-are-shared-drawings',
      comment:
        'The same charts are drawn in the window and in the report, so they may use React and Recharts, no more.',
      severity: 'error',
      from: { path: '^shared/charts/' },
      to: { pathNot: '^shared/|(^|/)node_modules/(react|recharts|@types/react)/' },
    },
    {
      name: 'only-drawings-use-charts',
      comment: 'The rest of shared/ stays free of React.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/charts/' },
      to: { path: '^shared/charts/' },
    },
    {
      name: 'renderer-imports-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(main|build|test|rules)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-stand-alone',
      comment: 'A feature is one folder; what two need belongs in ui/ or data/.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/(features|app)/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/(ui|data)/' },
      to: { path: '^renderer/(features|app)/' },
    },
    {
      name: 'nobody-imports-test',
      severity: 'error',
      from: { path: '^(main|shared|renderer|build)/' },
      to: { path: '^test/' },
    },
    {
      name: 'nobody-imports-build',
      severity: 'error',
      from: { path: '^(main|shared|renderer)/' },
      to: { path: '^build/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(main|shared|renderer|build|test)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-packages-shipped',
      comment: 'What the app imports at run time must be a dependency, or it is not in the package.',
      severity: 'error',
      from: { path: '^(main|shared)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(electron|@types)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|\\.cache|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
}
