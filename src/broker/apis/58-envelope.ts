/**
 * Envelope v0: a broker passes on a client's request as it came, with the client's principal and
 * address (KIP-590). Served by the active controller on its own listener.
 */
import { errors, KafkaError } from '../protocol/errors.ts';
import { envelopeApi } from '../protocol/messages/58-envelope.ts';
import { handler } from './handler.ts';

export const envelope = handler(
  envelopeApi,
  async ({ services, connectionId, principal }, request) => {
    if (!services.controller.isActive) return { errorCode: errors.notController };
    const clientHost = hostText(request.clientHostAddress);
    try {
      const responseData = await services.dispatchEmbedded(request.requestData, {
        clientHost,
        connectionId,
        principal,
      });
      return { responseData, errorCode: errors.none };
    } catch (error) {
      if (error instanceof KafkaError) return { errorCode: error.code };
      throw error;
    }
  },
  { listeners: ['controller'] },
);

/** IPv4 or IPv6 bytes as text. */
function hostText(address: Buffer): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: address.length >> 1 }, (_, index) =>
    address.readUInt16BE(index * 2).toString(16),
  );
  return groups.join(':');
}
