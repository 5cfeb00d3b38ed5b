import { Button, Drawer, Tabs } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../../api';
import type { FlowConnection, FlowDocument } from '../../../api';
import { texts } from '../../../texts';
import { IconCheck } from '../../../ui/icons';
import { PageHead } from '../../../ui/parts';
import { Empty, Problems } from '../../../ui/states';
import { FlowSwitch } from '../FlowSwitch';
import { QueueDrawer } from '../QueueDrawer';
import { FlowBadge, connectionName } from '../flow';
import { DocumentText } from '../../../ui/draft/DocumentText';
import { DraftState } from '../../../ui/draft/DraftState';
import { ProblemList } from '../../../ui/draft/ProblemList';
import { draftTexts } from '../../../ui/draft/texts';
import { useDraft } from '../../../ui/draft/useDraft';
import { ApplyDialog } from './ApplyDialog';
import { checkFlow } from './api';
import type { Drawing } from './api';
import { Canvas, pairName } from './Canvas';
import { ConnectDialog } from './ConnectDialog';
import { FlowPane } from './FlowPane';
import { GroupInspector } from './GroupInspector';
import { ProcessorInspector } from './Inspector';
import { Palette } from './Palette';
import { Tools } from './Tools';
import { WireInspector } from './WireInspector';
import { baseOf, parentOf, processorsOf, wiresOf } from './drawing';
import { isGroup, problemsBy, useEdits } from './edits';
import type { Edits } from './edits';
import { forget, keep } from './kept';
import { drawTexts } from './texts';

/** The picture, the processors to take, and beside them what is selected or the same flow as a text. */
export function Workbench({
  start,
  version,
  crumbs,
  notice,
}: {
  start: FlowDocument;
  version: number;
  crumbs: ReactNode;
  notice?: ReactNode;
}) {
  const drawing = useDraft(start, checkFlow);
  const { document: flow } = drawing;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [pane, setPane] = useState<string | null>('selected');
  const [pair, setPair] = useState<{ from: string; to: string }>();
  const [looked, setLooked] = useState<string>();
  const [palette, setPalette] = useState(start.processors?.length === 0);
  const [fit, setFit] = useState(0);
  /** The group in which one is; none: the flow. */
  const [entered, setEntered] = useState('');
  const [reviewing, setReviewing] = useState(false);
  const wide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false });
  const live = useQuery({
    queryKey: ['flow', start.name],
    queryFn: ({ signal }) => api.flow(start.name, signal),
    refetchInterval: 2_000,
    enabled: version > 0,
  });
  useKept(start, version, drawing);
  // Where places are computed, another connection may move everything: then all of it is shown again.
  const shape = flow.layout
    ? ''
    : JSON.stringify([processorsOf(flow).map(({ name }) => name), wiresOf(flow)]);
  useEffect(() => {
    if (shape !== '') {
      setFit((before) => before + 1);
    }
  }, [shape]);
  const inside = entered === '' || isGroup(flow, entered) ? entered : '';
  const edit = useEdits(drawing, selected, inside, setSelected, setPair);
  const goInto = (group: string) => {
    setEntered(group);
    setSelected(new Set());
    setFit((before) => before + 1);
  };
  const wrong = useMemo(() => problemsBy(flow, drawing.answer?.problems ?? []), [flow, drawing.answer]);
  useHotkeys([
    ['mod+z', () => drawing.undo?.()],
    ['mod+shift+z', () => drawing.redo?.()],
    ['mod+y', () => drawing.redo?.()],
  ]);
  const keys = (event: KeyboardEvent) => {
    if (
      (event.key === 'Delete' || event.key === 'Backspace') &&
      !isField(event.target) &&
      selected.size > 0
    ) {
      event.preventDefault();
      edit.remove();
    }
  };
  const add = (type: string) => {
    edit.add(type);
    setPane('selected');
    setFit((before) => before + 1);
    if (!wide) {
      setPalette(false);
    }
  };

  return (
    <>
      <PageHead
        title={drawTexts.titleOf(start.name)}
        crumbs={crumbs}
        badges={live.data && <FlowBadge status={live.data.status} />}
        actions={
          <>
            <DraftState draft={drawing} show={() => setPane('text')} />
            {live.data && <FlowSwitch flow={live.data} />}
            <Button
              disabled={!drawing.answer?.document || drawing.pending}
              leftSection={<IconCheck size={15} />}
              onClick={() => setReviewing(true)}
            >
              {draftTexts.review}
            </Button>
          </>
        }
      />
      {notice}
      {drawing.error && <Problems error={drawing.error} />}
      <div className={wide && palette ? 'workbench has-palette' : 'workbench'}>
        {wide && palette && (
          <aside className="panel workbench-palette" aria-label={drawTexts.palette}>
            <Palette add={add} />
          </aside>
        )}
        <div className="panel workbench-picture" onKeyDown={keys}>
          <Tools
            drawing={drawing}
            palette={palette}
            inside={inside}
            leave={goInto}
            group={edit.groupable.length > 0 ? edit.group : undefined}
            toggle={() => setPalette(!palette)}
            refit={() => setFit((before) => before + 1)}
          />
          {processorsOf(flow).length === 0 && (
            <div className="draw-empty">
              <Empty title={drawTexts.nothing} hint={drawTexts.nothingHint} />
            </div>
          )}
          <Canvas
            flow={flow}
            live={live.data}
            problems={wrong}
            inside={inside}
            enter={goInto}
            fit={fit}
            selected={selected}
            select={(now) => {
              setSelected(now);
              if (now.size > 0 && now !== selected) {
                setPane('selected');
              }
            }}
            connect={edit.connect}
            move={edit.move}
            drop={edit.drop}
          />
          <p className="visually-hidden">{drawTexts.pictureHelp}</p>
        </div>
        <aside className="panel workbench-side">
          <Tabs value={pane} onChange={setPane} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="selected">{drawTexts.selected}</Tabs.Tab>
              <Tabs.Tab value="flow">{drawTexts.flow}</Tabs.Tab>
              <Tabs.Tab value="text">{drawTexts.text}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="selected">
              <div className="workbench-pane">
                <Selected
                  drawing={drawing}
                  selected={selected}
                  live={live.data}
                  edit={edit}
                  enter={goInto}
                  look={(connection) => setLooked(connectionName(connection))}
                />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="flow">
              <div className="workbench-pane">
                <FlowPane flow={flow} problems={drawing.answer?.problems ?? []} change={drawing.change} />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="text">
              <TextPane drawing={drawing} name={start.name} />
            </Tabs.Panel>
          </Tabs>
        </aside>
      </div>
      <Drawer
        opened={palette && !wide}
        onClose={() => setPalette(false)}
        title={drawTexts.palette}
        closeButtonProps={{ 'aria-label': texts.flows.close }}
      >
        <Palette add={add} />
      </Drawer>
      {pair && (
        <ConnectDialog
          pair={pair}
          known={edit.relationshipsOf(pair.from)}
          taken={wiresOf(flow)
            .filter(({ from, to }) => from === pair.from && to === pair.to)
            .map(({ relationship }) => relationship)}
          close={() => setPair(undefined)}
          connect={(relationships) => {
            edit.connectBy(pair, relationships);
            setPair(undefined);
          }}
        />
      )}
      {version > 0 && (
        <QueueDrawer
          flow={start.name}
          connection={live.data?.connections.find((one) => connectionName(one) === looked)}
          close={() => setLooked(undefined)}
        />
      )}
      {reviewing && drawing.answer?.document && (
        <Review drawing={drawing} close={() => setReviewing(false)} />
      )}
    </>
  );
}

const isField = (target: EventTarget) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable=true]') !== null;

/** Keeps what is drawn and not applied, so that a reload or a wrong click costs nothing. */
function useKept(start: FlowDocument, version: number, { document, undo }: Drawing) {
  const isChanged = undo !== undefined;
  useEffect(() => {
    if (isChanged) {
      keep(start.name, version, document);
    }
  }, [start.name, version, document, isChanged]);
}

function Selected({
  drawing,
  selected,
  live,
  edit,
  enter,
  look,
}: {
  drawing: Drawing;
  selected: ReadonlySet<string>;
  live?: Parameters<typeof ProcessorInspector>[0]['live'];
  edit: Edits;
  enter: (group: string) => void;
  look: (connection: FlowConnection) => void;
}) {
  const { document: flow, answer: draft, change } = drawing;
  const chosen = [...selected].at(-1);
  if (chosen === undefined) {
    return <Empty title={drawTexts.noneSelected} />;
  }
  const wires = wiresOf(flow).filter(({ from, to }) => pairName(from, to) === chosen);
  if (wires.length > 0) {
    return <WireInspector flow={flow} wires={wires} live={live} change={change} look={look} />;
  }
  if (isGroup(flow, chosen)) {
    return (
      <GroupInspector
        flow={flow}
        chosen={chosen}
        live={live}
        change={change}
        enter={() => enter(chosen)}
        rename={edit.rename}
        remove={edit.remove}
      />
    );
  }
  return (
    <ProcessorInspector
      key={baseOf(chosen) + parentOf(chosen)}
      flow={flow}
      chosen={chosen}
      types={edit.types}
      relationships={draft?.relationships ?? {}}
      problems={draft?.problems ?? []}
      live={live}
      change={change}
      rename={edit.rename}
      remove={edit.remove}
    />
  );
}

function TextPane({ drawing, name }: { drawing: Drawing; name: string }) {
  const problems = drawing.answer?.problems ?? [];
  return (
    <div className="workbench-pane">
      <p className="list-text">{drawTexts.textHint}</p>
      {drawing.answer && !drawing.answer.document && <p className="notice notice-warn">{drawTexts.unread}</p>}
      <DocumentText name={name} text={drawing.text} problems={problems} write={drawing.write} />
      <ProblemList problems={problems} />
    </div>
  );
}

function Review({ drawing, close }: { drawing: Drawing; close: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const name = drawing.answer!.document!.name;
  return (
    <ApplyDialog
      drawing={drawing}
      close={close}
      done={() => {
        forget(name);
        for (const queryKey of [['flows'], ['flow'], ['resource', 'flow'], ['lineage'], ['product']]) {
          void client.invalidateQueries({ queryKey });
        }
        void navigate(`/flows/${encodeURIComponent(name)}`);
      }}
    />
  );
}
