import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ProblemError } from '../../../api';
import type { Flow, FlowDocument, Problem, ProcessorType } from '../../../api';
import { count } from '../../../format';
import { texts } from '../../../texts';
import { IconTrash, IconX } from '../../../ui/icons';
import { Fact, Facts } from '../../../ui/parts';
import { Problems } from '../../../ui/states';
import { Events } from '../Events';
import { PauseButton } from '../PauseButton';
import { ProcessorFields } from '../SettingsForm';
import { FlowBadge } from '../flow';
import { byField, changed, draftOf, find, replaced } from '../settings';
import type { Draft, Found } from '../settings';
import { baseOf, connected, disconnected, parentOf, processorsOf, wireName, wiresOf } from './drawing';
import type { Wire } from './drawing';
import { drawTexts } from './texts';

const name = /^[a-z][a-z0-9_-]{0,62}$/;

/** One processor as it is drawn: its name, its settings, where it leads; and how it runs, if it does. */
export function ProcessorInspector({
  flow,
  chosen,
  types,
  relationships,
  problems,
  live,
  change,
  rename,
  remove,
}: {
  flow: FlowDocument;
  chosen: string;
  types: ProcessorType[];
  /** Of each processor with its settings. */
  relationships: Record<string, string[]>;
  problems: Problem[];
  live?: Flow;
  change: (flow: FlowDocument, kind?: string) => void;
  rename: (from: string, to: string) => void;
  remove: () => void;
}) {
  const place = find(flow, chosen);
  const type = types.find((one) => one.name === place?.processor.type);
  const running = live?.processors.find((one) => one.name === chosen);
  if (!place) {
    return null;
  }
  const { fields, rest } = byField(new ProblemError(400, problems), place);
  const mine = rest.filter(({ place: at }) => isOf(at?.path ?? '', place));
  return (
    <div className="stack">
      <Name key={chosen} flow={flow} chosen={chosen} rename={rename} />
      <p className="list-text">
        <strong>{place.processor.type}</strong> {type?.summary}
      </p>
      {running && (
        <div className="row">
          <FlowBadge status={running.status} />
          <PauseButton flow={flow.name} name={chosen} paused={running.status === 'stopped'} />
        </div>
      )}
      {mine.length > 0 && <Problems error={new ProblemError(400, mine)} />}
      <Outgoing
        flow={flow}
        from={chosen}
        known={relationships[chosen] ?? type?.relationships ?? ['success']}
        change={change}
      />
      {type && (
        <Form
          key={`${chosen} ${type.name}`}
          flow={flow}
          place={place}
          type={type}
          told={fields}
          change={change}
        />
      )}
      {running && (
        <Facts>
          <Fact name={texts.flows.in}>{count(running.in)}</Fact>
          <Fact name={texts.flows.out}>{count(running.out)}</Fact>
          <Fact name={texts.flows.failed}>{count(running.failed)}</Fact>
        </Facts>
      )}
      {running && live && <Events flow={live} of={chosen} />}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          color="red"
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

const isOf = (path: string, { path: written, flatPath }: Found) =>
  [written, flatPath].some((one) => path === one || path.startsWith(one + '.'));

/** What it is called; kept when it is whole and one leaves the field. */
export function Name({
  flow,
  chosen,
  rename,
}: {
  flow: FlowDocument;
  chosen: string;
  rename: (from: string, to: string) => void;
}) {
  const [written, setWritten] = useState(baseOf(chosen));
  const others = processorsOf(flow).map((one) => one.name);
  const prefix = parentOf(chosen) === '' ? '' : parentOf(chosen) + '/';
  const taken = written !== baseOf(chosen) && others.includes(prefix + written);
  const error = !name.test(written) ? drawTexts.nameWrong : taken ? drawTexts.nameTaken : undefined;
  const keep = () => {
    if (!error && written !== baseOf(chosen)) {
      rename(chosen, written);
    }
  };
  return (
    <TextInput
      label={drawTexts.name}
      value={written}
      error={error}
      spellCheck={false}
      classNames={{ input: 'mono' }}
      onChange={(event) => setWritten(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  );
}

/** Half-written values stay in the form; what is whole goes into the drawing as it is typed. */
function Form({
  flow,
  place,
  type,
  told,
  change,
}: {
  flow: FlowDocument;
  place: Found;
  type: ProcessorType;
  told: Record<string, string>;
  change: (flow: FlowDocument, kind?: string) => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(place.processor, type.settings, type.relationships));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const drawn = JSON.stringify(place.processor);
  const mine = useRef(drawn);
  useEffect(() => {
    if (drawn !== mine.current) {
      mine.current = drawn; // Undone, or written as text: the form follows.
      setDraft(draftOf(place.processor, type.settings, type.relationships));
      setWrong({});
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [drawn]);
  const write = (next: Draft) => {
    setDraft(next);
    const { processor, wrong: found } = changed(place.processor, next, type.settings);
    const words = { json: texts.flows.notJson, number: texts.flows.notNumber };
    setWrong(Object.fromEntries(Object.entries(found).map(([field, how]) => [field, words[how]])));
    const now = JSON.stringify(processor);
    if (now !== mine.current) {
      mine.current = now;
      change(replaced(flow, place.path, processor), `form ${place.path}`);
    }
  };
  return (
    <section className="stack settings">
      <h3 className="drawer-head">{texts.flows.settings}</h3>
      <ProcessorFields draft={draft} setDraft={write} fields={{ ...told, ...wrong }} type={type} />
    </section>
  );
}

function Outgoing({
  flow,
  from,
  known,
  change,
}: {
  flow: FlowDocument;
  from: string;
  known: string[];
  change: (flow: FlowDocument) => void;
}) {
  const leads = wiresOf(flow).filter((wire) => wire.from === from);
  const others = processorsOf(flow)
    .map(({ name: other }) => other)
    .filter((other) => other !== from);
  const free = known.find((one) => leads.every(({ relationship }) => relationship !== one)) ?? known[0] ?? '';
  const [relationship, setRelationship] = useState<string>();
  const [to, setTo] = useState('');
  const chosen = relationship ?? free;
  const add = () => {
    change(connected(flow, { from, relationship: chosen, to }));
    setRelationship(undefined);
    setTo('');
  };
  return (
    <section>
      <h3 className="drawer-head">{drawTexts.outgoing}</h3>
      {leads.length === 0 && <p className="dim">{drawTexts.nowhere}</p>}
      <ul className="leads">
        {leads.map((wire) => (
          <Lead key={wireName(wire)} wire={wire} remove={() => change(disconnected(flow, wire))} />
        ))}
      </ul>
      {others.length > 0 && (
        <div className="connect-row">
          <NativeSelect
            label={drawTexts.relationship}
            data={known}
            value={chosen}
            onChange={(event) => setRelationship(event.currentTarget.value)}
          />
          <NativeSelect
            label={drawTexts.to}
            data={[{ value: '', label: '…' }, ...others]}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button variant="default" disabled={to === '' || chosen === ''} onClick={add}>
            {drawTexts.connect}
          </Button>
        </div>
      )}
    </section>
  );
}

function Lead({ wire, remove }: { wire: Wire; remove: () => void }) {
  return (
    <li>
      <span className="mono">
        {wire.relationship} → {wire.to}
      </span>
      <button
        type="button"
        className="lead-remove"
        aria-label={drawTexts.disconnect(wireName(wire))}
        onClick={remove}
      >
        <IconX size={14} aria-hidden />
      </button>
    </li>
  );
}
