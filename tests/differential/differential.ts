/** A whole run: starts both sides and asks all that is wanted. */
import type { KafkaJars } from '../kafka/jars.ts';
import { runScenario } from '../wire/scenario/index.ts';
import { askGenerated } from './generated.ts';
import { compareConnections } from './connections.ts';
import type { Options } from './options.ts';
import { Results } from './results.ts';
import { compareStories } from './sequences.ts';
import { type Side, startSides } from './sides.ts';
import { clusterStory } from './stories/cluster.ts';
import { recordsStory } from './stories/records.ts';
import { World } from './world.ts';

export async function runDifferential(options: Options, jars: KafkaJars): Promise<Results> {
  const results = new Results();
  const has = (part: Options['only'][number]) => options.only.includes(part);
  if (has('generated') || has('sequences') || has('connections')) {
    await withSides(1, jars, async (sides) => {
      if (has('generated')) {
        const world = new World(sides);
        await askGenerated(world, results, options).finally(() => world.close());
      }
      if (has('connections')) await compareConnections(sides, results, options.isWanted);
      if (has('sequences')) {
        await compareStories(sides, [recordsStory, runScenario], results, options.isWanted);
      }
    });
  }
  if (has('cluster')) {
    await withSides(3, jars, (sides) =>
      compareStories(sides, [clusterStory], results, options.isWanted),
    );
  }
  return results;
}

async function withSides(
  count: number,
  jars: KafkaJars,
  ask: (sides: readonly [Side, Side]) => Promise<void>,
): Promise<void> {
  const sides = await startSides(count, jars);
  try {
    await ask(sides);
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}
