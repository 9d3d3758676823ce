/**
 * What stands between a connection of the LAN listener and the dispatcher until it has logged in,
 * in Kafka's order: ApiVersions (once, if at all), SaslHandshake, tokens. They come inside
 * SaslAuthenticate, or bare after a SaslHandshake v0. Whatever else comes ends the connection. A
 * refusal is answered after `connection.failed.authentication.delay.ms`, and is the last answer.
 *
 * PLAIN is not offered: it sends the password itself, and this listener does not encrypt.
 */
import type { Login, LoginAnswer } from '../apis/handler.ts';
import { type LanOptions, type ScramMechanism, scramMechanisms } from '../control.ts';
import type { Env } from '../env/env.ts';
import { errors } from '../protocol/errors.ts';
import { saslHandshakeApi } from '../protocol/messages/17-sasl-handshake.ts';
import { apiVersionsApi } from '../protocol/messages/18-api-versions.ts';
import { saslAuthenticateApi } from '../protocol/messages/36-sasl-authenticate.ts';
import { ProtocolError } from '../protocol/reader.ts';
import type { HandleFrame, Reply } from './request-connection.ts';
import {
  madeUpKeys,
  type ScramAccount,
  scramFinal,
  scramFirst,
  type ScramPending,
} from './scram.ts';

export type LoginOptions = {
  /** As it is now. */
  readonly lan: () => LanOptions;
  readonly delayMs: () => number;
  /** Handles a request of any kind. */
  readonly dispatch: HandleFrame;
  /** The name is proven; requests come straight through from now on. */
  readonly onDone: (user: string) => void;
  readonly onRefused: (why: string) => void;
  /** What was asked so far is still answered, and nothing after it. */
  readonly finish: () => void;
};

type Phase =
  | { readonly name: 'versions' | 'handshake' | 'failed' | 'done' }
  | {
      readonly name: 'tokens';
      readonly mechanism: ScramMechanism;
      readonly isBare: boolean;
      readonly pending: ScramPending | undefined;
    };

/** Of what a client sends before it is known, in the log. */
const shownMax = 40;
const nonceBytes = 24;
/** Where there is no user to take it from. */
const usualIterations = 8192;

export class LanLogin implements Login {
  readonly mechanisms = scramMechanisms;
  private readonly env: Env;
  private readonly options: LoginOptions;
  private phase: Phase = { name: 'versions' };

  constructor(env: Env, options: LoginOptions) {
    this.env = env;
    this.options = options;
  }

  readonly handle: HandleFrame = (frame, isBorrowed, receivedMs) => {
    const { phase } = this;
    const { dispatch } = this.options;
    if (phase.name === 'done') return dispatch(frame, isBorrowed, receivedMs);
    if (phase.name === 'tokens' && phase.isBare) return this.bareToken(frame);
    const apiKey = frame.length < 2 ? -1 : frame.readInt16BE(0);
    if (!isExpected(phase, apiKey)) {
      throw new ProtocolError(`API key ${apiKey} is not served before the client has logged in`);
    }
    if (apiKey === apiVersionsApi.key && frame.readInt16BE(2) <= apiVersionsApi.maxVersion) {
      this.phase = { name: 'handshake' };
    }
    const reply = dispatch(frame, isBorrowed, receivedMs);
    return this.hasFailed ? this.later(reply) : reply;
  };

  /** See Login. */
  choose(mechanism: string, isBare: boolean): number {
    if (this.phase.name === 'tokens') {
      this.fail('SaslHandshake came a second time');
      return errors.illegalSaslState;
    }
    const known = scramMechanisms.find((each) => each === mechanism);
    if (known === undefined) {
      this.fail(`unsupported SASL mechanism ${JSON.stringify(mechanism.slice(0, shownMax))}`);
      return errors.unsupportedSaslMechanism;
    }
    this.phase = { name: 'tokens', mechanism: known, isBare, pending: undefined };
    return errors.none;
  }

  /** See Login. */
  answer(token: Buffer): LoginAnswer {
    const { phase } = this;
    if (phase.name !== 'tokens') return this.refuse('SaslAuthenticate came without SaslHandshake');
    const { mechanism, pending } = phase;
    // Says nothing of what was wrong, nor whether there is such a user.
    const wrong = `Authentication failed during authentication due to invalid credentials with SASL mechanism ${mechanism}`;
    if (!pending) {
      const nonce = this.env.random.bytes(nonceBytes).toString('base64url');
      const first = scramFirst(mechanism, token, nonce, (user) => this.accountOf(mechanism, user));
      if (first.kind === 'other-identity') return this.refuse(otherIdentity);
      if (first.kind === 'malformed') return this.refuse(wrong);
      this.phase = { ...phase, pending: first.pending };
      return { token: first.reply };
    }
    const proof = scramFinal(pending, token);
    if (!proof) return this.refuse(wrong);
    this.phase = { name: 'done' };
    this.options.onDone(pending.user);
    return { token: proof };
  }

  /** Asked anew after each step, for a step may be the one that fails. */
  private get hasFailed(): boolean {
    return this.phase.name === 'failed';
  }

  private accountOf(mechanism: ScramMechanism, user: string): ScramAccount {
    const { users, secret } = this.options.lan();
    const iterations = users[0]?.keys[mechanism].iterations ?? usualIterations;
    // Made up for everybody, so that nobody is answered faster.
    const madeUp = madeUpKeys(Buffer.from(`${secret}${mechanism}`), user, iterations);
    const found = users.find(({ name }) => name === user);
    return found
      ? { keys: found.keys[mechanism], isKnown: true }
      : { keys: madeUp, isKnown: false };
  }

  private bareToken(frame: Buffer): Reply | Promise<Reply> {
    const answer = this.answer(frame);
    // There is no form in which a bare exchange could say why.
    if (!('token' in answer)) return this.later('close');
    const size = Buffer.alloc(4);
    size.writeInt32BE(answer.token.length);
    return { chunks: [size, answer.token] };
  }

  private refuse(errorMessage: string): LoginAnswer {
    this.fail(errorMessage);
    return { errorMessage };
  }

  private fail(why: string): void {
    this.phase = { name: 'failed' };
    this.options.onRefused(why);
  }

  private later(reply: Reply | Promise<Reply>): Promise<Reply> {
    const delay = new Promise<void>((done) => {
      this.env.clock.setTimer(this.options.delayMs(), done);
    });
    return delay.then(() => {
      this.options.finish();
      return reply;
    });
  }
}

const otherIdentity =
  'Authentication failed: Client requested an authorization id that is different from username';

function isExpected(phase: Phase, apiKey: number): boolean {
  switch (phase.name) {
    case 'versions':
      return apiKey === apiVersionsApi.key || apiKey === saslHandshakeApi.key;
    case 'handshake':
      return apiKey === saslHandshakeApi.key;
    case 'tokens':
      return apiKey === saslAuthenticateApi.key || apiKey === saslHandshakeApi.key;
    default:
      return false;
  }
}
