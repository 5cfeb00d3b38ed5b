import type { Lineage, LineageEdge, LineageNode, Trace, TraceStep } from '../../api';
import { asText } from '../../format';
import { coordinates } from './coordinates';

/** More cannot be taken in; the list has them all. */
const stepsDrawnMax = 40;

/** From what a step was made: another record of the mesh, or a place outside. */
export function originOf(step: TraceStep): { id: string; isRecord: boolean; name: string; title: string } {
  const from = coordinates(step.source) ? step.source : `${step.source}/${asText(step.position ?? '')}`;
  const record = coordinates(from);
  return record
    ? { id: from, isRecord: true, name: from, title: `${record.port} ${record.partition}/${record.offset}` }
    : { id: step.source, isRecord: false, name: step.source, title: step.source };
}

/** A record with what it was made from, through which flows, and who has read it, as a graph along the data. */
export function pictureOf(trace: Trace): { graph: Lineage; start: string; cut: boolean } {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  const node = (id: string, kind: string, name: string, title: string) => {
    if (!nodes.has(id)) {
      nodes.set(id, { id, kind, name, title, tags: [] });
    }
    return id;
  };
  const edge = (from: string, to: string) => edges.set(`${from}>${to}`, { from, to });
  const here = `${trace.port}/${trace.partition}/${trace.offset}`;
  const start = node(here, 'port', here, `${trace.port} ${trace.partition}/${trace.offset}`);
  for (const step of trace.steps.slice(0, stepsDrawnMax)) {
    const made = coordinates(step.output);
    const output = made
      ? node(step.output, 'port', step.output, `${made.port} ${made.partition}/${made.offset}`)
      : start;
    const origin = originOf(step);
    const from = node(origin.id, origin.isRecord ? 'port' : 'source', origin.name, origin.title);
    const flow = node(`${step.flow} ${output}`, 'flow', step.flow, step.flow);
    edge(from, flow);
    edge(flow, output);
  }
  for (const { principal } of trace.readers ?? []) {
    edge(start, node(`reader ${principal}`, 'principal', principal, principal));
  }
  return {
    graph: { nodes: [...nodes.values()], edges: [...edges.values()] },
    start,
    cut: trace.steps.length > stepsDrawnMax,
  };
}
