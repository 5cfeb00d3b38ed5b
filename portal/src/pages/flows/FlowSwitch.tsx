import { Button } from '@mantine/core';
import { api } from '../../api';
import type { Flow } from '../../api';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { IconPlay, IconStop } from '../../ui/icons';
import { Problems } from '../../ui/states';

export function FlowSwitch({ flow }: { flow: Flow }) {
  const stopped = flow.status === 'stopped';
  const change = useChange(
    () => (stopped ? api.startFlow(flow.name) : api.stopFlow(flow.name)),
    ['flows', 'flow'],
  );
  return (
    <>
      <Button
        variant="default"
        aria-label={stopped ? texts.flows.startLabel(flow.name) : texts.flows.stopLabel(flow.name)}
        leftSection={stopped ? <IconPlay size={14} /> : <IconStop size={14} />}
        loading={change.isPending}
        onClick={() => change.mutate(undefined)}
      >
        {stopped ? texts.flows.start : texts.flows.stop}
      </Button>
      {change.error && <Problems error={change.error} />}
    </>
  );
}
