import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Flow, FlowDocument } from '../../../api';
import { IconChevronRight, IconStack, IconTrash } from '../../../ui/icons';
import { PauseButton } from '../PauseButton';
import { Name } from './Inspector';
import { insideOf, portRenamed, portsOf, takenApart } from './groups';
import type { GroupPort } from './groups';
import { drawTexts } from './texts';

const portName = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

/** A group: its name, its ports, the way into it, and away with it or with its border. */
export function GroupInspector({
  flow,
  chosen,
  live,
  change,
  enter,
  rename,
  remove,
}: {
  flow: FlowDocument;
  chosen: string;
  live?: Flow;
  change: (flow: FlowDocument) => void;
  enter: () => void;
  rename: (from: string, to: string) => void;
  remove: () => void;
}) {
  const ports = portsOf(flow, chosen);
  const inside = insideOf(flow, chosen);
  const running = (live?.processors ?? []).filter(({ name }) => inside.includes(name));
  return (
    <div className="stack">
      <Name key={chosen} flow={flow} chosen={chosen} rename={rename} />
      <div className="row">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconChevronRight size={14} />}
          onClick={enter}
        >
          {drawTexts.enter}
        </Button>
        {running.length > 0 && (
          <PauseButton
            flow={flow.name}
            name={chosen}
            paused={running.every(({ status }) => status === 'stopped')}
          />
        )}
      </div>
      <section className="stack">
        <h3 className="drawer-head">{drawTexts.ports}</h3>
        {ports.length === 0 && <p className="dim">{drawTexts.noPorts}</p>}
        {ports.map((port) => (
          <PortName
            key={`${port.side} ${port.name}`}
            port={port}
            taken={ports.filter(({ side }) => side === port.side).map(({ name }) => name)}
            rename={(to) => change(portRenamed(flow, chosen, port.side, port.name, to))}
          />
        ))}
      </section>
      <div className="row">
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconStack size={14} />}
          onClick={() => change(takenApart(flow, chosen))}
        >
          {drawTexts.ungroup}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconTrash size={14} />}
          aria-label={drawTexts.deleteLabel(chosen)}
          onClick={remove}
        >
          {drawTexts.delete}
        </Button>
      </div>
    </div>
  );
}

function PortName({
  port,
  taken,
  rename,
}: {
  port: GroupPort;
  taken: string[];
  rename: (to: string) => void;
}) {
  const [written, write] = useState(port.name);
  const error =
    written === port.name
      ? undefined
      : !portName.test(written)
        ? drawTexts.badName
        : taken.includes(written)
          ? drawTexts.nameTaken
          : undefined;
  const keep = () => {
    if (!error && written !== port.name) {
      rename(written);
    }
  };
  return (
    <TextInput
      label={drawTexts.portSides[port.side]}
      description={drawTexts.portInside(port.side, port.inside)}
      value={written}
      error={error}
      spellCheck={false}
      classNames={{ input: 'mono' }}
      onChange={(event) => write(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}
