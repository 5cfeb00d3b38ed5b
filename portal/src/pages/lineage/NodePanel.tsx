import { Button, CloseButton } from '@mantine/core';
import { Link } from 'react-router';
import type { Lineage, LineageNode } from '../../api';
import { formatMoment } from '../../format';
import { texts } from '../../texts';
import { Fact, Facts, Tags } from '../../ui/parts';
import { addressOf } from './kinds';

/** What the chosen node is, what it comes from and where it goes. */
export function NodePanel({
  node,
  graph,
  select,
  close,
  recentre,
  unfold,
  isOpen = false,
}: {
  node: LineageNode;
  graph: Lineage;
  select: (id: string) => void;
  close: () => void;
  recentre?: () => void;
  /** Shows what a product consists of, or hides it again. */
  unfold?: () => void;
  isOpen?: boolean;
}) {
  const address = addressOf(node);
  const upstream = graph.edges.filter(({ to }) => to === node.id).map(({ from }) => from);
  const downstream = graph.edges.filter(({ from }) => from === node.id).map(({ to }) => to);
  return (
    <aside className="node-panel" aria-label={node.title || node.name}>
      <div className="node-panel-head">
        <div>
          <p className="list-meta">{texts.lineage.kinds[node.kind] ?? node.kind}</p>
          <h2>{node.title || node.name}</h2>
          <p className="mono dim">{node.name}</p>
        </div>
        <CloseButton size="sm" aria-label={texts.lineage.close} onClick={close} />
      </div>
      <div className="row">
        {address && (
          <Button component={Link} to={address}>
            {texts.lineage.open}
          </Button>
        )}
        {recentre && (
          <Button variant="default" onClick={recentre}>
            {texts.lineage.focus}
          </Button>
        )}
        {unfold && (
          <Button variant="default" aria-expanded={isOpen} onClick={unfold}>
            {isOpen ? texts.lineage.fold : texts.lineage.unfold}
          </Button>
        )}
      </div>
      <Facts>
        {(node.tags?.length ?? 0) > 0 && (
          <Fact name={texts.lineage.tags}>
            <Tags tags={node.tags ?? []} />
          </Fact>
        )}
        {node.run && (
          <Fact name={texts.lineage.run}>
            {texts.lineage.runStands(node.run.state.toLowerCase(), formatMoment(node.run.at))}
          </Fact>
        )}
        <Fact name={texts.lineage.upstream}>
          <Nodes ids={upstream} graph={graph} select={select} />
        </Fact>
        <Fact name={texts.lineage.downstream}>
          <Nodes ids={downstream} graph={graph} select={select} />
        </Fact>
      </Facts>
    </aside>
  );
}

function Nodes({ ids, graph, select }: { ids: string[]; graph: Lineage; select: (id: string) => void }) {
  if (ids.length === 0) {
    return <span className="dim">{texts.lineage.none}</span>;
  }
  return (
    <ul>
      {[...new Set(ids)].slice(0, 30).map((id) => {
        const node = graph.nodes.find((other) => other.id === id);
        return (
          <li key={id}>
            <button type="button" className="link-button" onClick={() => select(id)}>
              {node?.title || node?.name || id}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
