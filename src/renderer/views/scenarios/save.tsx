/** Keeps what was drawn: under its own name, and what came with the app as a copy of one's own. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { setField } from '../../../scenario/edit/edits.ts';
import { mapping } from '../../../scenario/edit/references.ts';
import { readSource } from '../../../scenario/edit/yaml-source.ts';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { showToast } from '../../ui/toasts.ts';
import { forgetStudio, newName, studioOf, useStudio } from './studio-store.ts';
import { useNamesTaken, useSaveScenario } from './use-scenarios.ts';

const namePattern = /^[a-z][a-z0-9-]*$/;

/** What has to be answered before it can be saved. */
type Question = { readonly kind: 'copy' | 'taken'; readonly name: string };

export type Saving = ReturnType<typeof useSaving>;

export function useSaving(shownName: string | null) {
  const t = useT();
  const studio = useStudio();
  const navigate = useNavigate();
  const action = useSaveScenario();
  const taken = useNamesTaken();
  const [question, setQuestion] = useState<Question | null>(null);
  const nameIn = (text: string) => String(mapping(readSource(text).value)['name'] ?? '');

  /** The name under which it is kept; null: not saved, or something is asked first. */
  const keep = async (text: string): Promise<string | null> => {
    const saved = await action.run(text, studio.store.getState().isForeign);
    if (!saved) return null;
    setQuestion(null);
    showToast({ tone: 'done', text: t('studio.saved', { name: saved.name }) });
    if (saved.name === shownName) {
      studio.markSaved(text);
      return saved.name;
    }
    // Under a new name: what was drawn goes on there, with its way back.
    if (shownName === null) forgetStudio(newName);
    else studio.revert();
    forgetStudio(saved.name);
    studioOf(saved.name, text, text, true);
    navigate(href('scenarios', saved.name), true);
    return saved.name;
  };

  const save = async (): Promise<string | null> => {
    const { history, isOwn } = studio.store.getState();
    const { text } = history.present;
    const name = nameIn(text);
    const known = (await taken.run()) ?? [];
    const other = known.find((one) => one.name === name);
    if (!isOwn || (other && !other.isOwn)) {
      setQuestion({ kind: 'copy', name: freeOf(`my-${name}`, known) });
      return null;
    }
    if (other && name !== shownName) {
      setQuestion({ kind: 'taken', name });
      return null;
    }
    return await keep(text);
  };

  const saveAs = async (name: string): Promise<void> => {
    const { text } = studio.store.getState().history.present;
    await keep(setField(text, ['name'], name));
  };
  return {
    save,
    saveAs,
    question,
    drop: () => setQuestion(null),
    isSaving: action.isRunning,
    error: action.error,
  };
}

function freeOf(wanted: string, known: readonly { readonly name: string }[]): string {
  let name = wanted;
  for (let count = 2; known.some((one) => one.name === name); count += 1)
    name = `${wanted}-${count}`;
  return name;
}

export function SaveDialogs({ saving }: { readonly saving: Saving }) {
  const { question } = saving;
  return question === null ? null : (
    <NameDialog key={question.name} question={question} saving={saving} />
  );
}

function NameDialog(props: { readonly question: Question; readonly saving: Saving }) {
  const t = useT();
  const { question, saving } = props;
  const [name, setName] = useState(question.name);
  const isReplacing = question.kind === 'taken' && name === question.name;
  return (
    <Confirm
      title={t(question.kind === 'copy' ? 'studio.copyTitle' : 'studio.takenTitle')}
      action={t(isReplacing ? 'studio.replace' : 'studio.save')}
      isDanger={isReplacing}
      isImpossible={!namePattern.test(name)}
      isRunning={saving.isSaving}
      error={saving.error}
      onConfirm={() => void saving.saveAs(name)}
      onClose={saving.drop}
    >
      <p>
        {t(question.kind === 'copy' ? 'studio.copyText' : 'studio.takenText', {
          name: question.name,
        })}
      </p>
      <TextInput
        label={t('studio.saveName')}
        description={t('studio.saveNameHint')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        spellCheck={false}
        data-autofocus
      />
    </Confirm>
  );
}
