/** Lines pasted or from a file: how they are read, how far they are, which ones failed. */
import { Button, FileInput, NumberInput, SegmentedControl, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { produceOptionsDefault } from '../../../../main/contract/index.ts';
import { useTask } from '../../../client/live-parts.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote } from '../../../ui/states.tsx';
import { TaskProgress } from '../../../ui/task-progress.tsx';
import { CsvMapping } from './csv-mapping.tsx';
import { FailureReport } from './failure-report.tsx';
import { columnsOf, guessDelimiter, guessShape, noCsv, type ShapeKind, shapeOf } from './model.ts';
import { Options } from './options.tsx';
import styles from './produce.module.css';
import { useFileImport } from './use-produce.ts';

const headBytes = 64 * 1024;
const kinds: readonly ShapeKind[] = ['json', 'record', 'csv', 'text'];

export function FileForm({ topic }: { readonly topic: string }) {
  const t = useT();
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [firstLine, setFirstLine] = useState('');
  const [kind, setKind] = useState<ShapeKind>('json');
  const [csv, setCsv] = useState(noCsv);
  const [fromLine, setFromLine] = useState(1);
  const [options, setOptions] = useState(produceOptionsDefault);
  const [taskId, setTaskId] = useState<string | null>(null);
  const task = useTask(taskId);
  const outcome = useRef<HTMLDivElement>(null);
  const phase = task?.phase;
  // What became of it stands below what was asked; the drawer is rarely that high.
  useEffect(() => {
    if (phase) outcome.current?.scrollIntoView({ block: 'nearest' });
  }, [phase]);
  const [settledLine, setSettledLine] = useState(0);
  const run = useFileImport(setTaskId, ({ lineCount }) => setSettledLine(lineCount));

  function look(name: string, head: string): void {
    const first = head.split('\n', 1)[0] ?? '';
    setFirstLine(first);
    setKind(guessShape(name, first));
    setCsv({ ...noCsv, delimiter: guessDelimiter(first) });
    setFromLine(1);
    setTaskId(null);
  }
  async function choose(next: File | null): Promise<void> {
    setFile(next);
    if (next) look(next.name, await next.slice(0, headBytes).text());
  }
  const source = file ?? (text === '' ? null : new Blob([text]));
  const isRunning = task?.phase === 'running' || run.isRunning;
  const start = (fromLine: number) => {
    if (!source) return;
    const name = file?.name ?? t('produce.pasted');
    const sizeBytes = source.size;
    const shape = shapeOf(kind, csv);
    setSettledLine(0);
    void run.run(source, { topic, name, sizeBytes, shape, fromLine, options });
  };
  return (
    <div className={styles.form}>
      <div className={styles.side}>
        <FileInput
          size="xs"
          clearable
          label={t('produce.file')}
          description={file ? format.bytes(file.size) : t('produce.fileHint')}
          placeholder={t('produce.chooseFile')}
          leftSection={<Icon name="upload" size={14} />}
          value={file}
          onChange={(next) => void choose(next)}
        />
        <NumberInput
          size="xs"
          label={t('produce.fromLine')}
          description={t('produce.fromLineHint')}
          min={1}
          allowDecimal={false}
          value={fromLine}
          onChange={(value) => setFromLine(Math.max(1, Number(value) || 1))}
        />
        <Options options={options} onChange={setOptions} />
      </div>
      <div className={styles.main}>
        {!file && (
          <Textarea
            size="xs"
            label={t('produce.paste')}
            placeholder={'{"order": 1}\n{"order": 2}'}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              look('', event.currentTarget.value);
            }}
            autosize
            minRows={6}
            maxRows={14}
            spellCheck={false}
            classNames={{ input: styles.value ?? '' }}
          />
        )}
        {file && <code className={styles.firstLine}>{firstLine}</code>}
        <div className={styles.row}>
          <SegmentedControl
            size="xs"
            aria-label={t('produce.shape')}
            data={kinds.map((value) => ({ value, label: t(`produce.shape-${value}`) }))}
            value={kind}
            onChange={(value) => setKind(value as ShapeKind)}
          />
          <span className={styles.soft}>{t(`produce.shapeHint-${kind}`)}</span>
        </div>
        {kind === 'csv' && (
          <CsvMapping columns={columnsOf(firstLine, csv.delimiter)} csv={csv} onChange={setCsv} />
        )}
        <div className={styles.actions}>
          <span className={styles.grow} />
          <Button
            disabled={!source}
            loading={isRunning}
            leftSection={<Icon name="send" size={14} />}
            onClick={() => start(fromLine)}
          >
            {t('produce.sendLines')}
          </Button>
        </div>
        <div ref={outcome} className={styles.outcome}>
          {taskId !== null && <TaskProgress taskId={taskId} />}
          {run.error !== null && task?.error === null && task.phase !== 'cancelled' && (
            <ErrorNote error={run.error} />
          )}
          {taskId !== null && task && task.phase !== 'running' && (
            <>
              {task.phase !== 'done' && settledLine > 0 && (
                <Button
                  size="xs"
                  variant="default"
                  className={styles.short ?? ''}
                  onClick={() => start(settledLine + 1)}
                >
                  {t('produce.resume', { line: format.number(settledLine + 1) })}
                </Button>
              )}
              <FailureReport taskId={taskId} />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
