/**
 * A logger whose areas can be made quieter or louder while the broker runs (KIP-412). An area
 * without a level of its own has that of the root.
 */
import type { Logger } from './env.ts';

/** Kafka's names, from most to least; what has no use here (DEBUG, TRACE, FATAL) is kept and told. */
export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];
export const rootLogger = 'root';

export class LeveledLogger implements Logger {
  private readonly target: Logger;
  private readonly areas: Set<string>;
  private readonly levels = new Map<string, LogLevel>();
  private rootLevel: LogLevel = 'INFO';

  /** `areas` exist from the start; others do once they have said something. */
  constructor(target: Logger, areas: readonly string[]) {
    this.target = target;
    this.areas = new Set([rootLogger, ...areas]);
  }

  info(area: string, message: string): void {
    if (this.isOn(area, 'INFO')) this.target.info(area, message);
  }

  warn(area: string, message: string): void {
    if (this.isOn(area, 'WARN')) this.target.warn(area, message);
  }

  error(area: string, message: string, cause?: unknown): void {
    if (this.isOn(area, 'ERROR')) this.target.error(area, message, cause);
  }

  has(area: string): boolean {
    return this.areas.has(area);
  }

  /** All areas and the root with the level that counts for each, by name. */
  all(): { readonly name: string; readonly level: LogLevel }[] {
    return [...this.areas].sort().map((name) => ({ name, level: this.levelOf(name) }));
  }

  /** `undefined`: back to the root's level. */
  setLevel(area: string, level: LogLevel | undefined): void {
    if (area === rootLogger) this.rootLevel = level ?? 'INFO';
    else if (level === undefined) this.levels.delete(area);
    else this.levels.set(area, level);
  }

  private levelOf(area: string): LogLevel {
    return this.levels.get(area) ?? this.rootLevel;
  }

  private isOn(area: string, level: LogLevel): boolean {
    this.areas.add(area);
    return logLevels.indexOf(level) >= logLevels.indexOf(this.levelOf(area));
  }
}
