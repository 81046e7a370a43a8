import type { Sample } from '../reader.ts'

/** A word as `sh` takes it, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Path of the table of strata beside a frame. */
export const strataPath = (frame: string): string => frame.replace(/(-population|ids)?\.txt$/, '-strata.txt')

/**
 * Shell lines that draw a sample again from its frame without this program, in the order of its ranks: `hash id` a line, or
 * `hash TAB stratum TAB id` from a stratified frame and its table of strata. They need sh, sha256sum, cut, sort, head or awk.
 */
export function redrawCommand(sample: Pick<Sample, 'seed' | 'size' | 'stratifiedBy'>, frame: string): string {
  const seed = quoted(sample.seed)
  if (sample.stratifiedBy === null)
    return [
      'while IFS= read -r i; do',
      `  printf '%s %s\\n' "$(printf '%s|%s' ${seed} "$i" | sha256sum | cut -d' ' -f1)" "$i"`,
      `done < ${frame} | LC_ALL=C sort | head -n ${sample.size}`,
    ].join('\n')
  return [
    `t=$(printf '\\t'); while IFS= read -r l; do`,
    `  printf '%s\\t%s\\n' "$(printf '%s|%s' ${seed} "\${l#*"$t"}" | sha256sum | cut -d' ' -f1)" "$l"`,
    `done < ${frame} | LC_ALL=C sort | awk -F'\\t' 'NR==FNR{n[$1]=$3;next} c[$2]++<n[$2]' ${strataPath(frame)} -`,
  ].join('\n')
}
