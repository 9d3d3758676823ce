/** The words make no sense: the tool's usage is shown and the exit code is 1, as Kafka's are. */
export class ToolUsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ToolUsageError';
  }
}
