import { describe, expect, it } from 'vitest';
import { type Handler, handler } from '../../../src/broker/apis/handler.ts';
import type { Services } from '../../../src/broker/apis/services.ts';
import type { RequestMeasures } from '../../../src/broker/control.ts';
import type { Clock } from '../../../src/broker/env/env.ts';
import { BrokerMeter } from '../../../src/broker/metrics/broker-meter.ts';
import { encodeRequest } from '../../../src/broker/protocol/headers.ts';
import { heartbeatApi } from '../../../src/broker/protocol/messages/12-heartbeat.ts';
import { ConnectionUsage } from '../../../src/broker/server/connection-usage.ts';
import type { ControllerChannel } from '../../../src/broker/server/controller-channel.ts';
import { type Caller, Dispatcher } from '../../../src/broker/server/dispatcher.ts';
import { RequestClock } from '../../../src/broker/server/request-clock.ts';

const request = { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null };
const frame = Buffer.concat(
  encodeRequest(heartbeatApi, 3, { correlationId: 7, clientId: 'shop' }, request),
).subarray(4);

function given(handle: Handler<typeof heartbeatApi>['handle']) {
  const state = { nowMs: 0 };
  const clock = { monotonicMs: () => state.nowMs } as Clock;
  const meter = new BrokerMeter(clock);
  const handlers = [handler(heartbeatApi, handle)] as unknown as Handler[];
  const channel = {} as ControllerChannel;
  const services = {} as Services;
  const dispatcher = new Dispatcher(services, handlers, channel, new RequestClock(meter));
  const caller: Caller = {
    listener: 'broker',
    clientHost: 'h',
    connectionId: 'c',
    principal: 'p',
    usage: new ConnectionUsage(0),
  };
  const drained = () => {
    const found = meter.requests.drain().find(({ api }) => api === 'Heartbeat');
    if (!found) throw new Error('nothing was measured');
    return found;
  };
  return { state, meter, dispatcher, caller, drained };
}

/** In milliseconds, of the only value in a histogram. */
function only(measures: RequestMeasures, part: 'queue' | 'local' | 'remote'): number {
  const [bucket = -1, count] = measures[part];
  expect(count).toBe(1);
  // Bucket 16 * (n + 1) begins at 16 * 2^n microseconds.
  return (16 * 2 ** (bucket / 16 - 1)) / 1000;
}

describe('the measuring of requests', () => {
  it('divides the time of one that is answered at once', () => {
    const { state, dispatcher, caller, drained } = given(() => {
      state.nowMs += 4.096;
      return { errorCode: 27 };
    });
    state.nowMs = 10.24;
    dispatcher.dispatch(frame, caller, false, 10.24 - 1.024);
    const measures = drained();
    expect(only(measures, 'queue')).toBeCloseTo(1.024);
    expect(only(measures, 'local')).toBeCloseTo(4.096);
    expect(measures).toMatchObject({ requestCount: 1, bytesIn: frame.length, errors: [27, 1] });
    expect(measures.bytesOut).toBeGreaterThan(8);
  });

  it('counts one that waits as waiting, and then its waiting', async () => {
    const { promise, resolve } = Promise.withResolvers<{ errorCode: number }>();
    const { state, dispatcher, caller, drained } = given(() => promise);
    const reply = dispatcher.dispatch(frame, caller, false, 0);
    expect(drained().waitingCount).toBe(1);
    state.nowMs = 262.144;
    resolve({ errorCode: 0 });
    await reply;
    const measures = drained();
    expect(measures).toMatchObject({ waitingCount: 0, requestCount: 0, errors: [] });
    expect(only(measures, 'remote')).toBeCloseTo(262.144);
  });

  it('no longer counts one as waiting that failed', async () => {
    const { promise, reject } = Promise.withResolvers<{ errorCode: number }>();
    const { dispatcher, caller, drained } = given(() => promise);
    const reply = dispatcher.dispatch(frame, caller, false, 0);
    reject(new Error('broken'));
    await expect(reply).rejects.toThrow('broken');
    expect(drained().waitingCount).toBe(0);
  });

  it('counts requests for the client of the connection', () => {
    const { dispatcher, caller, meter } = given(() => ({ errorCode: 0 }));
    for (let times = 0; times < 3; times++) dispatcher.dispatch(frame, caller, false, 0);
    expect(meter.clients.drain()).toMatchObject([{ clientId: 'shop', host: 'h', requestCount: 3 }]);
  });

  it('leaves alone what came over no connection', () => {
    const { dispatcher, caller, meter } = given(() => ({ errorCode: 0 }));
    dispatcher.dispatch(frame, caller, false);
    expect(meter.requests.drain()).toEqual([]);
  });
});
