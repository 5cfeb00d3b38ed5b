import type { Lineage, LineageEdge, LineageNode, Trace, TraceStep } from '../../api';
import { asText } from '../../format';
import { texts } from '../../texts';
import { coordinates } from './coordinates';

/** More cannot be taken in; the list has them all. */
const stepsDrawnMax = 40;

/** From what a step was made: another record of the mesh, or a place outside. */
export function originOf(step: TraceStep): { id: string; isRecord: boolean } {
  const stretch = stretchOf(step);
  if (stretch) {
    return { id: `${step.source}/${stretch}`, isRecord: false };
  }
  const from = coordinates(step.source) ? step.source : `${step.source}/${asText(step.position ?? '')}`;
  return coordinates(from) ? { id: from, isRecord: true } : { id: step.source, isRecord: false };
}

/** Of many records that became one: the first and the last of them. */
export function stretchOf(step: TraceStep): string | undefined {
  const count = step.count ?? 1;
  const last = Number(step.position) + (count - 1) * (step.stride ?? 0);
  return count > 1 ? `${asText(step.position)} – ${last}` : undefined;
}

/** A record with what it was made from, through which flows, and who has read it, as a graph along the data. */
export function pictureOf(trace: Trace): { graph: Lineage; start: string; cut: boolean } {
  const nodes = new Map<string, LineageNode>();
  const edges = new Map<string, LineageEdge>();
  const node = (id: string, kind: string, name: string, at?: string) => {
    if (!nodes.has(id)) {
      nodes.set(id, { id, kind, name, title: name, domain: at, tags: [] });
    }
    return id;
  };
  const record = (at: string) => {
    const { port, partition, offset } = coordinates(at)!;
    return node(at, 'port', port, `${partition} / ${offset}`);
  };
  const edge = (from: string, to: string) => edges.set(`${from}>${to}`, { from, to });
  const outputs = new Map<string, string>();
  const start = record(`${trace.port}/${trace.partition}/${trace.offset}`);
  for (const step of trace.steps.slice(0, stepsDrawnMax)) {
    const output = coordinates(step.output) ? record(step.output) : (outputs.get(step.output) ?? start);
    const origin = originOf(step);
    const stretch = stretchOf(step);
    const place = `${texts.trace.records(step.count ?? 1)}: ${stretch}`;
    const from = origin.isRecord
      ? record(origin.id)
      : node(origin.id, 'source', stretch ? step.source : origin.id, stretch && place);
    if (stretch) {
      // What the records of a stretch were made from is told of all of them together.
      outputs.set(`${step.source}/${stretch.replace(' – ', '-')}`, from);
    }
    const flow = node(`${step.flow} ${output}`, 'flow', step.flow);
    edge(from, flow);
    edge(flow, output);
  }
  for (const made of (trace.made ?? []).slice(0, stepsDrawnMax)) {
    const to = `${made.topic}/${made.partition}/${made.offset}`;
    const flow = node(`${made.flow} ${to}`, 'flow', made.flow);
    edge(coordinates(made.source) ? record(made.source) : start, flow);
    edge(flow, coordinates(to) ? record(to) : node(to, 'source', to));
  }
  for (const { principal } of trace.readers ?? []) {
    edge(start, node(`reader ${principal}`, 'principal', principal));
  }
  return {
    graph: { nodes: [...nodes.values()], edges: [...edges.values()] },
    start,
    cut: trace.steps.length > stepsDrawnMax || (trace.made ?? []).length > stepsDrawnMax,
  };
}
