import { Drawer } from '@mantine/core';
import type { Flow, FlowProcessor, History } from '../../api';
import { count } from '../../format';
import { texts } from '../../texts';
import { Fact, Facts } from '../../ui/parts';
import { HistoryChart } from './HistoryChart';
import { PauseButton } from './PauseButton';
import { SettingsForm } from './SettingsForm';
import { FlowBadge } from './flow';

/** One processor: what it does, what it did, how it is set; and changing that while the flow runs. */
export function ProcessorDrawer({
  flow,
  processor,
  history,
  close,
}: {
  flow: Flow;
  processor?: FlowProcessor;
  history?: History;
  close: () => void;
}) {
  return (
    <Drawer
      opened={processor !== undefined}
      onClose={close}
      position="right"
      closeButtonProps={{ 'aria-label': texts.flows.close }}
      size="md"
      title={
        processor && (
          <span>
            <strong>{processor.name}</strong> <span className="dim">{processor.type}</span>
          </span>
        )
      }
    >
      {processor && (
        <div className="stack">
          <div className="row">
            <FlowBadge status={processor.status} />
            <PauseButton flow={flow.name} name={processor.name} paused={processor.status === 'stopped'} />
          </div>
          {processor.message && <p className="notice notice-warn">{processor.message}</p>}
          <section>
            <h3 className="drawer-head">{texts.flows.recent}</h3>
            {history && <HistoryChart history={history} />}
          </section>
          <section>
            <h3 className="drawer-head">{texts.flows.sinceStart}</h3>
            <Counts processor={processor} />
          </section>
          <SettingsForm key={processor.name} flow={flow.name} processor={processor} close={close} />
        </div>
      )}
    </Drawer>
  );
}

function Counts({ processor }: { processor: FlowProcessor }) {
  const all: [string, number][] = [
    [texts.flows.in, processor.in],
    [texts.flows.out, processor.out],
    [texts.flows.failed, processor.failed],
    ...Object.entries(processor.counters ?? {}),
  ];
  return (
    <div className="counts">
      <Facts>
        {all.map(([name, value]) => (
          <Fact key={name} name={name}>
            {count(value)}
          </Fact>
        ))}
      </Facts>
    </div>
  );
}
