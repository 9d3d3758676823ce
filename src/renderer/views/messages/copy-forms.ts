/** A message as other tools take it. */
import type { Message, Payload } from '../../../main/contract/index.ts';

/** One JSON object; a value that is JSON goes in as it is. */
export function messageJson(topic: string, message: Message): string {
  const { partition, offset, timestampMs, key, value, headers } = message;
  const fields = [
    `  "topic": ${JSON.stringify(topic)}`,
    `  "partition": ${partition}`,
    `  "offset": ${offset}`,
    `  "timestamp": ${timestampMs}`,
    `  "key": ${payloadJson(key)}`,
    `  "value": ${payloadJson(value)}`,
    `  "headers": ${JSON.stringify(headers.map(({ name, value: text }) => ({ name, value: text?.text ?? null })))}`,
  ];
  return `{\n${fields.join(',\n')}\n}`;
}

function payloadJson(payload: Payload | null): string {
  if (payload === null) return 'null';
  return payload.kind === 'json' && !payload.isCut ? payload.text : JSON.stringify(payload.text);
}

/** Reads exactly this message. */
export function kcatCommand(bootstrap: string, topic: string, message: Message): string {
  const { partition, offset } = message;
  return `kcat -C -b ${bootstrap} -t ${topic} -p ${partition} -o ${offset} -c 1 -e -J`;
}
