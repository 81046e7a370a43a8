// Electron's fuses, every one of them, each with its reason (docs/security.md item 11). Plain JavaScript, since the
// packager loads it as it is.
import { FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * Settings for one platform. With `strictlyRequireAllFuses` a new Electron that brings a new fuse stops the packaging
 * until somebody has decided about it.
 * @param {string} platform as process.platform
 * @returns {import('@electron/fuses').FuseConfig<boolean> & { strictlyRequireAllFuses: true }}
 */
export function fuseSettings(platform) {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin',
    // The program must not turn into a plain Node that runs any script under our name and permissions.
    [FuseV1Options.RunAsNode]: false,
    // There are no cookies, and should there ever be, they are sealed by the system.
    [FuseV1Options.EnableCookieEncryption]: true,
    // NODE_OPTIONS could load foreign code into the main process.
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    // --inspect would open a debugger port into the main process.
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Checks the archive's digest at start; Linux does not support it.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
    // A folder "app" beside the archive must not be loaded in its place.
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // Needs a second snapshot file that we do not make; the app refuses to start when this is on without it.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Nothing is loaded from file:, so file: gets no privileges.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // Signal handlers make WebAssembly's bounds checks cheap and safe; the RE2 engine of the rules runs on it.
    [FuseV1Options.WasmTrapHandlers]: true,
  }
}
