export type PackagingPlan =
  | { readonly problem: string }
  | {
      /** Below the repository root, with slashes. */
      readonly output: string
      readonly version: string
      /** Text put beside a test build; null for one that may be given to users. */
      readonly notice: string | null
    }

/**
 * What may be packaged from which Electron. The registry's runtime is a repackage by somebody unknown: nobody should
 * ship it, so it goes into a package only when the package says of itself that it is a test build.
 */
export function packagingPlan(
  runtime: { kind: 'official' | 'registry'; version: string },
  testBuild: boolean,
  version: string,
): PackagingPlan {
  if (testBuild)
    return {
      output: 'out/package-test',
      version: `${version}-test`,
      notice: `TEST BUILD of Countersign ${version}, made with the ${runtime.kind} Electron ${runtime.version}. Not for users, not for client data.\n`,
    }
  if (runtime.kind === 'official') return { output: 'out/package', version, notice: null }
  return {
    problem:
      'the Electron here is an unofficial repackage from the package registry, which must not reach users. Get the official one (ELECTRON_RUNTIME=official npm run postinstall), or try the packaging with: npm run package -- --test-build',
  }
}

/** Files that must not be in the app's archive: sources, maps, tests, the scripts' own Node, keys. @param files paths in it */
export function strayFiles(files: readonly string[]): string[] {
  return files.filter((file) =>
    /\.(ts|tsx|map|p12|pfx|pem|countersign)$|[\\/](test|tests|__tests__)$|[\\/]node_modules[\\/]node-(linux|win|darwin)-|[\\/]node_modules[\\/](electron|vite|typescript)$/.test(
      file,
    ),
  )
}
