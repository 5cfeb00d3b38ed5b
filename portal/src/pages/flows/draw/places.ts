import type { FlowDocument } from '../../../api';
import { arrange, groupHead, groupsOf } from '../arrange';
import type { Box } from '../arrange';
import { processorsOf, wiresOf } from './drawing';

const padding = 18;

/** Where everything is drawn: as computed along the data, but for what somebody has put elsewhere. */
export function placed(flow: FlowDocument, closed: ReadonlySet<string>): Box[] {
  const names = processorsOf(flow).map(({ name }) => name);
  const open = new Set(groupsOf(names).filter((name) => !closed.has(name)));
  const wires = wiresOf(flow).map((wire) => ({ ...wire, queued: 0 }));
  const boxes = arrange(names, wires, open).map((box) => ({ ...box, ...flow.layout?.[box.id] }));
  return fitted(boxes);
}

/** Open groups are as large as what is in them, the inner ones first; nothing lies outside of its group. */
function fitted(boxes: Box[]): Box[] {
  const all = new Map(boxes.map((box) => [box.id, box]));
  for (const group of [...boxes].reverse().filter(({ kind, open }) => kind === 'group' && open)) {
    const inside = boxes.filter(({ parent }) => parent === group.id);
    for (const box of inside) {
      box.x = Math.max(padding, box.x);
      box.y = Math.max(groupHead, box.y);
    }
    const its = all.get(group.id)!;
    its.width = Math.max(160, ...inside.map(({ x, width }) => x + width + padding));
    its.height = Math.max(groupHead + 40, ...inside.map(({ y, height }) => y + height + padding));
  }
  return boxes;
}

/** Right of everything, for a processor that is added where others were put by hand. */
export function besides(flow: FlowDocument): { x: number; y: number } | undefined {
  if (!flow.layout) {
    return undefined;
  }
  const outer = placed(flow, new Set()).filter(({ parent }) => !parent);
  const last = outer.reduce<Box | undefined>(
    (right, box) => (!right || box.x + box.width > right.x + right.width ? box : right),
    undefined,
  );
  return last && { x: last.x + last.width + 88, y: last.y };
}
