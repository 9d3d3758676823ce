/** Scenarios out of the studio and into it: documents, starter projects, drawings of what is there. */

/** asyncapi, mermaid and terraform are one file each; the others are several. */
export const scenarioExportFormats = [
  'asyncapi',
  'mermaid',
  'topics',
  'terraform',
  'compose',
  'typescript',
  'python',
  'kotlin',
] as const;
export type ScenarioExportFormat = (typeof scenarioExportFormats)[number];

export type ExportedScenario = {
  /** Under `exports/` of the page: the file itself, or a zip of several. */
  readonly file: string;
  /** On the computer of the app. */
  readonly path: string;
  /** What is inside, in order. */
  readonly files: readonly string[];
  /** The only file's text; null where there are several. */
  readonly text: string | null;
  /** What a starter project leaves out, English; `service` null: the scenario as a whole. */
  readonly limits: readonly { readonly service: string | null; readonly what: string }[];
};

/** A scenario file that was made out of something else; not kept yet. */
export type ImportedScenario = {
  readonly name: string;
  readonly source: string;
  /** What of the original has no place in the drawing, English. */
  readonly remarks: readonly string[];
};

export type ScenarioExportsApi = {
  /** By its name, or the text itself, kept or not. */
  readonly 'scenarios.export': (params: {
    readonly name?: string | undefined;
    readonly source?: string | undefined;
    readonly format: ScenarioExportFormat;
  }) => ExportedScenario;
  /** An AsyncAPI 3 document in YAML or JSON; `document-invalid` says what is wrong with it. */
  readonly 'scenarios.importAsyncApi': (params: { readonly text: string }) => ImportedScenario;
  /** What the connected cluster has: topics, who reads them, who writes as far as it is known. */
  readonly 'scenarios.importTopology': (params: {
    /** Absent: all but Kafka's own. */
    readonly topics?: readonly string[] | undefined;
  }) => ImportedScenario;
};
