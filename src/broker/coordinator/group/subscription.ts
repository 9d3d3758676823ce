/** The only part of members' metadata a coordinator looks into: which topics a consumer wants. */
import { ProtocolError, Reader } from '../../protocol/reader.ts';

/**
 * Topics of an embedded ConsumerProtocolSubscription, or null when it cannot be read: a broken
 * member must not break its group. Version 0 is a prefix of all versions, so that is what is read.
 */
export function subscribedTopics(metadata: Buffer): string[] | null {
  try {
    const reader = new Reader(metadata);
    if (reader.int16() < 0) return null;
    const count = reader.int32();
    if (count < 0 || count > reader.remaining) return null;
    const topics: string[] = [];
    for (let index = 0; index < count; index++) topics.push(reader.text(reader.int16()));
    return topics;
  } catch (error) {
    // Protocol error: the bytes are another program's.
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}
