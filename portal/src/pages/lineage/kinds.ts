import type { LineageNode } from '../../api';
import { IconFlow, IconPerson, IconPort, IconProduct, IconQuery, IconSource } from '../../ui/icons';
import { portAddress } from '../../ui/parts';

const icons: Record<string, typeof IconProduct> = {
  product: IconProduct,
  port: IconPort,
  flow: IconFlow,
  query: IconQuery,
  principal: IconPerson,
  source: IconSource,
  job: IconFlow,
  dataset: IconSource,
};

export const iconOf = (kind: string) => icons[kind] ?? IconProduct;

/** The page of a node, where it has one. */
export function addressOf(node: Pick<LineageNode, 'kind' | 'name'>): string | undefined {
  const name = encodeURIComponent(node.name);
  switch (node.kind) {
    case 'product':
      return `/products/${name}`;
    case 'port':
      return portAddress(node.name);
    case 'flow':
      return `/flows/${name}`;
    case 'query':
      return `/resources/query/${name}`;
    case 'principal':
      return node.name.startsWith('product:')
        ? `/products/${encodeURIComponent(node.name.slice('product:'.length))}`
        : `/people/${name}`;
    default:
      return undefined;
  }
}
