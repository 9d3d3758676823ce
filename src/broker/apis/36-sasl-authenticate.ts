/**
 * SaslAuthenticate v0-2: the tokens of a login. Sessions do not end (connections.max.reauth.ms is
 * not honoured), so their lifetime is 0.
 */
import { errors } from '../protocol/errors.ts';
import { saslAuthenticateApi } from '../protocol/messages/36-sasl-authenticate.ts';
import { handler } from './handler.ts';

const nothing = Buffer.alloc(0);

export const saslAuthenticate = handler(
  saslAuthenticateApi,
  ({ login }, { authBytes }) => {
    if (!login) {
      return {
        errorCode: errors.illegalSaslState,
        errorMessage: 'SaslAuthenticate request received after successful authentication',
        authBytes: nothing,
      };
    }
    const answer = login.answer(authBytes);
    if ('token' in answer) return { errorCode: errors.none, authBytes: answer.token };
    const { errorMessage } = answer;
    return { errorCode: errors.saslAuthenticationFailed, errorMessage, authBytes: nothing };
  },
  { listeners: ['broker', 'controller'] },
);
