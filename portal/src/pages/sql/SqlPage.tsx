import { Button, Select, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Whoami } from '../../api';
import { useFunctions } from '../../queries';
import { texts } from '../../texts';
import { IconAdd, IconLive, IconPlay, IconStop } from '../../ui/icons';
import { PageHead } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { useCheck, usePorts, useQueryPage } from '../queries/queries';
import '../queries/queries.css';
import { Editor } from './Editor';
import type { EditorHandle } from './Editor';
import { Findings, Standing } from './Findings';
import { PortTree } from './PortTree';
import { PublishDialog } from './PublishDialog';
import { Results } from './Results';
import { tableOf } from './dialect';
import { namespaceOf } from './known';
import { mentioned } from './mentions';
import { useNamesIn } from './names';
import { isOpen, useRun } from './run';
import './sql.css';

const words = texts.sql;
const checkAfterMillis = 400;
const rowChoices = ['20', '100', '1000', '10000'];

export default function SqlPage({ me }: { me: Whoami }) {
  const [params] = useSearchParams();
  const query = params.get('query');
  const port = params.get('port');
  if (query) {
    return <OfQuery key={query} name={query} me={me} />;
  }
  const kept = keptOf(me.name);
  return (
    <Workspace
      key={port}
      me={me}
      first={port ? `SELECT *\nFROM ${tableOf(port)}\n` : kept}
      keep={(text) => sessionStorage.setItem(keyOf(me.name), text)}
    />
  );
}

/** What somebody writes outlives a reload, in this tab and for this person only. */
const keyOf = (person: string) => `weft.sql.${person}`;
const keptOf = (person: string) => sessionStorage.getItem(keyOf(person)) ?? '';

function OfQuery({ name, me }: { name: string; me: Whoami }) {
  const page = useQueryPage(name);
  return (
    <Answer of={page}>{({ query }) => <Workspace me={me} first={query.sql} keep={() => undefined} />}</Answer>
  );
}

function Workspace({ me, first, keep }: { me: Whoami; first: string; keep: (text: string) => void }) {
  const [begins] = useState(first);
  const [sql, setSql] = useState(begins);
  const [settled] = useDebouncedValue(sql, checkAfterMillis);
  const [max, setMax] = useState('100');
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const check = useCheck(settled);
  const { run, begin, stop } = useRun();

  const names = useNamesIn(sql);
  const ports = usePorts(mentioned(sql, names));
  const functions = useFunctions();
  const known = useMemo(() => namespaceOf(names, ports, functions.data), [names, ports, functions.data]);

  const isChecked = settled === sql && !check.isPlaceholderData && !check.isFetching;
  const said = settled.trim() === '' ? undefined : check.data;
  // What is underlined is of the text that was checked; while another is typed, it moves along with it.
  const problems = useMemo(() => said?.problems ?? [], [said]);
  const isSound = isChecked && said !== undefined && said.problems.length === 0;
  const start = (live: boolean) => {
    const output = isSound ? said.outputs[0] : undefined;
    const key = live && output?.changes === 'UPSERT' ? output.key : [];
    begin({ sql, live, max: Number(max), key });
  };
  const change = (text: string) => {
    setSql(text);
    keep(text);
  };
  return (
    <>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <Tooltip label={words.publishNeeds} disabled={isSound}>
            <Button
              variant="default"
              leftSection={<IconAdd size={14} />}
              aria-disabled={!isSound}
              data-disabled={!isSound || undefined}
              onClick={() => isSound && setPublishing(true)}
            >
              {words.publish}
            </Button>
          </Tooltip>
        }
      />
      <div className="sql-columns">
        <PortTree insert={(text) => editor.current?.insert(text)} />
        <div className="stack sql-main">
          <section className="panel" aria-label={words.editor}>
            <div className="sql-bar">
              {isOpen(run) ? (
                <Button color="red.9" leftSection={<IconStop size={14} />} onClick={stop}>
                  {words.stop}
                </Button>
              ) : (
                <>
                  <Tooltip label={words.runHint}>
                    <Button
                      leftSection={<IconPlay size={14} />}
                      disabled={sql.trim() === ''}
                      onClick={() => start(false)}
                    >
                      {words.run}
                    </Button>
                  </Tooltip>
                  <Tooltip label={words.liveHint}>
                    <Button
                      variant="default"
                      leftSection={<IconLive size={14} />}
                      disabled={sql.trim() === ''}
                      onClick={() => start(true)}
                    >
                      {words.live}
                    </Button>
                  </Tooltip>
                </>
              )}
              <Select
                className="sql-max"
                aria-label={words.maxLabel}
                data={rowChoices.map((value) => ({
                  value,
                  label: `${Number(value).toLocaleString()} ${words.rows.toLowerCase()}`,
                }))}
                value={max}
                onChange={(value) => setMax(value ?? '100')}
                allowDeselect={false}
              />
              <Standing check={said} checking={sql.trim() !== '' && !isChecked && !check.error} />
            </div>
            <Editor
              text={begins}
              change={change}
              run={() => start(false)}
              known={known}
              problems={problems}
              handle={editor}
            />
            <p id="sql-help" className="sql-help">
              {words.editorHelp}
            </p>
          </section>
          <Results run={run} />
        </div>
        <div className="stack sql-side">
          <Findings
            check={said}
            error={check.error}
            goTo={(line, column) => editor.current?.goTo(line, column)}
          />
        </div>
      </div>
      <PublishDialog
        sql={sql}
        reads={said?.reads ?? []}
        me={me}
        opened={publishing}
        close={() => setPublishing(false)}
      />
    </>
  );
}
