import { Button, FileButton, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../format';
import { useChange } from '../../queries';
import { IconDownload, IconUpload } from '../../ui/icons';
import { Badge, Panel } from '../../ui/parts';
import type { Tone } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { operations } from './api';
import type { Applied, WrittenChange } from './api';
import { operationsTexts as texts } from './texts';

/** All that people have written, as a file; and such a file brought back, after a look at what that changes. */
export function Backup() {
  const save = useMutation({
    mutationFn: () => operations.export(),
    onSuccess: (files) =>
      download('weft-export.yaml', files.map(({ text }) => text.trimEnd()).join('\n---\n') + '\n'),
  });
  return (
    <Panel title={texts.backup}>
      <div className="stack">
        <p className="list-text">{texts.backupLead}</p>
        <div className="row">
          <Button
            variant="default"
            leftSection={<IconDownload size={15} />}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {texts.download}
          </Button>
          {save.data && <span className="dim">{texts.backupFiles(number(save.data.length))}</span>}
        </div>
        {save.error && <Problems error={save.error} />}
        <Restore />
      </div>
    </Panel>
  );
}

function Restore() {
  const [file, setFile] = useState<{ name: string; text: string }>();
  const look = useMutation({ mutationFn: operations.plan });
  const choose = async (chosen: File | null) => {
    if (chosen) {
      const read = { name: chosen.name, text: await chosen.text() };
      setFile(read);
      look.mutate(read);
    }
  };
  return (
    <>
      <div className="row">
        <FileButton onChange={(chosen) => void choose(chosen)} accept=".yaml,.yml,application/yaml">
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={15} />}
              loading={look.isPending}
            >
              {texts.restore}
            </Button>
          )}
        </FileButton>
        <code className="dim">weft apply -f weft-export.yaml</code>
      </div>
      {look.error && <Problems error={look.error} places />}
      {file && look.data && (
        <Modal opened onClose={look.reset} title={texts.restoreTitle(file.name)} size="lg">
          <Review file={file} plan={look.data} close={look.reset} />
        </Modal>
      )}
    </>
  );
}

/** So many are named; the numbers are of all. */
const NAMED = 200;
const tones: Record<string, Tone> = { create: 'good', change: 'warn', delete: 'bad' };

function Review({
  file,
  plan,
  close,
}: {
  file: { name: string; text: string };
  plan: Applied;
  close: () => void;
}) {
  const apply = useChange(operations.apply, []);
  const touched = plan.changes.filter(({ action }) => action !== 'unchanged');
  const unchanged = plan.changes.length - touched.length;
  if (apply.data) {
    return (
      <p className="notice notice-good" role="status">
        {texts.restored(number(touched.length))}
      </p>
    );
  }
  return (
    <div className="stack">
      <p>
        {touched.length === 0
          ? texts.restoreNothing(number(unchanged))
          : texts.restoreChanges(number(touched.length), number(unchanged))}
      </p>
      {touched.length > 0 && (
        <ul className="list restore-list" tabIndex={0} aria-label={texts.restoreList}>
          {touched.slice(0, NAMED).map((one) => (
            <Change key={`${one.kind}/${one.name}`} change={one} />
          ))}
        </ul>
      )}
      {touched.length > NAMED && <p className="dim">{texts.restoreMore(number(touched.length - NAMED))}</p>}
      {apply.error && <Problems error={apply.error} places />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {texts.restoreBack}
        </Button>
        <Button disabled={touched.length === 0} loading={apply.isPending} onClick={() => apply.mutate(file)}>
          {texts.restoreApply}
        </Button>
      </div>
    </div>
  );
}

function Change({ change: { kind, name, action, diff } }: { change: WrittenChange }) {
  const head = (
    <>
      <Badge tone={tones[action] ?? 'quiet'}>{texts.actions[action] ?? action}</Badge> {kind}{' '}
      <strong>{name}</strong>
    </>
  );
  return (
    <li className="list-row">
      {diff.length === 0 ? (
        head
      ) : (
        <details>
          <summary>{head}</summary>
          <pre className="restore-diff">{diff.join('\n')}</pre>
        </details>
      )}
    </li>
  );
}

function download(name: string, text: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
