/** The words for blocks, parts and fields: a block that nobody knows keeps its own name. */
import { blocks, isBlockName } from '../../../scenario/edit/blocks.ts';
import type { PartName } from '../../../scenario/edit/fields.ts';
import type { Path } from '../../../scenario/edit/path.ts';
import { helpAt } from '../../../scenario/help.ts';
import { type Key, useLanguage, useT } from '../../i18n/index.ts';
import { koreanScenarioHelp } from '../../i18n/scenario-help.ts';
import { scenarioFields } from '../../i18n/tables/scenario-fields.ts';

export function useBlockWords() {
  const t = useT();
  return {
    title: (name: string) => (isKnown(name) ? t(`scenarioBlocks.${name}` as Key) : name),
    help: (name: string) => (isKnown(name) ? t(`scenarioBlocks.${name}-help` as Key) : ''),
  };
}

function isKnown(name: string): boolean {
  return isBlockName(name) || ['generate', 'timers', 'serve'].includes(name);
}

export const blockGroups = [...new Set(Object.values(blocks).map(({ group }) => group))];

export function useFieldWords() {
  const t = useT();
  const language = useLanguage();
  return {
    label: (part: PartName, key: string) => t(labelKey(part, key)),
    /** `path`: where it stands, or would stand. */
    help: (part: PartName, key: string, path: Path) =>
      (language === 'ko' ? koreanScenarioHelp[`${part}-${key}`] : undefined) ?? helpAt(path),
  };
}

export function labelKey(part: PartName, key: string): Key {
  const own = `${part}-${key}-label`;
  return `scenarioFields.${own in scenarioFields ? own : `label-${key}`}` as Key;
}
