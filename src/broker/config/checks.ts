/** Checks of config values that are more than bounds. */

export function gzipLevel(value: number | null, name: string): string | undefined {
  if (value === null || value === -1 || (value >= 1 && value <= 9)) return undefined;
  return `Invalid value ${value} for configuration ${name}: Value must be between 1 and 9 or equal to -1`;
}

const durationPattern =
  /^by_duration:\+?P(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d{0,9})?S)?)?$/i;

/** Where a share group starts: a name, or how far back. */
export function shareOffsetReset(value: string | null, name: string): string | undefined {
  if (value === 'earliest' || value === 'latest') return undefined;
  if (value !== null && durationPattern.test(value)) return undefined;
  return (
    `Invalid value ${value} for configuration ${name}: Invalid value \`${value}\` for configuration ` +
    `${name}. The value must be either 'earliest', 'latest' or of the format ` +
    "'by_duration:<PnDTnHnMn.nS>'."
  );
}

/** `*` for all replicas, or `partition:broker` members. */
export function throttledReplicas(
  value: readonly string[] | null,
  name: string,
): string | undefined {
  if (value === null || (value.length === 1 && value[0] === '*')) return undefined;
  if (value.every((member) => /^\d+:\d+$/.test(member))) return undefined;
  return (
    `Invalid value [${value.join(', ')}] for configuration ${name}: ${name} must be the literal '*' or a list of ` +
    'replicas in the following format: [partitionId]:[brokerId],[partitionId]:[brokerId],...'
  );
}
