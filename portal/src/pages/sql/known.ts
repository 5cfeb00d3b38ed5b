import type { Completion } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { Field, Port } from '../../api';
import { texts } from '../../texts';
import { quoted } from './dialect';

/** Fields of a record itself; those inside of others are reached from them. */
export const topFields = (port: Port): Field[] => port.fields.filter(({ path }) => !/[.[]/.test(path));

/** What a reader would see of a field, where it is not all. */
export function sightOf(field: Field): string {
  return field.myRule === 'mask' ? texts.sql.masked : field.myRule === 'withhold' ? texts.sql.withheld : '';
}

/** What an editor may offer: products, their ports, and the fields of those ports that are known by now. */
export function namespaceOf(names: string[], ports: Port[]): SQLNamespace {
  const known = new Map(ports.map((port) => [port.port, port]));
  const products: Record<string, Record<string, SQLNamespace>> = {};
  for (const name of names) {
    const [product = '', port = ''] = name.split('.');
    (products[product] ??= {})[port] = fieldsOf(known.get(name));
  }
  return products;
}

function fieldsOf(port?: Port): Completion[] {
  return (port ? topFields(port) : []).map((field) => ({
    label: field.path,
    apply: quoted(field.path),
    type: 'property',
    detail: [field.type, sightOf(field)].filter(Boolean).join(' · '),
    info: field.description || undefined,
  }));
}
