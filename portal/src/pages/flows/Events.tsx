import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { Flow } from '../../api';
import { count } from '../../format';
import { useChange, useWhoami } from '../../queries';
import { texts } from '../../texts';
import { Badge, Moment, Panel, TableFrame } from '../../ui/parts';
import { Problems } from '../../ui/states';
import { flowEvents } from './events';
import type { FlowEvent } from './events';

const words = texts.flows.events;

/** What happens to FlowFiles, one by one, while somebody has it recorded; and once more, if they want. Of one processor, or of all. */
export function Events({ flow, of = '' }: { flow: Flow; of?: string }) {
  const [chosen, setChosen] = useState('');
  const processor = of || chosen;
  const me = useWhoami().data;
  const may = me !== undefined && (me.owns.includes(flow.product) || me.roles.includes('admin'));
  const state = useQuery({
    queryKey: ['flow', flow.name, 'trace'],
    queryFn: ({ signal }) => flowEvents.state(flow.name, signal),
    enabled: may,
    refetchInterval: 5_000,
    retry: false,
  });
  const recording = state.data?.recording ?? false;
  const events = useQuery({
    queryKey: ['flow', flow.name, 'events', processor],
    queryFn: ({ signal }) => flowEvents.list(flow.name, processor, signal),
    refetchInterval: recording ? 2_000 : false,
    enabled: state.data !== undefined,
    retry: false,
  });
  const turn = useChange(
    () => (recording ? flowEvents.stop(flow.name) : flowEvents.record(flow.name)),
    ['flow'],
  );
  if (!may) {
    return null; // Only who runs the flow may look at single FlowFiles.
  }
  const newest = [...(events.data ?? [])].reverse();
  return (
    <Panel
      title={words.title}
      flush
      aside={
        <>
          {recording && state.data?.until && (
            <span>
              {words.until(state.data.taken ?? 0)} <Moment at={state.data.until} />
            </span>
          )}
          {of === '' && (
            <NativeSelect
              size="xs"
              aria-label={texts.flows.processor}
              value={processor}
              data={[{ value: '', label: words.all }, ...flow.processors.map(({ name }) => name)]}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <Button
            size="compact-sm"
            variant="default"
            loading={turn.isPending}
            onClick={() => turn.mutate(undefined)}
          >
            {recording ? words.stop : words.record}
          </Button>
        </>
      }
    >
      {turn.error && <Problems error={turn.error} />}
      {events.error && <Problems error={events.error} />}
      {newest.length === 0 ? (
        <p className="panel-body dim">{recording ? words.none : words.lead}</p>
      ) : (
        <EventTable flow={flow.name} events={newest} />
      )}
    </Panel>
  );
}

function EventTable({ flow, events }: { flow: string; events: FlowEvent[] }) {
  const [open, setOpen] = useState<string>();
  return (
    <TableFrame label={words.title}>
      <table className="data events-table">
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{texts.flows.processor}</th>
            <th scope="col">{words.flowFile}</th>
            <th scope="col" className="number">
              {words.records}
            </th>
            <th aria-label={words.replay} />
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Fragment key={event.id}>
              <tr>
                <td>
                  <Moment at={event.time} />
                </td>
                <td>
                  <Badge tone={event.type === 'DROP' || event.type === 'EXPIRE' ? 'warn' : 'quiet'}>
                    {event.type.toLowerCase().replaceAll('_', ' ')}
                  </Badge>{' '}
                  <span className="dim">
                    {[event.relationship, event.detail].filter(Boolean).join(' · ')}
                  </span>
                </td>
                <td>{event.processor}</td>
                <td>
                  <button
                    type="button"
                    className="link-button mono"
                    aria-expanded={open === event.id}
                    onClick={() => setOpen(open === event.id ? undefined : event.id)}
                  >
                    {event.flowFile}
                  </button>
                </td>
                <td className="number">{count(event.records ?? 0)}</td>
                <td className="number">{event.held && <Replay flow={flow} event={event} />}</td>
              </tr>
              {open === event.id && (
                <tr>
                  <td colSpan={6}>
                    <Attributes event={event} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Attributes({ event }: { event: FlowEvent }) {
  const [before, after] = [event.before ?? {}, event.after ?? {}];
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  if (all.length === 0) {
    return <p className="dim">{texts.flows.noAttributes}</p>;
  }
  return (
    <dl className="attributes">
      {all.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {before[name] === after[name] || before[name] === undefined
              ? (after[name] ?? '–')
              : `${before[name]} → ${after[name] ?? '–'}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Replay({ flow, event }: { flow: string; event: FlowEvent }) {
  const replay = useChange(() => flowEvents.replay(flow, event.id), ['flow']);
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={words.replayLabel(event.flowFile, event.processor)}
        loading={replay.isPending}
        onClick={() => replay.mutate(undefined)}
      >
        {words.replay}
      </Button>
      {replay.data && (
        <span className="flow-message">{words.replayed(replay.data.records, replay.data.into)}</span>
      )}
      {replay.error && <Problems error={replay.error} />}
    </>
  );
}
