/** The run on Kafka: started, stopped, and what it says of itself. */
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { KafkaRun, Workload } from '../../../main/contract/index.ts';
import { serverAwayMs } from '../../../scenario/models/workload.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { Status, type Tone } from '../../ui/status.tsx';
import styles from './compare.module.css';
import { type useKafkaRun, useWhere } from './use-compare.ts';

const tones: { readonly [Phase in KafkaRun['phase']]: Tone } = {
  preparing: 'busy',
  running: 'busy',
  cleaning: 'busy',
  done: 'done',
  stopped: 'quiet',
  failed: 'failure',
};

export function KafkaControl(props: {
  readonly kafka: ReturnType<typeof useKafkaRun>;
  readonly workload: Workload;
  readonly isOther: boolean;
}) {
  const t = useT();
  const format = useFormat();
  const where = useWhere();
  const [partitionCount, setPartitionCount] = useState(3);
  const [isAsking, setIsAsking] = useState(false);
  const { kafka, workload, isOther } = props;
  const { run, start, stop } = kafka;
  const isGoing = run !== null && tones[run.phase] === 'busy';
  const isKilling = workload.serverDownAtMs !== null && !where.isForeign;
  const begin = () => {
    setIsAsking(false);
    void start.run(workload, partitionCount);
  };
  return (
    <div className={styles.kafka}>
      <div className={styles.kafkaTools}>
        {isGoing ? (
          <Button
            variant="default"
            leftSection={<Icon name="stop" size={13} />}
            onClick={() => void stop.run()}
            loading={stop.isRunning}
          >
            {t('questions.stop')}
          </Button>
        ) : (
          <Button
            leftSection={<Icon name="play" size={13} />}
            disabled={where.isReadOnly}
            loading={start.isRunning}
            onClick={() => (isKilling ? setIsAsking(true) : begin())}
          >
            {t(run === null ? 'questions.run' : 'questions.runAgain')}
          </Button>
        )}
        <label className={styles.partitions}>
          {t('questions.partitionCount')}
          <NumberInput
            size="xs"
            w={64}
            min={1}
            max={12}
            clampBehavior="strict"
            value={partitionCount}
            onChange={(value) => {
              if (typeof value === 'number') setPartitionCount(value);
            }}
          />
        </label>
        {run && (
          <span role="status">
            <Status tone={tones[run.phase]}>{t(`questions.phase-${run.phase}`)}</Status>
          </span>
        )}
      </div>
      <Notes
        run={run}
        where={where}
        isOther={isOther}
        hasServer={workload.serverDownAtMs !== null}
      />
      {start.error !== null && <ErrorNote error={start.error} />}
      {isAsking && (
        <Confirm
          title={t('questions.killTitle')}
          action={t('questions.killRun')}
          isDanger
          onConfirm={begin}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('questions.killText', { away: format.span(serverAwayMs) })}</p>
        </Confirm>
      )}
    </div>
  );
}

function Notes(props: {
  readonly run: KafkaRun | null;
  readonly where: ReturnType<typeof useWhere>;
  readonly isOther: boolean;
  readonly hasServer: boolean;
}) {
  const t = useT();
  const { run, where, isOther, hasServer } = props;
  const cluster = where.name ?? t('questions.thisCluster');
  return (
    <div className={styles.notes}>
      {where.isReadOnly && <p>{t('questions.readOnly')}</p>}
      {run === null && !where.isReadOnly && <p>{t('questions.kafkaNotYet', { cluster })}</p>}
      {run?.error && <p className={styles.bad}>{t('questions.runFailed', { error: run.error })}</p>}
      {run && run.left.length > 0 && (
        <p className={styles.bad}>{t('questions.runLeft', { names: run.left.join(', ') })}</p>
      )}
      {isOther && <p className={styles.attention}>{t('questions.otherWorkload')}</p>}
      {hasServer && where.isForeign && <p>{t('questions.foreignServer')}</p>}
      {where.hasShareGroups !== null && (
        <p>{t(where.hasShareGroups ? 'questions.shareOffered' : 'questions.shareNone')}</p>
      )}
    </div>
  );
}
