import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Lineage, LineageEdge } from '../../api';
import { endOfDay } from '../../format';
import { useLineage, useProducts } from '../../queries';
import { texts } from '../../texts';
import { ProductPicker } from '../../ui/Pickers';
import { PageHead } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { Columns } from './Columns';
import { EdgePanel } from './EdgePanel';
import { Graph } from './Graph';
import { NodeList } from './NodeList';
import { NodePanel } from './NodePanel';
import { collapsed, tagsOf } from './collapse';
import './lineage.css';

/** More cannot be taken in at a glance; the rest is in the list. */
const nodesDrawnMax = 400;

/** From more nodes on, a product is drawn as one unless somebody wants otherwise. */
const nodesAtOnce = 40;

/** So few need no high picture. */
const fewNodes = 20;

export default function LineagePage() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('node');
  const first = useProducts({ limit: 1 }, asked === null).data?.items[0];
  const node = asked ?? (first ? 'product/' + first.id : '');
  const direction = params.get('direction') ?? 'both';
  const depth = params.get('depth') ?? '3';
  const day = params.get('at') ?? '';
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? endOfDay(day) : undefined;
  const lineage = useLineage(node, direction, Number(depth) || 3, at);
  const many = (lineage.data?.nodes.length ?? 0) > nodesAtOnce;
  const fold = params.has('fold') ? params.get('fold') === 'yes' : many;
  const [tag, setTag] = useState<string | null>(null);
  const tags = useMemo(() => (lineage.data ? tagsOf(lineage.data) : []), [lineage.data]);
  const set = (name: string, value: string | null) =>
    setParams(
      (old) => new URLSearchParams([...[...old].filter(([key]) => key !== name), [name, value ?? '']]),
    );
  return (
    <>
      <PageHead title={texts.lineage.title} />
      <div className="filters">
        <ProductPicker
          label={texts.lineage.start}
          placeholder={texts.lineage.startPlaceholder}
          allowDeselect={false}
          prefix="product/"
          value={node || null}
          onChange={(value) => set('node', value)}
        />
        <div className="fixed">
          <SegmentedControl
            aria-label={texts.lineage.direction}
            value={direction}
            onChange={(value) => set('direction', value)}
            data={[
              { value: 'up', label: texts.lineage.up },
              { value: 'both', label: texts.lineage.both },
              { value: 'down', label: texts.lineage.down },
            ]}
          />
        </div>
        <Select
          className="depth"
          label={texts.lineage.depth}
          allowDeselect={false}
          data={['1', '2', '3', '5', '8', '12']}
          value={depth}
          onChange={(value) => set('depth', value)}
        />
        <TextInput
          className="as-of"
          type="date"
          label={texts.lineage.asOf}
          value={day}
          onChange={(event) => set('at', event.currentTarget.value)}
        />
        <Select
          className="lineage-tag"
          label={texts.lineage.overlay}
          placeholder={texts.lineage.overlayPlaceholder}
          clearable
          searchable
          disabled={tags.length === 0}
          data={tags}
          value={tag}
          onChange={setTag}
        />
        <Switch
          className="fixed live"
          label={texts.lineage.collapse}
          checked={fold}
          onChange={(event) => set('fold', event.currentTarget.checked ? 'yes' : 'no')}
        />
      </div>
      {node === '' ? (
        <Empty title={texts.lineage.empty} />
      ) : (
        <Answer of={lineage}>
          {(graph) => (
            <Picture
              key={`${node} ${fold}`}
              whole={graph}
              fold={fold && node.startsWith('product/')}
              start={node}
              at={at}
              tag={tags.includes(tag ?? '') ? tag! : undefined}
              recentre={(id) => set('node', id)}
            />
          )}
        </Answer>
      )}
    </>
  );
}

function Picture({
  whole,
  fold,
  start,
  at,
  tag,
  recentre,
}: {
  whole: Lineage;
  /** Whether products are drawn as one node. */
  fold: boolean;
  start: string;
  at?: string;
  /** Whatever has it stands out. */
  tag?: string;
  recentre: (id: string) => void;
}) {
  const [selected, setSelected] = useState<string>();
  const [edge, setEdge] = useState<LineageEdge>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const graph = useMemo(() => (fold ? collapsed(whole, open) : whole), [whole, fold, open]);
  if (whole.nodes.length <= 1 && whole.edges.length === 0) {
    return <Empty title={texts.lineage.nothing} hint={texts.lineage.nothingHint} />;
  }
  const select = (id: string | undefined) => {
    setSelected(id);
    setEdge(undefined);
  };
  const chosen = graph.nodes.find(({ id }) => id === selected);
  const drawn =
    graph.nodes.length > nodesDrawnMax ? { ...graph, nodes: graph.nodes.slice(0, nodesDrawnMax) } : graph;
  const toggle = (id: string) =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <div className="stack">
      {drawn !== graph && <p className="notice">{texts.lineage.cut(nodesDrawnMax, graph.nodes.length)}</p>}
      <div className={drawn.nodes.length <= fewNodes ? 'lineage lineage-few panel' : 'lineage panel'}>
        <Graph
          graph={drawn}
          start={start}
          selected={selected}
          select={select}
          tag={tag}
          edge={edge}
          chooseEdge={(one) => {
            setSelected(undefined);
            setEdge(one);
          }}
        />
        {chosen && (
          <NodePanel
            node={chosen}
            graph={graph}
            select={select}
            close={() => select(undefined)}
            recentre={chosen.id === start ? undefined : () => recentre(chosen.id)}
            unfold={fold && chosen.kind === 'product' ? () => toggle(chosen.id) : undefined}
            isOpen={open.has(chosen.id)}
          />
        )}
        {edge && <EdgePanel edge={edge} graph={graph} close={() => setEdge(undefined)} />}
      </div>
      {chosen?.kind === 'port' && <Columns port={chosen.name} at={at} />}
      <NodeList graph={graph} select={select} />
    </div>
  );
}
