/** Messages once more: to another topic, the same one, or back to where they came from. */
import { Button, Checkbox, Select } from '@mantine/core';
import { useState } from 'react';
import { produceOptionsDefault, type RepublishFrom } from '../../../../main/contract/index.ts';
import { useTask } from '../../../client/live-parts.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote } from '../../../ui/states.tsx';
import { TaskProgress } from '../../../ui/task-progress.tsx';
import { FailureReport } from './failure-report.tsx';
import { countOf, firstPlaces } from './republish-model.ts';
import { Options } from './options.tsx';
import styles from './produce.module.css';
import { useOrigins, useRepublish, useTopicNames } from './use-produce.ts';

export function Republish(props: { readonly topic: string; readonly from: RepublishFrom }) {
  const t = useT();
  const format = useFormat();
  const { topic, from } = props;
  const topics = useTopicNames();
  const places = firstPlaces(from);
  const origins = useOrigins(places.length > 0 ? places : null).value;
  const hasOrigins = origins !== undefined && Object.keys(origins.topics).length > 0;
  const [target, setTarget] = useState<string | null>(null);
  const [keep, setKeep] = useState({
    key: true,
    headers: true,
    timestamp: false,
    partition: false,
  });
  const [options, setOptions] = useState(produceOptionsDefault);
  const [taskId, setTaskId] = useState<string | null>(null);
  const republish = useRepublish();
  const task = useTask(taskId);
  const count = countOf(from);
  // Back to the source is the first choice where the messages know it.
  const value = target ?? (hasOrigins ? origin : null);

  async function start(): Promise<void> {
    if (value === null) return;
    const started = await republish.run({
      from,
      to: value === origin ? 'origin' : { topic: value },
      isKeyKept: keep.key,
      areHeadersKept: keep.headers,
      isTimestampKept: keep.timestamp,
      isPartitionKept: keep.partition,
      options,
    });
    if (started) setTaskId(started.taskId);
  }
  const check = (name: keyof typeof keep) => (
    <Checkbox
      size="xs"
      label={t(`produce.keep-${name}`)}
      checked={keep[name]}
      onChange={(event) => setKeep({ ...keep, [name]: event.currentTarget.checked })}
    />
  );
  return (
    <div className={styles.form}>
      <div className={styles.side}>
        <Select
          size="xs"
          searchable
          label={t('produce.target')}
          placeholder={t('produce.chooseTopic')}
          allowDeselect={false}
          data={[
            ...(hasOrigins ? [{ value: origin, label: t('produce.toOrigin') }] : []),
            ...topics.map((name) => ({ value: name, label: name })),
          ]}
          value={value}
          onChange={setTarget}
        />
        {value === origin && origins && (
          <ul className={styles.origins}>
            {Object.entries(origins.topics).map(([name, amount]) => (
              <li key={name}>
                {name} <span className={styles.soft}>{format.number(amount)}</span>
              </li>
            ))}
            {origins.unknownCount > 0 && (
              <li className={styles.failed}>
                {t('produce.originUnknown', { count: origins.unknownCount })}
              </li>
            )}
          </ul>
        )}
        <Options options={options} onChange={setOptions} />
      </div>
      <div className={styles.main}>
        <p className={styles.lead}>
          {t('produce.republishText', { count, amount: format.number(count), topic })}
        </p>
        <div className={styles.checks}>
          {check('key')}
          {check('headers')}
          {check('timestamp')}
          {check('partition')}
        </div>
        {value === origin && <p className={styles.soft}>{t('produce.originHeaders')}</p>}
        {value === topic && (
          <p className={styles.caution}>
            <Icon name="warning" size={15} />
            {t('produce.sameTopic', { topic })}
          </p>
        )}
        <div className={styles.actions}>
          <span className={styles.grow} />
          <Button
            disabled={value === null || count === 0}
            loading={republish.isRunning || task?.phase === 'running'}
            leftSection={<Icon name="send" size={14} />}
            onClick={() => void start()}
          >
            {t('produce.republish', { count, amount: format.number(count) })}
          </Button>
        </div>
        {republish.error !== null && <ErrorNote error={republish.error} />}
        {taskId !== null && <TaskProgress taskId={taskId} />}
        {taskId !== null && task && task.phase !== 'running' && <FailureReport taskId={taskId} />}
      </div>
    </div>
  );
}

/** No topic can be called this. */
const origin = '/origin';
