/** The features this engine knows (KIP-584): which levels it can work with, and what changes between them. */
import type { SupportedFeature } from './image.ts';

export const metadataVersion = 'metadata.version';
export const elrVersion = 'eligible.leader.replicas.version';

/**
 * Levels this node can work with; what a new cluster finalizes is the controller's matter. Kafka's
 * other features are added here together with what they stand for: clients take their protocols
 * from this list.
 */
export const supportedFeatures: readonly SupportedFeature[] = [
  { name: metadataVersion, min: 7, max: 30 },
  { name: 'kraft.version', min: 0, max: 0 },
  { name: elrVersion, min: 0, max: 1 },
];

/** What has to be finalized before a level of a feature can be. */
export type FeatureDependency = {
  readonly feature: string;
  readonly level: number;
  readonly on: string;
  readonly atLevel: number;
};
export const featureDependencies: readonly FeatureDependency[] = [
  { feature: elrVersion, level: 1, on: metadataVersion, atLevel: 23 },
];

/** Levels of metadata.version that brought records or fields that an older level does not know. */
const changingMetadataVersions: readonly number[] = [7, 8, 11, 13, 14, 15, 17, 23, 30];

/** Whether going back would lose something that was written in between. */
export function isMetadataLostBetween(newLevel: number, presentLevel: number): boolean {
  return changingMetadataVersions.some((level) => level > newLevel && level <= presentLevel);
}
