/** The only part of members' metadata a coordinator looks into: which topics a consumer wants. */
import { ProtocolError, Reader } from '../../protocol/reader.ts';
import { consumerProtocolSubscription } from '../../protocol/records/consumer-protocol.ts';

/** A prefix of all later versions: whatever a member speaks, this much can be read. */
const commonVersion = 0;

/**
 * Topics of an embedded ConsumerProtocolSubscription, or null when it cannot be read: a broken
 * member must not break its group.
 */
export function subscribedTopics(metadata: Buffer): readonly string[] | null {
  try {
    const reader = new Reader(metadata);
    if (reader.int16() < commonVersion) return null;
    return consumerProtocolSubscription.message.codec(commonVersion).read(reader).topics;
  } catch (error) {
    // Protocol error: the bytes are another program's.
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
