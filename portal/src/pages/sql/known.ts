import type { Completion } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { Field, MeshFunction, Port } from '../../api';
import { texts } from '../../texts';
import { quoted } from './dialect';

/** Fields of a record itself; those inside of others are reached from them. */
export const topFields = (port: Port): Field[] => port.fields.filter(({ path }) => !/[.[]/.test(path));

/** What a reader would see of a field, where it is not all. */
export function sightOf(field: Field): string {
  return field.myRule === 'mask' ? texts.sql.masked : field.myRule === 'withhold' ? texts.sql.withheld : '';
}

/** A function from a jar, as an editor offers it: with the bracket that follows. */
const called = ({ name, description }: MeshFunction): SQLNamespace => {
  const label = name.slice(name.indexOf('.') + 1);
  return {
    self: { label, apply: `${label}(`, type: 'function', info: description || undefined },
    children: [],
  };
};

/** What an editor may offer: products, their ports, the fields of those that are known by now, and functions. */
export function namespaceOf(names: string[], ports: Port[], functions: MeshFunction[] = []): SQLNamespace {
  const known = new Map(ports.map((port) => [port.port, port]));
  const products: Record<string, Record<string, SQLNamespace>> = {};
  for (const each of functions) {
    (products[each.product] ??= {})[each.name.slice(each.name.indexOf('.') + 1)] = called(each);
  }
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
