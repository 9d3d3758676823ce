/** Why an application does not reach its cluster: its text read, marked, put right, examined. */
import { Button, SegmentedControl, Switch, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useBootstrap } from '../../client/live-parts.ts';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { useQueryState } from '../../ui/route.ts';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import type {
  DoctorPlace,
  DoctorReading,
  DoctorRun,
  DoctorRunParams,
} from '../../../main/contract/index.ts';
import { Checks } from './checks.tsx';
import styles from './doctor.module.css';
import { Corrected, Findings } from './findings.tsx';
import { MarkedText } from './marked-text.tsx';
import { allFindings, exampleNames, exampleText } from './model.ts';
import { changeDraft, useDraft, useExamination, useReading } from './use-doctor.ts';

const typingPauseMs = 200;
const places = ['here', 'container', 'elsewhere'] as const;

export function DoctorView() {
  const t = useT();
  const { text, isEditing, examined } = useDraft();
  const [place, setPlace] = useQueryState<DoctorPlace>('place', 'here');
  const [login, setLogin] = useQueryState<string>('login', '');
  const [settled] = useDebouncedValue(text, typingPauseMs);
  const reading = useReading({ text: settled, place });
  const isEmpty = text.trim() === '';
  const value = isEmpty ? undefined : reading.value;
  const sendsCredentials = login !== '' && (value?.hasCredentials ?? false);
  const run = () =>
    changeDraft({
      isEditing: false,
      examined: { text, place, sendsCredentials, round: (examined?.round ?? 0) + 1 },
    });
  const isStale =
    examined !== null &&
    (examined.text !== text ||
      examined.place !== place ||
      examined.sendsCredentials !== sendsCredentials);
  return (
    <Page
      title={t('doctor.title')}
      note={t('doctor.note')}
      actions={
        <Button
          onClick={run}
          disabled={!value || value.bootstrap.length === 0}
          leftSection={<Icon name="doctor" size={15} />}
        >
          {t(examined ? 'doctor.runAgain' : 'doctor.run')}
        </Button>
      }
    >
      <div className={styles.options}>
        <span id="doctor-place">{t('doctor.place')}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="doctor-place"
          data={places.map((name) => ({ value: name, label: t(`doctor.place-${name}`) }))}
          value={place}
          onChange={(next) => setPlace(next as DoctorPlace)}
        />
        {value?.hasCredentials && (
          <Switch
            size="xs"
            checked={login !== ''}
            onChange={(event) => setLogin(event.currentTarget.checked ? '1' : '')}
            label={t('doctor.login')}
            description={t('doctor.loginNote')}
          />
        )}
      </div>
      <Body
        reading={value}
        error={reading.error}
        isEditing={isEditing || isEmpty}
        examined={examined}
        isStale={isStale}
        isEmpty={isEmpty}
      />
    </Page>
  );
}

type BodyProps = {
  readonly reading: DoctorReading | undefined;
  readonly error: unknown;
  readonly isEditing: boolean;
  readonly isEmpty: boolean;
  readonly examined: DoctorRunParams | null;
  readonly isStale: boolean;
};

function Body(props: BodyProps) {
  const { examined } = props;
  // What was examined before the text was cleared says nothing any more.
  if (examined === null || props.isEmpty) return <Columns {...props} run={null} />;
  return <Examined {...props} params={examined} />;
}

function Examined(props: BodyProps & { readonly params: DoctorRunParams }) {
  const { value, error } = useExamination(props.params);
  return <Columns {...props} run={value ?? null} runError={error} />;
}

function Columns(
  props: BodyProps & { readonly run: DoctorRun | null; readonly runError?: unknown },
) {
  const t = useT();
  const { reading, run, isStale } = props;
  const findings = reading ? allFindings(reading, isStale ? null : run) : [];
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        {props.isEditing ? (
          <Editor hasReading={reading !== undefined} isEmpty={props.isEmpty} />
        ) : (
          reading && <MarkedText reading={reading} findings={findings} />
        )}
        {reading?.corrected && <Corrected text={reading.corrected} masked={reading.masked} />}
      </div>
      <div className={styles.right}>
        {props.error !== null && !reading && <ErrorNote error={props.error} />}
        {!props.isEmpty && !reading && props.error === null && <SkeletonRows count={4} />}
        {reading && (
          <Findings findings={findings} hasAddress={reading.bootstrap.length > 0} run={run} />
        )}
        {Boolean(props.runError) && <ErrorNote error={props.runError} />}
        {run && <Checks run={run} isStale={isStale} />}
        {reading && reading.bootstrap.length === 0 && <p className="soft">{t('doctor.stopped')}</p>}
      </div>
    </div>
  );
}

function Editor(props: { readonly hasReading: boolean; readonly isEmpty: boolean }) {
  const t = useT();
  const bootstrap = useBootstrap();
  const { text } = useDraft();
  const show = (next: string) => changeDraft({ text: next, isEditing: false });
  return (
    <>
      <Textarea
        label={t('doctor.input')}
        placeholder={t('doctor.placeholder')}
        value={text}
        onChange={(event) => changeDraft({ text: event.currentTarget.value })}
        // What is pasted as a whole is shown as it was read.
        onPaste={(event) => {
          if (!props.isEmpty) return;
          event.preventDefault();
          show(event.clipboardData.getData('text/plain'));
        }}
        autosize
        minRows={14}
        maxRows={26}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: styles.input ?? '' }}
      />
      <div className={styles.tools}>
        {props.isEmpty ? (
          <>
            <span className="soft">{t('doctor.examples')}</span>
            {exampleNames.map((name) => (
              <Button
                key={name}
                size="compact-xs"
                variant="default"
                onClick={() => show(exampleText(name, bootstrap))}
              >
                {t(`doctor.example-${name}`)}
              </Button>
            ))}
          </>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            disabled={!props.hasReading}
            onClick={() => changeDraft({ isEditing: false })}
          >
            {t('doctor.done')}
          </Button>
        )}
      </div>
    </>
  );
}
