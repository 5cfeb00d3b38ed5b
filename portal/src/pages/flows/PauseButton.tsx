import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { api } from '../../api';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { IconPause, IconPlay } from '../../ui/icons';
import { Problems } from '../../ui/states';

/** Pauses one processor, or all of a group: what comes to it waits. */
export function PauseButton({
  flow,
  name,
  paused,
  compact = false,
}: {
  flow: string;
  name: string;
  paused: boolean;
  compact?: boolean;
}) {
  const change = useChange(
    () => (paused ? api.resumeProcessor(flow, name) : api.pauseProcessor(flow, name)),
    ['flow', 'flows'],
  );
  const label = paused ? texts.flows.resumeLabel(name) : texts.flows.pauseLabel(name);
  const icon = paused ? <IconPlay size={14} /> : <IconPause size={14} />;
  if (compact) {
    return (
      <Tooltip
        label={change.error ? change.error.message : paused ? texts.flows.resume : texts.flows.pause}
        opened={change.error ? true : undefined}
        color={change.error ? 'red' : undefined}
        multiline
        maw={320}
      >
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={label}
          loading={change.isPending}
          onClick={() => change.mutate(undefined)}
        >
          {icon}
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={label}
        leftSection={icon}
        loading={change.isPending}
        onClick={() => change.mutate(undefined)}
      >
        {paused ? texts.flows.resume : texts.flows.pause}
      </Button>
      {change.error && <Problems error={change.error} />}
    </>
  );
}
