import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Trace } from '../../api';
import { texts } from '../../texts';
import { Graph } from '../lineage/Graph';
import { addressOf } from '../lineage/kinds';
import '../lineage/lineage.css';
import { coordinates } from './coordinates';
import { pictureOf } from './picture';

/** The record in the middle, where it comes from at its left, who has read it at its right. */
export function TracePicture({ trace, go }: { trace: Trace; go: (at: string) => void }) {
  const navigate = useNavigate();
  const [selected, setSelected] = useState<string>();
  const { graph, start, cut } = useMemo(() => pictureOf(trace), [trace]);
  if (graph.edges.length === 0) {
    return null;
  }
  const select = (id: string | undefined) => {
    const node = graph.nodes.find((one) => one.id === id);
    if (!node || node.id === selected) {
      setSelected(undefined);
    } else if (node.kind === 'port' && node.id !== start && coordinates(node.id)) {
      go(node.id);
    } else {
      setSelected(node.id);
    }
  };
  const chosen = graph.nodes.find(({ id }) => id === selected);
  const address = chosen && chosen.id !== start ? addressOf(chosen) : undefined;
  return (
    <>
      {cut && <p className="notice">{texts.trace.cut}</p>}
      <div className="panel trace-picture">
        <Graph graph={graph} start={start} selected={selected} select={select} chooseEdge={() => undefined} />
      </div>
      {address && (
        <p>
          <button type="button" className="link-button" onClick={() => void navigate(address)}>
            {texts.lineage.open} {chosen?.title}
          </button>
        </p>
      )}
    </>
  );
}
