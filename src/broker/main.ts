/**
 * Entry of a broker process: builds the real environment, takes orders from the supervisor over
 * the IPC channel and reports back. The only file of the engine that touches `process`, besides
 * the Node implementations in env/.
 */
import type { ControlEvent, ControlRequest, FailureReason } from './control.ts';
import { exitCodes } from './control.ts';
import { createNodeEnv } from './env/env-node.ts';
import { DiskError, NetError } from './env/env.ts';
import { DataDirError } from './log/log-manager.ts';
import { watchEventLoop } from './env/event-loop-node.ts';
import { createNode, type ProcessFigures, type RunningNode } from './node.ts';

const env = createNodeEnv();
let node: RunningNode | undefined;
let statsTimer: { cancel(): void } | undefined;
/** Only while somebody wants to know. */
let eventLoop: ReturnType<typeof watchEventLoop> | undefined;
let isWholeNext = true;
let watchedGroups: readonly string[] = [];
let isStopping = false;

function tell(event: ControlEvent): void {
  if (process.connected) process.send?.(event);
}

/** Says why in the supervisor's words and ends the process. */
function fail(nodeId: number, error: unknown): void {
  const reason = reasonOf(error);
  env.logger.error('main', reason.message, error);
  tell({ type: 'failed', nodeId, reason });
  const code =
    reason.code === 'port-taken'
      ? exitCodes.portTaken
      : reason.code === 'disk-full'
        ? exitCodes.diskFull
        : reason.code === 'internal'
          ? exitCodes.internal
          : exitCodes.dataDir;
  // The message above must leave the process before it ends.
  setImmediate(() => process.exit(code));
}

function reasonOf(error: unknown): FailureReason {
  if (error instanceof NetError && error.code === 'port-taken') {
    return {
      code: 'port-taken',
      message: `${error.message}. Another program uses the port; stop it or choose another port.`,
    };
  }
  if (error instanceof DataDirError) return { code: error.code, message: error.message };
  if (error instanceof DiskError && error.code === 'full') {
    return {
      code: 'disk-full',
      message: `${error.message}. The disk is full; free some space, and the broker starts again.`,
    };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

async function start(
  options: Extract<ControlRequest, { type: 'start' }>['options'],
): Promise<void> {
  const { nodeId } = options;
  process.title = `rivulet broker ${nodeId}`;
  try {
    node = createNode(env, options, {
      onListening: (port) => tell({ type: 'listening', nodeId, port }),
      onReady: (brokerEpoch) => {
        tell({ type: 'ready', nodeId, brokerEpoch });
        env.clock.setTimer(settleMs, releaseStartMemory);
      },
      onMetadata: (changes) => tell({ type: 'metadata', nodeId, changes }),
      onFailure: (error) => fail(nodeId, error),
      onDamage: (damage) => tell({ type: 'damage', nodeId, damage }),
      onGroup: (report) => tell({ type: 'group', nodeId, report }),
    });
    node.watchGroups(watchedGroups);
    await node.start();
  } catch (error) {
    fail(nodeId, error);
  }
}

/** By then a start is over, clients that waited for it included. */
const settleMs = 3000;

/** Gives what only the start needed back to the system, once; there is no later occasion while idle. */
function releaseStartMemory(): void {
  void globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
}

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await node?.stop();
  process.exit(exitCodes.stopped);
}

function reportStats(intervalMs: number): void {
  statsTimer?.cancel();
  if (intervalMs <= 0) {
    eventLoop?.close();
    eventLoop = undefined;
    return;
  }
  statsTimer = env.clock.setTimer(intervalMs, () => {
    if (node) {
      tell({ type: 'stats', stats: node.stats(processFigures(), isWholeNext) });
      isWholeNext = false;
    }
    reportStats(intervalMs);
  });
}

function processFigures(): ProcessFigures {
  const { user, system } = process.cpuUsage();
  return {
    uptimeMs: Math.round(process.uptime() * 1000),
    memoryBytes: process.memoryUsage.rss(),
    cpuMicros: user + system,
    loop: (eventLoop ??= watchEventLoop()).take(),
  };
}

/** Before the node is built there is nothing to tell; who asked waits no longer than he likes. */
function answer({ id, question }: Extract<ControlRequest, { type: 'ask' }>): void {
  if (node) tell({ type: 'answer', id, answer: node.answer(question) });
}

process.on('message', (request: ControlRequest) => {
  if (request.type === 'start') void start(request.options);
  else if (request.type === 'stop') void stop();
  else if (request.type === 'peer-exited') node?.peerExited(request.nodeId);
  else if (request.type === 'ask') answer(request);
  else if (request.type === 'lan-users') node?.setLanUsers(request.users);
  else if (request.type === 'watch-groups') {
    watchedGroups = request.groupIds;
    node?.watchGroups(watchedGroups);
  } else {
    isWholeNext = true;
    reportStats(request.intervalMs);
  }
});
// The supervisor is gone, however it ended: nothing may outlive it.
process.on('disconnect', () => process.exit(exitCodes.stopped));
// Ctrl-C reaches the whole process group; the supervisor stops its brokers in order.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void stop());
process.on('uncaughtException', (error) => fail(node?.nodeId ?? -1, error));
process.on('unhandledRejection', (error) => fail(node?.nodeId ?? -1, error));
