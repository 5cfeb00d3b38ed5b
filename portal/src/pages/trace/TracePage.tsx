import { Autocomplete, Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Trace, TraceMade, TraceReader, TraceStep } from '../../api';
import { asText, formatMoment, number } from '../../format';
import { useTrace } from '../../queries';
import { texts } from '../../texts';
import { usePortNames } from '../../ui/choices';
import { IconArrowLeft, IconArrowRight } from '../../ui/icons';
import { Moment, PageHead, Panel, PortLink, Principal, TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { TracePicture } from './TracePicture';
import { coordinates } from './coordinates';
import { stretchOf } from './picture';
import './trace.css';

export default function TracePage() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('at') ?? '';
  const at = coordinates(asked);
  const trace = useTrace(at?.port ?? '', at?.partition ?? 0, at?.offset ?? 0, at !== undefined);
  const go = (next: string) => setParams({ at: next });
  return (
    <>
      <PageHead title={texts.trace.title} lead={texts.trace.lead} />
      <Form key={asked} asked={asked} go={go} />
      {at && (
        <Answer of={trace}>
          {(found) => (
            <div className="stack">
              <TracePicture trace={found} go={go} />
              <Steps trace={found} go={go} />
              <Made made={found.made ?? []} />
              <Readers readers={found.readers ?? []} />
            </div>
          )}
        </Answer>
      )}
    </>
  );
}

function Form({ asked, go }: { asked: string; go: (at: string) => void }) {
  const at = coordinates(asked);
  const [port, setPort] = useState(at?.port ?? asked);
  const ports = usePortNames(port);
  const [partition, setPartition] = useState<string | number>(at?.partition ?? 0);
  const [offset, setOffset] = useState<string | number>(at?.offset ?? 0);
  const [bad, setBad] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = `${port.trim()}/${partition}/${offset}`;
    setBad(!coordinates(next));
    if (coordinates(next)) {
      go(next);
    }
  };
  // A whole coordinate that is pasted into the port's field fills all three.
  const typePort = (text: string) => {
    const pasted = coordinates(text);
    setPort(pasted?.port ?? text);
    if (pasted) {
      setPartition(pasted.partition);
      setOffset(pasted.offset);
    }
  };
  return (
    <form className="filters" onSubmit={submit} noValidate>
      <Autocomplete
        label={texts.trace.port}
        data={ports}
        value={port}
        onChange={typePort}
        error={bad && texts.trace.bad}
        className="grow"
      />
      <NumberInput
        label={texts.trace.partition}
        min={0}
        allowDecimal={false}
        value={partition}
        onChange={setPartition}
      />
      <NumberInput
        label={texts.trace.offset}
        min={0}
        allowDecimal={false}
        value={offset}
        onChange={setOffset}
      />
      <div className="fixed">
        <Button type="submit">{texts.trace.go}</Button>
      </div>
    </form>
  );
}

function Steps({ trace, go }: { trace: Trace; go: (at: string) => void }) {
  const { port, partition, offset } = trace;
  const neighbour = (step: number) => `${port}/${partition}/${offset + step}`;
  const aside = (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={offset === 0}
        leftSection={<IconArrowLeft size={13} />}
        onClick={() => go(neighbour(-1))}
      >
        {texts.trace.previous}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        rightSection={<IconArrowRight size={13} />}
        onClick={() => go(neighbour(1))}
      >
        {texts.trace.next}
      </Button>
    </>
  );
  return (
    <Panel title={texts.trace.steps} aside={aside}>
      <ol className="trace">
        <li className="trace-step trace-record">
          <p className="list-meta">{texts.trace.record}</p>
          <p>
            <PortLink port={port} tab="sample" />{' '}
            <span className="mono">
              {partition} / {number(offset)}
            </span>
          </p>
          {trace.time && <p className="list-text">{texts.trace.written(formatMoment(trace.time))}</p>}
        </li>
        {trace.steps.map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
      {trace.complete === false && <p className="notice">{texts.trace.more}</p>}
      {trace.steps.length === 0 && <Empty title={texts.trace.noSteps} hint={texts.trace.noStepsHint} />}
    </Panel>
  );
}

function Step({ step }: { step: TraceStep }) {
  // A port's partition and the offset in it: the record that this one was made from.
  const from = coordinates(step.source) ? step.source : `${step.source}/${asText(step.position)}`;
  const isRecord = coordinates(from) !== undefined;
  const facts: [string, unknown][] = [
    [texts.trace.key, step.key],
    [texts.trace.position, stretchOf(step) ?? step.position],
    ['', stretchOf(step) && texts.trace.records(step.count ?? 1)],
    [
      texts.trace.range,
      !stretchOf(step) && step.range && `${asText(step.range.from)} – ${asText(step.range.to)}`,
    ],
  ];
  return (
    <li className="trace-step">
      <p className="list-meta">
        <span>
          {texts.trace.through}{' '}
          <Link to={`/flows/${encodeURIComponent(step.flow)}`} className="mono text-link">
            {step.flow}
          </Link>
        </span>
        <span className="mono">{step.processors.join(' → ')}</span>
      </p>
      <p>
        <span className="dim">{texts.trace.source}</span>{' '}
        {isRecord ? (
          <Link to={`/trace?at=${encodeURIComponent(from)}`} className="mono text-link">
            {from}
          </Link>
        ) : (
          <span className="mono trace-source">{step.source}</span>
        )}
      </p>
      <p className="list-meta">
        {facts
          .filter(([, value]) => value !== false && value !== undefined && value !== null && value !== '')
          .map(([name, value]) => (
            <span key={name}>
              {name} <span className="mono trace-value">{asText(value)}</span>
            </span>
          ))}
      </p>
    </li>
  );
}

function Made({ made }: { made: TraceMade[] }) {
  if (made.length === 0) {
    return null;
  }
  return (
    <Panel title={texts.trace.made}>
      <ul className="trace">
        {made.map((one) => {
          const at = `${one.topic}/${one.partition}/${one.offset}`;
          return (
            <li key={at} className="trace-step">
              <Link to={`/trace?at=${encodeURIComponent(at)}`} className="mono text-link">
                {at}
              </Link>{' '}
              <span className="list-meta">
                {texts.trace.through} {one.flow}
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function maskedNames(reader: TraceReader): string[] {
  return Array.isArray(reader.maskedFields) ? reader.maskedFields : Object.keys(reader.maskedFields ?? {});
}

function Readers({ readers }: { readers: TraceReader[] }) {
  return (
    <Panel title={texts.trace.readers} flush>
      {readers.length === 0 ? (
        <Empty title={texts.trace.noReaders} hint={texts.trace.noReadersHint} />
      ) : (
        <TableFrame label={texts.trace.readers}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.consumers.who}</th>
                <th scope="col">{texts.trace.time}</th>
                <th scope="col">{texts.trace.client}</th>
                <th scope="col">{texts.trace.offsets}</th>
                <th scope="col">{texts.trace.masked}</th>
              </tr>
            </thead>
            <tbody>
              {readers.map((reader, index) => (
                <tr key={index}>
                  <td>
                    <Principal name={reader.principal} />
                  </td>
                  <td>
                    <Moment at={reader.time} />
                    {reader.exact === false && <span className="dim"> {texts.trace.perhaps}</span>}
                  </td>
                  <td className="mono">{[reader.clientId, reader.group].filter(Boolean).join(' · ')}</td>
                  <td className="mono nowrap">
                    {reader.from} – {reader.to}
                  </td>
                  <td>
                    {maskedNames(reader).length > 0 ? (
                      <>
                        <span className="mono">{maskedNames(reader).join(', ')}</span>{' '}
                        <span className="dim">{texts.fields.by(reader.policies.join(', '))}</span>
                      </>
                    ) : (
                      <span className="dim">{texts.trace.nothingMasked}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </Panel>
  );
}
