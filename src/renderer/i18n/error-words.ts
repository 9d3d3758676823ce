/** The words for an error: what happened, why, what can be done. */
import { type ErrorCode, isContractError } from '../../main/contract/index.ts';
import { type Key, type Translate, useT, type Values } from './index.ts';

export type ErrorWords = {
  readonly what: string;
  readonly why: string;
  readonly action: string;
};

export function useErrorWords(error: unknown): ErrorWords {
  return errorWords(error, useT());
}

export function errorWords(error: unknown, t: Translate): ErrorWords {
  if (!isContractError(error)) {
    const detail = error instanceof Error ? error.message : String(error);
    return split(t('errors.internal', { detail }));
  }
  const key: Key = `errors.${error.code satisfies ErrorCode}`;
  return split(t(key, valuesOf(error.data, error.message)));
}

function valuesOf(data: object, message: string): Values {
  const values: Record<string, string | number> = { message };
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string') values[name] = value.replaceAll('|', '/');
    else if (typeof value === 'number') values[name] = value;
  }
  if ('issues' in data && Array.isArray(data.issues)) {
    values['issues'] = data.issues
      .map((issue: { path: string; message: string }) => `${issue.path}: ${issue.message}`)
      .join('; ');
  }
  // Of a text that could not be read there is no path.
  if (values['path'] !== undefined) values['inPath'] = values['path'] && ` (${values['path']})`;
  return values;
}

function split(text: string): ErrorWords {
  const [what = '', why = '', action = ''] = text.split('|');
  return { what, why, action };
}
