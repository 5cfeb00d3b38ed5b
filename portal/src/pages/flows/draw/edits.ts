import type { FlowDocument, Problem } from '../../../api';
import { find } from '../settings';
import { pairName } from './Canvas';
import { useProcessorTypes } from './Palette';
import type { Drawing } from './api';
import {
  added,
  connected,
  disconnected,
  isWithin,
  moved,
  parentOf,
  processorsOf,
  removed,
  renamed,
  wiresOf,
} from './drawing';
import { areNeighbours, putTogether } from './groups';
import { besides } from './places';
import { drawTexts } from './texts';

export type Edits = ReturnType<typeof useEdits>;

/** What a person does to the drawing. */
export function useEdits(
  drawing: Drawing,
  selected: ReadonlySet<string>,
  /** The group in which one is. */
  inside: string,
  setSelected: (selected: ReadonlySet<string>) => void,
  setPair: (pair: { from: string; to: string } | undefined) => void,
) {
  const { document: flow, change } = drawing;
  const types = useProcessorTypes().data ?? [];
  const relationshipsOf = (name: string) =>
    drawing.answer?.relationships[name] ??
    types.find((one) => one.name === find(flow, name)?.processor.type)?.relationships ?? ['success'];
  const inGroups = [...selected].filter(
    (one) => !one.includes('>') && (find(flow, one) !== undefined || isGroup(flow, one)),
  );
  const put = (type: string, options: Parameters<typeof added>[2]) => {
    const now = added(flow, type, options);
    change(now.flow);
    setSelected(new Set([now.name]));
  };
  const connectBy = ({ from, to }: { from: string; to: string }, relationships: string[]) =>
    change(relationships.reduce((now, relationship) => connected(now, { from, relationship, to }), flow));
  return {
    types,
    relationshipsOf,
    connectBy,
    add: (type: string) => {
      const [chosen] = [...selected];
      const group = chosen && !find(flow, chosen) && isGroup(flow, chosen) ? chosen : inside;
      put(type, { group, at: group === '' ? besides(flow) : undefined });
    },
    drop: (type: string, at: { x: number; y: number }) => put(type, { group: inside, at }),
    move: (name: string, at: { x: number; y: number }) => change(moved(flow, name, at), `move ${name}`),
    connect: (from: string, to: string) => {
      if (!find(flow, from) || !find(flow, to)) {
        return;
      }
      const known = relationshipsOf(from);
      if (known.length === 1) {
        connectBy({ from, to }, known);
      } else {
        setPair({ from, to });
      }
    },
    rename: (from: string, to: string) => {
      change(renamed(flow, from, to));
      setSelected(new Set([(parentOf(from) === '' ? '' : parentOf(from) + '/') + to]));
    },
    /** What is selected and can be put into a group: processors and groups that stand next to each other. */
    groupable: areNeighbours(inGroups) ? inGroups : [],
    group: () => {
      const now = putTogether(flow, inGroups, drawTexts.groupName);
      change(now.flow);
      setSelected(new Set([now.name]));
    },
    remove: () => {
      const pairs = wiresOf(flow).filter(({ from, to }) => selected.has(pairName(from, to)));
      const without = pairs.reduce((now, wire) => disconnected(now, wire), flow);
      const names = [...selected].filter((one) => !one.includes('>'));
      change(names.length > 0 ? removed(without, names) : without);
      setSelected(new Set());
    },
  };
}

export const isGroup = (flow: FlowDocument, name: string) =>
  processorsOf(flow).some((one) => one.name !== name && isWithin(one.name, name));

/** How much is wrong with each processor, as the problems' places name them. */
export function problemsBy(flow: FlowDocument, problems: Problem[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { name } of processorsOf(flow)) {
    const place = find(flow, name);
    const count = problems.filter(({ place: at }) =>
      [place?.path, place?.flatPath].some((one) => at?.path === one || at?.path?.startsWith(one + '.')),
    ).length;
    if (count > 0) {
      found.set(name, count);
    }
  }
  return found;
}
