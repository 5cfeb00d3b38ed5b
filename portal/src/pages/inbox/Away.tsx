import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Whoami } from '../../api';
import { dayIn, endOfDay, formatDay } from '../../format';
import { useChange } from '../../queries';
import { PersonPicker } from '../../ui/Pickers';
import { Panel } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { inbox } from './api';
import type { Absence } from './api';
import { useAbsence } from './queries';
import { inboxTexts } from './texts';

const words = inboxTexts.away;

/** Who decides for a person while they are away; for others to read, for the person to say. */
export function Away({ name, me }: { name: string; me: Whoami }) {
  const absence = useAbsence(name);
  const mayChange = me.name === name || me.roles.includes('admin');
  return (
    <Panel title={me.name === name ? words.title : words.titleOf(name)}>
      <Answer of={absence}>
        {(found) => (
          <div className="stack">
            {found ? (
              <Said absence={found} />
            ) : (
              <p className="list-text">{mayChange ? words.lead : words.none}</p>
            )}
            {mayChange && <Form name={name} absence={found ?? undefined} />}
          </div>
        )}
      </Answer>
    </Panel>
  );
}

function Said({ absence }: { absence: Absence }) {
  return <p>{words.now(absence.deputy, formatDay(absence.from), formatDay(absence.until))}</p>;
}

/** The beginning of a day in the reader's time zone, or now if that is today. */
function beginOf(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const begin = new Date(year, month - 1, date);
  return (begin < new Date() ? new Date() : begin).toISOString();
}

function Form({ name, absence }: { name: string; absence?: Absence }) {
  const [deputy, setDeputy] = useState<string | null>(null);
  const [from, setFrom] = useState(dayIn(0));
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const say = useChange(
    () => inbox.away(name, { deputy: deputy ?? '', from: beginOf(from), until: endOfDay(until) }),
    ['absence', 'inbox'],
  );
  const back = useChange(() => inbox.back(name), ['absence', 'inbox']);
  const missing = !deputy || !from || !until;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!missing) {
      say.mutate(undefined);
    }
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <PersonPicker
        label={words.deputy}
        except={name}
        value={deputy}
        onChange={setDeputy}
        error={tried && missing && words.needed}
      />
      <div className="row">
        <TextInput
          type="date"
          label={words.from}
          min={dayIn(0)}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.until}
          min={from || dayIn(0)}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button type="submit" variant="default" loading={say.isPending}>
          {words.save}
        </Button>
        {absence && (
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate(undefined)}>
            {words.back}
          </Button>
        )}
      </div>
      {(say.error ?? back.error) && <Problems error={(say.error ?? back.error) as Error} />}
    </form>
  );
}
