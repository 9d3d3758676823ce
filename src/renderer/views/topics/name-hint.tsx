/** What is wrong or unwise about a topic's name, as it is typed. */
import { useT } from '../../i18n/index.ts';
import { type NameProblem, nameWarning } from './model.ts';
import styles from './topics.module.css';

export function NameHint(props: { readonly name: string; readonly problem: NameProblem | null }) {
  const t = useT();
  const { name, problem } = props;
  const warning = problem === null ? nameWarning(name) : null;
  return (
    <p
      className={styles.nameHint}
      data-tone={problem ? 'failure' : warning ? 'attention' : undefined}
      aria-live="polite"
    >
      {problem && t(`topics.${problem.kind}`, valuesOf(problem))}
      {warning && t(`topics.${warning}`)}
      {!problem && !warning && t('topics.nameHint')}
    </p>
  );
}

function valuesOf(problem: NameProblem): Record<string, string | number> {
  if (problem.kind === 'nameLong') return { length: problem.length };
  return problem.kind === 'nameCollides' ? { other: problem.other } : {};
}
