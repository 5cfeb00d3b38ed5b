import { describe, expect, it } from 'vitest';
import type { FlowDocument } from '../src/api';
import {
  added,
  blank,
  connected,
  disconnected,
  moved,
  processorsOf,
  queueOf,
  queued,
  removed,
  renamed,
  wireName,
  wiresOf,
} from '../src/pages/flows/draw/drawing';
import {
  areNeighbours,
  groupNames,
  portRenamed,
  portsOf,
  putTogether,
  takenApart,
} from '../src/pages/flows/draw/groups';
import { begun, next } from '../src/ui/draft/history';
import { placed } from '../src/pages/flows/draw/places';
import { collapsed } from '../src/pages/lineage/collapse';
import { pictureOf } from '../src/pages/trace/picture';

const grouped: FlowDocument = {
  name: 'orders',
  product: 'shop',
  processors: [
    { name: 'read', type: 'Read' },
    { name: 'publish', type: 'PublishPort' },
  ],
  groups: [
    {
      name: 'clean',
      processors: [
        { name: 'tidy', type: 'Tidy' },
        { name: 'look', type: 'Look' },
      ],
      connections: ['tidy.success -> look'],
      inputs: { in: 'tidy' },
    },
  ],
  connections: ['read.success -> clean.in'],
};
const names = (flow: FlowDocument) => wiresOf(flow).map(wireName);

describe('a drawing', () => {
  it('begins with nothing and names what is added by its type, each differently', () => {
    const one = added(blank('f', 'p'), 'PublishPort');
    const two = added(one.flow, 'PublishPort');

    expect([one.name, two.name]).toEqual(['publish-port', 'publish-port-2']);
    expect(added(blank('f', 'p'), 'InvokeHTTP').name).toBe('invoke-http');
  });

  it('knows connections through the ports of groups', () => {
    expect(names(grouped)).toEqual(['read.success -> clean/tidy', 'clean/tidy.success -> clean/look']);
  });

  it('gives a group a port when a connection crosses its border, and uses the one it has', () => {
    const out = connected(grouped, { from: 'clean/look', relationship: 'success', to: 'publish' });
    const again = connected(out, { from: 'read', relationship: 'failure', to: 'clean/tidy' });

    expect(out.groups![0]!.outputs).toEqual({ success: 'look.success' });
    expect(out.connections).toContain('clean.success -> publish');
    expect(names(out)).toContain('clean/look.success -> publish');
    expect(again.groups![0]!.inputs).toEqual({ in: 'tidy' });
    expect(again.connections).toContain('read.failure -> clean.in');
  });

  it('takes a connection away with what is said of its queue', () => {
    const wire = { from: 'clean/tidy', relationship: 'success', to: 'clean/look' };
    const limited = queued(grouped, wire, { records: 10 });

    expect(queueOf(limited, wire)).toEqual({ records: 10 });
    expect(disconnected(limited, wire).groups![0]).not.toHaveProperty('queues');
    expect(names(disconnected(limited, wire))).toEqual(['read.success -> clean/tidy']);
  });

  it('takes a processor away with all that led to it, ports and place included', () => {
    const flow = removed(moved(grouped, 'clean/tidy', { x: 1, y: 2 }), ['clean/tidy']);

    expect(processorsOf(flow).map(({ name }) => name)).toEqual(['read', 'publish', 'clean/look']);
    expect(names(flow)).toEqual([]);
    expect(flow.groups![0]!.inputs).toEqual({});
    expect(flow).not.toHaveProperty('layout');
  });

  it('takes a group away with all that is in it', () => {
    const flow = removed(grouped, ['clean']);

    expect(flow.groups).toEqual([]);
    expect(flow.connections).toEqual([]);
  });

  it('renames a processor wherever it is spoken of', () => {
    const flow = renamed(moved(grouped, 'clean/tidy', { x: 1, y: 2 }), 'clean/tidy', 'neat');

    expect(names(flow)).toEqual(['read.success -> clean/neat', 'clean/neat.success -> clean/look']);
    expect(flow.layout).toEqual({ 'clean/neat': { x: 1, y: 2 } });
  });

  it('changes nothing of the flow that it was', () => {
    const before = JSON.stringify(grouped);

    removed(
      renamed(connected(grouped, { from: 'clean/look', relationship: 'a', to: 'publish' }), 'read', 'r'),
      ['clean'],
    );

    expect(JSON.stringify(grouped)).toBe(before);
  });

  it('is drawn where somebody has put it, within its group', () => {
    const flow = moved(moved(grouped, 'read', { x: -300, y: 40 }), 'clean/tidy', { x: -50, y: 500 });

    const boxes = new Map(placed(flow, new Set()).map((box) => [box.id, box]));

    expect(boxes.get('read')).toMatchObject({ x: -300, y: 40 });
    expect(boxes.get('clean/tidy')!.x).toBeGreaterThan(0);
    expect(boxes.get('clean')!.height).toBeGreaterThan(500);
  });
});

describe('the history of a drawing', () => {
  const document = (name: string) => blank(name, 'p');

  it('undoes and does again', () => {
    let history = next(begun(document('a')), { do: 'change', document: document('b') });
    history = next(history, { do: 'undo' });
    expect(history.present.name).toBe('a');
    expect(next(history, { do: 'redo' }).present.name).toBe('b');
  });

  it('undoes what was typed into one field at once', () => {
    let history = begun(document('a'));
    for (const name of ['ab', 'abc']) {
      history = next(history, { do: 'change', document: document(name), kind: 'form x' });
    }

    expect(next(history, { do: 'undo' }).present.name).toBe('a');
  });

  it('forgets what was undone once something else is done', () => {
    let history = next(begun(document('a')), { do: 'change', document: document('b') });
    history = next(next(history, { do: 'undo' }), { do: 'change', document: document('c') });

    expect(history.future).toEqual([]);
  });
});

describe('the picture of a record', () => {
  it('leads from what it was made of through flows to who has read it', () => {
    const { graph, start } = pictureOf({
      port: 'shop.orders',
      partition: 0,
      offset: 5,
      steps: [
        {
          depth: 1,
          flow: 'clean',
          processors: [],
          output: 'shop.orders/0/5',
          source: 'raw.orders/1',
          position: 9,
        },
        {
          depth: 2,
          flow: 'ingest',
          processors: [],
          output: 'raw.orders/1/9',
          source: 'jdbc:db table o',
          position: 3,
        },
      ],
      readers: [{ principal: 'ada', from: 0, to: 9, time: '', maskedFields: [], policies: [] }],
    });

    expect(start).toBe('shop.orders/0/5');
    expect(graph.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'raw.orders/1/9 > clean shop.orders/0/5',
      'clean shop.orders/0/5 > shop.orders/0/5',
      'jdbc:db table o > ingest raw.orders/1/9',
      'ingest raw.orders/1/9 > raw.orders/1/9',
      'shop.orders/0/5 > reader ada',
    ]);
  });
});

describe('a lineage with products as one', () => {
  const node = (id: string, tags: string[] = []) => {
    const [kind = '', name = ''] = id.split('/');
    return { id, kind, name, tags };
  };
  const whole = {
    nodes: [
      node('source/db'),
      node('flow/ingest'),
      node('product/shop'),
      node('port/shop.orders', ['pii.email']),
      node('principal/ada'),
    ],
    edges: [
      { from: 'source/db', to: 'flow/ingest' },
      { from: 'flow/ingest', to: 'product/shop' },
      { from: 'product/shop', to: 'port/shop.orders' },
      { from: 'port/shop.orders', to: 'principal/ada' },
    ],
  };

  it('has the tags of its ports, and leads from its sources to its readers', () => {
    const graph = collapsed(whole);

    expect(graph.nodes.map(({ id }) => id)).toEqual(['source/db', 'product/shop', 'principal/ada']);
    expect(graph.nodes[1]!.tags).toEqual(['pii.email']);
    expect(graph.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'source/db > product/shop',
      'product/shop > principal/ada',
    ]);
  });

  it('is whole again where one is opened', () => {
    expect(collapsed(whole, new Set(['product/shop'])).edges).toHaveLength(4);
  });
});

describe('a group', () => {
  const flat: FlowDocument = {
    name: 'orders',
    product: 'shop',
    processors: [
      { name: 'read', type: 'Read' },
      { name: 'tidy', type: 'Tidy' },
      { name: 'look', type: 'Look' },
      { name: 'publish', type: 'PublishPort' },
    ],
    connections: [
      'read.success -> tidy',
      'tidy.success -> look',
      'look.success -> publish',
      'look.failure -> publish',
    ],
    queues: [{ connection: 'read.success -> tidy', records: 7 }],
    layout: { tidy: { x: 1, y: 2 }, read: { x: 3, y: 4 } },
  };

  it('takes in neighbours, with ports for what leads to and from them and the queues as they were', () => {
    const { flow, name } = putTogether(flat, ['tidy', 'look'], 'clean');

    expect(name).toBe('clean');
    expect(flow.groups).toEqual([
      {
        name: 'clean',
        processors: [
          { name: 'tidy', type: 'Tidy' },
          { name: 'look', type: 'Look' },
        ],
        connections: ['tidy.success -> look'],
        inputs: { in: 'tidy' },
        outputs: { success: 'look.success', failure: 'look.failure' },
      },
    ]);
    expect(flow.connections).toEqual([
      'read.success -> clean.in',
      'clean.success -> publish',
      'clean.failure -> publish',
    ]);
    expect(queueOf(flow, { from: 'read', relationship: 'success', to: 'clean/tidy' })).toEqual({
      records: 7,
    });
    expect(flow.layout).toEqual({ read: { x: 3, y: 4 } });
  });

  it('is gone when it is taken apart, and everything leads where it led', () => {
    const apart = takenApart(putTogether(flat, ['tidy', 'look'], 'clean').flow, 'clean');

    expect(apart.groups).toBeUndefined();
    expect(names(apart).sort()).toEqual(names(flat).sort());
    expect(queueOf(apart, { from: 'read', relationship: 'success', to: 'tidy' })).toEqual({ records: 7 });
  });

  it('can be put into another, and its ports lead on', () => {
    const inner = putTogether(flat, ['look'], 'clean').flow;
    const { flow, name } = putTogether(inner, ['clean', 'tidy'], 'clean');

    expect(name).toBe('clean-2');
    expect(groupNames(flow)).toEqual(['clean-2', 'clean-2/clean']);
    expect(names(flow)).toContain('clean-2/tidy.success -> clean-2/clean/look');
    expect(names(flow)).toContain('clean-2/clean/look.failure -> publish');
    expect(names(takenApart(flow, 'clean-2')).sort()).toEqual(names(inner).sort());
  });

  it('is of what stands next to each other only', () => {
    expect(areNeighbours(['read', 'tidy'])).toBe(true);
    expect(areNeighbours(['read', 'clean/tidy'])).toBe(false);
    expect(areNeighbours([])).toBe(false);
  });

  it('has ports that can be called otherwise, on the side that is meant', () => {
    const { flow } = putTogether(flat, ['tidy', 'look'], 'clean');
    const now = portRenamed(flow, 'clean', 'outputs', 'failure', 'in');

    expect(portsOf(now, 'clean').map(({ side, name }) => `${side} ${name}`)).toEqual([
      'inputs in',
      'outputs success',
      'outputs in',
    ]);
    expect(now.connections).toContain('read.success -> clean.in');
    expect(now.connections).toContain('clean.in -> publish');
    expect(names(now).sort()).toEqual(names(flow).sort());
    expect(portRenamed(flow, 'clean', 'outputs', 'failure', 'success')).toBe(flow);
  });
});
