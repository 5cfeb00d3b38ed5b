import { items, path, withQuery } from '../../api';

/** Where one field comes from; see docs/rest.md. */
export interface Column {
  /** A port, or `flow/processor` for a source outside. */
  of: string;
  field: string;
  tags?: string[];
  flow?: string;
  through?: string[];
  how?: string;
  from?: Column[];
}

export const columnsOf = (port: string, at: string | undefined, signal?: AbortSignal) =>
  items<Column>(withQuery(path('lineage', `port/${port}`, 'columns'), { depth: 2, at }), signal);

/** Each field with each of its origins, one line for one. */
export function lines(columns: Column[]): { field: Column; origin?: Column }[] {
  return columns.flatMap((field) =>
    field.from?.length ? field.from.map((origin) => ({ field, origin })) : [{ field }],
  );
}
