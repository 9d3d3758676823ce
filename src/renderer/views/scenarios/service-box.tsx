/** One service: its state, what goes in and out, what waits; down and up again. */
import { Button } from '@mantine/core';
import { useFormat, useLanguage, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import type { ServiceRun } from '../../../main/contract/index.ts';
import type { Box } from './layout.ts';
import { isQueueing, isTakenDownNext, serviceTone } from './model.ts';
import styles from './service-box.module.css';

const phaseKeys = {
  starting: 'scenarios.serviceStarting',
  up: 'scenarios.up',
  stopping: 'scenarios.serviceStopping',
  down: 'scenarios.down',
  crashed: 'scenarios.crashed',
} as const;

export function ServiceBox(props: {
  readonly box: Box;
  readonly run: ServiceRun | null;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
  readonly onService: ((service: string, isUp: boolean) => void) | null;
}) {
  const t = useT();
  const language = useLanguage();
  const { box, run } = props;
  const { service } = box;
  const title = service.title[language];
  return (
    <div
      className={styles.box}
      role="group"
      aria-label={title}
      data-phase={props.onService ? run?.phase : 'idle'}
      data-selected={props.isSelected || undefined}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
    >
      <button
        type="button"
        className={styles.title}
        title={service.description[language]}
        aria-pressed={props.isSelected}
        aria-label={t('scenarios.showTable', { title })}
        onClick={props.onSelect}
      >
        {title}
      </button>
      <span className={styles.state}>
        {run && props.onService ? (
          <Status tone={serviceTone(run.phase)}>{t(phaseKeys[run.phase])}</Status>
        ) : (
          <Status tone="quiet">{t('scenarios.idle')}</Status>
        )}
        <Icon name="service" size={14} />
      </span>
      {run && <Figures run={run} hasOutput={service.produces.length > 0} />}
      {run && props.onService && (
        <Toggle title={title} run={run} name={service.name} onService={props.onService} />
      )}
    </div>
  );
}

function Figures({ run, hasOutput }: { readonly run: ServiceRun; readonly hasOutput: boolean }) {
  const t = useT();
  const format = useFormat();
  const perS = (rate: number) => t('common.perS', { rate: format.rate(rate) });
  return (
    <div className={styles.figures}>
      <span className={styles.rates}>
        {run.lag !== null && (
          <span>
            {t('scenarios.in')} {perS(run.inPerS)}
          </span>
        )}
        {hasOutput && (
          <span>
            {t('scenarios.out')} {perS(run.outPerS)}
          </span>
        )}
      </span>
      {run.lag !== null && (
        <span className={styles.waiting} data-long={isQueueing(run) || undefined}>
          {t('scenarios.waitingCount', { amount: format.number(run.lag) })}
        </span>
      )}
      <Troubles run={run} />
    </div>
  );
}

function Troubles({ run }: { readonly run: ServiceRun }) {
  const t = useT();
  const format = useFormat();
  const troubles = (
    [
      ['scenarios.failed', run.failedCount],
      ['scenarios.retried', run.retriedCount],
      ['scenarios.deadLettered', run.deadLetteredCount],
    ] as const
  ).filter(([, count]) => count > 0);
  if (troubles.length === 0) return null;
  return (
    <span className={styles.troubles} title={run.lastError ?? undefined}>
      {troubles.map(([key, count]) => t(key, { amount: format.number(count) })).join(' · ')}
    </span>
  );
}

function Toggle(props: {
  readonly title: string;
  readonly name: string;
  readonly run: ServiceRun;
  readonly onService: (service: string, isUp: boolean) => void;
}) {
  const t = useT();
  const { title, name, run } = props;
  const isDownNext = isTakenDownNext(run.phase);
  return (
    <Button
      className={styles.toggle}
      size="compact-xs"
      variant={isDownNext ? 'default' : 'filled'}
      disabled={run.phase === 'stopping'}
      aria-label={t(isDownNext ? 'scenarios.takeDownNamed' : 'scenarios.bringUpNamed', { title })}
      onClick={() => props.onService(name, !isDownNext)}
    >
      {t(isDownNext ? 'scenarios.takeDown' : 'scenarios.bringUp')}
    </Button>
  );
}
