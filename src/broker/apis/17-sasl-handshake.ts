/**
 * SaslHandshake v0-1: a client of the LAN listener says how it wants to log in. After v1 the tokens
 * come inside SaslAuthenticate, after v0 bare. Where there is nothing to log in to, on a plaintext
 * listener or after the login, it is out of place, as in Kafka.
 */
import { errors } from '../protocol/errors.ts';
import { saslHandshakeApi } from '../protocol/messages/17-sasl-handshake.ts';
import { handler } from './handler.ts';

export const saslHandshake = handler(
  saslHandshakeApi,
  ({ login, apiVersion }, { mechanism }) =>
    login
      ? { errorCode: login.choose(mechanism, apiVersion === 0), mechanisms: login.mechanisms }
      : { errorCode: errors.illegalSaslState, mechanisms: [] },
  { listeners: ['broker', 'controller'] },
);
