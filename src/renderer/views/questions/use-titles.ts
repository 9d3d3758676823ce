/** What the scenarios of the library are called in the reader's language. */
import { api } from '../../client/connection.ts';
import { useQuery } from '../../client/use-query.ts';
import { useLanguage } from '../../i18n/index.ts';

/** The name itself until the library has answered, or where it has no such scenario. */
export function useScenarioTitle(): (name: string) => string {
  const language = useLanguage();
  const { value } = useQuery('scenarios', () => api['scenarios.list']());
  return (name) =>
    value?.scenarios.find((scenario) => scenario.name === name)?.title[language] ?? name;
}
