/** What of a broker's properties at start it cannot do as it is told: one line each, naming the key. */
import { brokerKey, listenerBaseName } from './broker-keys.ts';
import { canonicalText } from './keys.ts';
import { whyUnhonoured } from './unhonoured.ts';

/** `fixed`: keys whose value comes from what started the broker, whatever was given. */
export function startWarnings(
  given: Readonly<Record<string, string>>,
  fixed: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(given).flatMap(([name, text]) => {
    const reason = whyIgnored(name, text, fixed);
    return reason === undefined ? [] : [`${name} is given, but has no effect: ${reason}`];
  });
}

function whyIgnored(
  name: string,
  text: string,
  fixed: Readonly<Record<string, string>>,
): string | undefined {
  if (fixed[name] !== undefined) {
    return fixed[name] === text ? undefined : `it is ${fixed[name]} for a broker of this cluster`;
  }
  const key = brokerKey(listenerBaseName(name) ?? name);
  if (!key) return 'no such key is known';
  const reason = whyUnhonoured(name);
  return reason !== undefined && canonicalText(name, key, text) !== key.fallback
    ? reason
    : undefined;
}
