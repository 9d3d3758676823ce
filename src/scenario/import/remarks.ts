/** What an import could not draw, told at the top of the file itself. */

/** The text with each remark as a comment before it. */
export function withRemarks(source: string, remarks: readonly string[]): string {
  if (remarks.length === 0) return source;
  return `${remarks.map((remark) => `# ${remark.replaceAll(/\s+/g, ' ')}\n`).join('')}${source}`;
}
