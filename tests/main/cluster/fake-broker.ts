/** A process that speaks the control channel and is no broker; `config.fake` says how it behaves. */
import type { ControlEvent, ControlRequest } from '../../../src/broker/control.ts';

const tell = (event: ControlEvent) => process.send?.(event);

process.on('disconnect', () => process.exit(0));
process.on('message', (request: ControlRequest) => {
  switch (request.type) {
    case 'start': {
      const { nodeId, listener, config } = request.options;
      switch (config.fake) {
        case 'port-taken':
          tell({
            type: 'failed',
            nodeId,
            reason: { code: 'port-taken', message: `Port ${listener.port} is taken.` },
          });
          setImmediate(() => process.exit(20));
          return;
        case 'throw':
          throw new Error('the fake broker threw');
        case 'silent':
          return;
        default:
          tell({ type: 'listening', nodeId, port: listener.port });
          tell({ type: 'ready', nodeId, brokerEpoch: 1 });
      }
      return;
    }
    case 'peer-exited':
      tell({
        type: 'metadata',
        nodeId: 0,
        changes: [{ kind: 'broker-fenced', brokerId: request.nodeId }],
      });
      return;
    case 'stop':
      process.exit(0);
  }
});
