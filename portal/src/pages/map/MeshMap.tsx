import '@xyflow/react/dist/style.css';
import { ActionIcon, Button, useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, MarkerType, Position, ReactFlow } from '@xyflow/react';
import type { Edge, Node, NodeProps } from '@xyflow/react';
import { memo, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { count } from '../../format';
import { IconDomain, IconX } from '../../ui/icons';
import { TableFrame } from '../../ui/parts';
import { Answer, Empty } from '../../ui/states';
import { nodeHeight, nodeWidth } from '../lineage/layout';
import '../lineage/lineage.css';
import { useDomainMap } from './api';
import type { DomainMap, Way } from './api';
import './map.css';
import { largest, placed } from './place';
import type { PlacedDomain } from './place';
import { mapTexts as texts } from './texts';

/** More are no picture any more. */
const drawnMax = 40;
const listedMax = 100;

type Drawn = Node<{ place: PlacedDomain; faded: boolean }, 'domain'>;

const nodeTypes = { domain: memo(DomainNode) };
const addressOf = (domain: string) => `/domains/${encodeURIComponent(domain)}`;

/** The domains of the mesh, and which uses products of which. */
export default function MeshMap() {
  return <Answer of={useDomainMap()}>{(map) => <Whole map={map} />}</Answer>;
}

function Whole({ map }: { map: DomainMap }) {
  const [selected, select] = useState<string>();
  if (map.domains.length === 0) {
    return <Empty title={texts.noDomains} />;
  }
  const titles = new Map(map.domains.map(({ domain, title }) => [domain, title]));
  const titleOf = (domain: string) => titles.get(domain) ?? domain;
  return (
    <div className="mesh-map">
      {map.domains.length > drawnMax && (
        <p className="notice">{texts.cut(drawnMax, count(map.domains.length))}</p>
      )}
      <div className="mesh-map-picture">
        <Picture map={map} selected={selected} select={select} titleOf={titleOf} />
        {selected && (
          <Chosen
            domain={selected}
            ways={map.ways}
            titleOf={titleOf}
            close={() => select(undefined)}
            go={select}
          />
        )}
      </div>
      <Ways ways={map.ways} titleOf={titleOf} />
    </div>
  );
}

function Picture({
  map,
  selected,
  select,
  titleOf,
}: {
  map: DomainMap;
  selected?: string;
  select: (domain: string | undefined) => void;
  titleOf: (domain: string) => string;
}) {
  const scheme = useComputedColorScheme('light');
  const drawn = useMemo(() => largest(map, drawnMax), [map]);
  const places = useMemo(() => placed(drawn), [drawn]);
  const near = new Set(
    drawn.ways
      .filter(({ from, to }) => from === selected || to === selected)
      .flatMap(({ from, to }) => [from, to]),
  );
  const nodes: Drawn[] = places.map((place) => ({
    id: place.domain,
    type: 'domain',
    position: { x: place.x, y: place.y },
    width: nodeWidth,
    height: nodeHeight,
    selected: place.domain === selected,
    ariaLabel: `${place.title}, ${texts.products(place.products, count(place.products))}`,
    data: { place, faded: selected !== undefined && place.domain !== selected && !near.has(place.domain) },
  }));
  const x = new Map(places.map((place) => [place.domain, place.x]));
  const edges: Edge[] = drawn.ways.map(({ from, to, ports }) => {
    const back = (x.get(from) ?? 0) >= (x.get(to) ?? 0);
    const lit = selected === undefined || from === selected || to === selected;
    return {
      id: `${from}>${to}`,
      source: from,
      target: to,
      // What goes back goes below, where it crosses less.
      ...(back ? { sourceHandle: 'below-out', targetHandle: 'below-in' } : {}),
      ariaLabel: texts.way(titleOf(from), titleOf(to), ports),
      label: count(ports),
      style: { strokeWidth: Math.min(6, 1 + Math.log2(1 + ports)) },
      markerEnd: { type: MarkerType.ArrowClosed, width: 20, height: 20, markerUnits: 'userSpaceOnUse' },
      className: lit ? 'edge-lit' : 'edge-faded',
      focusable: false,
    };
  });
  const height = places.reduce((most, { y }) => Math.max(most, y), 0) + nodeHeight + 60;
  return (
    <div
      className="graph mesh-map-graph"
      role="group"
      aria-label={texts.title}
      style={{ height: Math.min(560, Math.max(260, height)) }}
    >
      <ReactFlow
        key={places.length}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        colorMode={scheme}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.08 }}
        minZoom={0.1}
        nodesDraggable={false}
        nodesConnectable={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === 'select' && change.selected);
          if (chosen?.type === 'select') {
            select(chosen.id);
          }
        }}
        onPaneClick={() => select(undefined)}
      >
        <Background gap={22} size={1} />
        <Controls showInteractive={false} position="bottom-right" />
      </ReactFlow>
    </div>
  );
}

function DomainNode({ data: { place, faded } }: NodeProps<Drawn>) {
  return (
    <div className={faded ? 'mesh-node kind-product is-faded' : 'mesh-node kind-product'}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <IconDomain size={17} stroke={1.6} aria-hidden />
      <span className="mesh-node-text">
        <span className="mesh-node-name">{place.title}</span>
        <span className="mesh-node-kind">
          {texts.products(place.products, count(place.products))}
          {place.people > 0 && ` · ${texts.people(place.people, count(place.people))}`}
        </span>
      </span>
      <Handle type="source" position={Position.Right} isConnectable={false} />
      <Handle id="below-in" type="target" position={Position.Bottom} isConnectable={false} />
      <Handle id="below-out" type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

/** One domain's ways, beside the picture. */
function Chosen({
  domain,
  ways,
  titleOf,
  close,
  go,
}: {
  domain: string;
  ways: Way[];
  titleOf: (domain: string) => string;
  close: () => void;
  go: (domain: string) => void;
}) {
  const title = titleOf(domain);
  return (
    <aside className="mesh-map-chosen" aria-label={title}>
      <div className="row spread">
        <strong>{title}</strong>
        <ActionIcon aria-label={texts.close} onClick={close}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <Others
        title={texts.uses(title)}
        none={texts.nothing}
        ways={ways.filter(({ to }) => to === domain).map((way) => ({ way, other: way.from }))}
        titleOf={titleOf}
        go={go}
      />
      <Others
        title={texts.usedBy(title)}
        none={texts.nobody}
        ways={ways.filter(({ from }) => from === domain).map((way) => ({ way, other: way.to }))}
        titleOf={titleOf}
        go={go}
      />
      <Button component={Link} to={addressOf(domain)} variant="default" size="xs">
        {texts.open(title)}
      </Button>
    </aside>
  );
}

function Others({
  title,
  none,
  ways,
  titleOf,
  go,
}: {
  title: string;
  none: string;
  ways: { way: Way; other: string }[];
  titleOf: (domain: string) => string;
  go: (domain: string) => void;
}) {
  return (
    <div>
      <p className="list-meta">{title}</p>
      {ways.length === 0 && <p className="dim">{none}</p>}
      <ul className="mesh-map-others">
        {ways.map(({ way, other }) => (
          <li key={other}>
            <button type="button" className="text-link" onClick={() => go(other)}>
              {titleOf(other)}
            </button>{' '}
            <span className="dim">{texts.wayBy(way.ports, way.products)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The same as a table, for those who read rather than look. */
function Ways({ ways, titleOf }: { ways: Way[]; titleOf: (domain: string) => string }) {
  if (ways.length === 0) {
    return <p className="panel-body dim">{texts.none}</p>;
  }
  return (
    <details className="mesh-map-list">
      <summary>{texts.ways}</summary>
      <TableFrame label={texts.ways}>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{texts.from}</th>
              <th scope="col">{texts.to}</th>
              <th scope="col">{texts.howMuch}</th>
            </tr>
          </thead>
          <tbody>
            {ways.slice(0, listedMax).map(({ from, to, ports, products }) => (
              <tr key={`${from}>${to}`}>
                <td>
                  <Link to={addressOf(from)} className="text-link">
                    {titleOf(from)}
                  </Link>
                </td>
                <td>
                  <Link to={addressOf(to)} className="text-link">
                    {titleOf(to)}
                  </Link>
                </td>
                <td>{texts.wayBy(ports, products)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </details>
  );
}
