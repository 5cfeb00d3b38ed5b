import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Flow, FlowConnection, FlowDocument } from '../../../api';
import { count } from '../../../format';
import { IconTrash } from '../../../ui/icons';
import { Pressure } from '../Queues';
import { disconnected, queueOf, queued, wireName } from './drawing';
import type { Wire } from './drawing';
import { drawTexts } from './texts';

/** What connects the chosen two: each relationship with its queue. */
export function WireInspector({
  flow,
  wires,
  live,
  change,
  look,
}: {
  flow: FlowDocument;
  wires: Wire[];
  live?: Flow;
  change: (flow: FlowDocument, kind?: string) => void;
  look: (connection: FlowConnection) => void;
}) {
  return (
    <div className="stack">
      {wires.map((wire) => (
        <One
          key={wireName(wire)}
          flow={flow}
          wire={wire}
          running={live?.connections.find((one) => wireName(one) === wireName(wire))}
          change={change}
          look={look}
        />
      ))}
    </div>
  );
}

function One({
  flow,
  wire,
  running,
  change,
  look,
}: {
  flow: FlowDocument;
  wire: Wire;
  running?: FlowConnection;
  change: (flow: FlowDocument, kind?: string) => void;
  look: (connection: FlowConnection) => void;
}) {
  const queue = queueOf(flow, wire);
  const name = wireName(wire);
  const set = (part: Partial<typeof queue>) =>
    change(queued(flow, wire, { ...queue, ...part }), `queue ${name}`);
  const whole = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);
  const order = queue.order && queue.order !== 'fifo' ? queue.order : '';
  const orders =
    order in drawTexts.queueOrders ? drawTexts.queueOrders : { ...drawTexts.queueOrders, [order]: order };
  return (
    <section className="stack">
      <h3 className="drawer-head mono">{name}</h3>
      {running && (
        <div className="stack">
          <Pressure connection={running} />
          <div className="row">
            <span className="dim">{drawTexts.waits(count(running.queued))}</span>
            <Button variant="default" size="compact-sm" onClick={() => look(running)}>
              {drawTexts.look}
            </Button>
          </div>
        </div>
      )}
      <TextInput
        label={drawTexts.queueRecords}
        description={drawTexts.queueRecordsHint}
        inputMode="numeric"
        placeholder="10000"
        value={queue.records ?? ''}
        onChange={(event) => set({ records: whole(event.currentTarget.value) })}
      />
      <TextInput
        label={drawTexts.queueBytes}
        inputMode="numeric"
        value={queue.bytes ?? ''}
        onChange={(event) => set({ bytes: whole(event.currentTarget.value) })}
      />
      <NativeSelect
        label={drawTexts.queueOrder}
        data={Object.entries(orders).map(([value, label]) => ({ value, label }))}
        value={order}
        onChange={(event) => set({ order: event.currentTarget.value || undefined })}
      />
      <TextInput
        label={drawTexts.queueExpiry}
        description={drawTexts.queueExpiryHint}
        placeholder="1h"
        value={queue.expiry ?? ''}
        onChange={(event) => set({ expiry: event.currentTarget.value || undefined })}
      />
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconTrash size={14} />}
          aria-label={drawTexts.deleteLabel(name)}
          onClick={() => change(disconnected(flow, wire))}
        >
          {drawTexts.delete}
        </Button>
      </div>
    </section>
  );
}
