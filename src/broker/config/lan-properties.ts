/** What a listener for other machines means as Kafka's server.properties. */
import { scramMechanisms } from '../control.ts';
import { listenerNames } from '../protocol/listeners.ts';

export const lanProperties: Readonly<Record<string, string>> = {
  'listener.security.protocol.map': [
    `${listenerNames.plaintext}:PLAINTEXT`,
    `${listenerNames.lan}:SASL_PLAINTEXT`,
    `${listenerNames.controller}:PLAINTEXT`,
  ].join(','),
  'sasl.enabled.mechanisms': scramMechanisms.join(','),
};
