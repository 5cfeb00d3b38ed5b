import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useChange, useWhoami } from '../../queries';
import { texts } from '../../texts';
import { IconPlay, IconRefresh, IconStop } from '../../ui/icons';
import { Problems } from '../../ui/states';
import { queries } from './api';
import type { QueryStatus } from './api';

const words = texts.queries;

/** Starts, stops and computes anew, for those who own the product; what the server refuses is said. */
export function QuerySwitch({ query }: { query: QueryStatus }) {
  const me = useWhoami().data;
  const [asking, setAsking] = useState(false);
  const isStopped = query.state === 'STOPPED';
  const change = useChange(
    () => (isStopped ? queries.start(query.name) : queries.stop(query.name)),
    ['queries'],
  );
  if (!me?.owns.includes(query.product) && !me?.roles.includes('admin')) {
    return null;
  }
  return (
    <>
      <Button
        variant="default"
        aria-label={isStopped ? words.startLabel(query.name) : words.stopLabel(query.name)}
        leftSection={isStopped ? <IconPlay size={14} /> : <IconStop size={14} />}
        loading={change.isPending}
        onClick={() => change.mutate(undefined)}
      >
        {isStopped ? words.start : words.stop}
      </Button>
      <Button
        variant="default"
        aria-label={words.restartLabel(query.name)}
        leftSection={<IconRefresh size={14} />}
        onClick={() => setAsking(true)}
      >
        {words.restart}
      </Button>
      {change.error && <Problems error={change.error} />}
      <Modal opened={asking} onClose={() => setAsking(false)} title={words.restartTitle} size="md">
        <Anew query={query} close={() => setAsking(false)} />
      </Modal>
    </>
  );
}

/** Says what happens before it does. */
function Anew({ query, close }: { query: QueryStatus; close: () => void }) {
  const anew = useChange(() => queries.restart(query.name), ['queries']);
  return (
    <div className="stack">
      <p>{words.restartText(query.name)}</p>
      <p className="dim">{words.restartHint}</p>
      {anew.error && <Problems error={anew.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close} data-autofocus>
          {words.keep}
        </Button>
        <Button
          color="red.9"
          loading={anew.isPending}
          onClick={() => anew.mutate(undefined, { onSuccess: close })}
        >
          {words.restartNow}
        </Button>
      </div>
    </div>
  );
}
