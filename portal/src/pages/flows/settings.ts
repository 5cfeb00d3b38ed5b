import type {
  FlowDocument,
  GroupDocument,
  ProblemError,
  ProcessorDocument,
  RelationshipOptions,
  SettingType,
} from '../../api';

/** Where a processor stands in its flow's file, as problems name it. */
export interface Found {
  processor: ProcessorDocument;
  /** In the file: groups[0].processors[1]. */
  path: string;
  /** With groups laid flat: processors[4]. */
  flatPath: string;
}

/** Finds a processor by its name with those of its groups, in the order in which groups are laid flat. */
export function find(flow: FlowDocument, name: string): Found | undefined {
  let at = 0;
  const walk = (group: GroupDocument, prefix: string, path: string): Found | undefined => {
    for (const [index, processor] of (group.processors ?? []).entries()) {
      if (prefix + processor.name === name) {
        return { processor, path: `${path}processors[${index}]`, flatPath: `processors[${at}]` };
      }
      at++;
    }
    for (const [index, inner] of (group.groups ?? []).entries()) {
      const found = walk(inner, `${prefix}${inner.name}/`, `${path}groups[${index}].`);
      if (found) {
        return found;
      }
    }
    return undefined;
  };
  return walk(flow, '', '');
}

/** A value as it stands in a field of the form. */
export function asWritten(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const isStructure = (type: string) => /^(list|map|object)/.test(type);
export const isNumber = (type: string) => /number/.test(type);
export const isFlag = (type: string) => /^true or false/.test(type) || type === 'boolean';
export const choices = (type: string) =>
  type.startsWith('one of ') ? type.slice('one of '.length).split(/, ?| or /) : undefined;

/** What was written as the value that it is; a text with a parameter stays one whatever the type. */
export function parsed(written: string, type: string): { value?: unknown; wrong?: 'json' | 'number' } {
  if (written.trim() === '') {
    return {};
  }
  if (written.includes('#{')) {
    return isStructure(type) && /^\s*[[{]/.test(written) ? json(written) : { value: written };
  }
  if (isStructure(type)) {
    // One value where a list is wanted is a list of one.
    return /^\s*[[{]/.test(written) || !type.startsWith('list') ? json(written) : { value: written };
  }
  if (isNumber(type)) {
    return Number.isFinite(Number(written)) ? { value: Number(written) } : { wrong: 'number' };
  }
  return isFlag(type) ? { value: written === 'true' } : { value: written };
}

function json(written: string): { value?: unknown; wrong?: 'json' } {
  try {
    return { value: JSON.parse(written) as unknown };
  } catch {
    return { wrong: 'json' };
  }
}

/** What a form holds; everything as text, so that half-written values can stand in it. */
export interface Draft {
  settings: Record<string, string>;
  concurrentTasks: string;
  penalty: string;
  yield: string;
  /** When a source runs again: every so often, or by the clock. */
  every: string;
  cron: string;
  relationships: Record<
    string,
    { retry: string; backoff: string; maxBackoff: string; autoTerminate: boolean }
  >;
}

export function draftOf(processor: ProcessorDocument, types: SettingType[], relationships: string[]): Draft {
  const known = [...new Set([...relationships, ...Object.keys(processor.relationships ?? {})])];
  return {
    settings: Object.fromEntries(types.map(({ name }) => [name, asWritten(processor.settings?.[name])])),
    concurrentTasks: asWritten(processor.concurrentTasks),
    penalty: asWritten(processor.penalty),
    yield: asWritten(processor.yield),
    every: asWritten(processor.schedule?.every),
    cron: asWritten(processor.schedule?.cron),
    relationships: Object.fromEntries(
      known.map((name) => {
        const its = processor.relationships?.[name] ?? {};
        return [
          name,
          {
            retry: asWritten(its.retry),
            backoff: asWritten(its.backoff),
            maxBackoff: asWritten(its.maxBackoff),
            autoTerminate: its.autoTerminate ?? false,
          },
        ];
      }),
    ),
  };
}

/** The processor as the form says; settings that are wrong, by name. */
export function changed(
  before: ProcessorDocument,
  draft: Draft,
  types: SettingType[],
): { processor: ProcessorDocument; wrong: Record<string, 'json' | 'number'> } {
  const settings: Record<string, unknown> = { ...before.settings };
  const wrong: Record<string, 'json' | 'number'> = {};
  for (const { name, type } of types) {
    const written = draft.settings[name] ?? '';
    if (written === asWritten(before.settings?.[name])) {
      continue;
    }
    const { value, wrong: how } = parsed(written, type);
    if (how) {
      wrong[`settings.${name}`] = how;
    } else if (value === undefined) {
      delete settings[name];
    } else {
      settings[name] = value;
    }
  }
  const tasks = parsed(draft.concurrentTasks, 'whole number');
  if (tasks.wrong) {
    wrong.concurrentTasks = tasks.wrong;
  }
  const processor: ProcessorDocument = { ...before };
  put(processor, 'settings', Object.keys(settings).length > 0 || before.settings ? settings : undefined);
  put(processor, 'concurrentTasks', tasks.value);
  put(processor, 'penalty', draft.penalty.trim() || undefined);
  put(processor, 'yield', draft.yield.trim() || undefined);
  put(processor, 'schedule', scheduleOf(before, draft));
  put(processor, 'relationships', relationshipsOf(draft, wrong));
  return { processor, wrong };
}

function scheduleOf(before: ProcessorDocument, draft: Draft) {
  const schedule = { ...before.schedule };
  for (const key of ['every', 'cron'] as const) {
    if (draft[key].trim()) {
      schedule[key] = draft[key].trim();
    } else {
      delete schedule[key];
    }
  }
  return Object.keys(schedule).length > 0 ? schedule : undefined;
}

function relationshipsOf(draft: Draft, wrong: Record<string, 'json' | 'number'>) {
  const all: Record<string, RelationshipOptions> = {};
  for (const [name, its] of Object.entries(draft.relationships)) {
    const retry = parsed(its.retry, 'whole number');
    if (retry.wrong) {
      wrong[`relationships.${name}.retry`] = retry.wrong;
    }
    const options: RelationshipOptions = {
      ...(its.autoTerminate ? { autoTerminate: true } : {}),
      ...(retry.value === undefined ? {} : { retry: retry.value as number }),
      ...(its.backoff ? { backoff: its.backoff } : {}),
      ...(its.maxBackoff.trim() ? { maxBackoff: its.maxBackoff.trim() } : {}),
    };
    if (Object.keys(options).length > 0) {
      all[name] = options;
    }
  }
  return Object.keys(all).length > 0 ? all : undefined;
}

function put(processor: ProcessorDocument, key: string, value: unknown) {
  if (value === undefined) {
    delete processor[key];
  } else {
    processor[key] = value;
  }
}

/** The flow with this processor in the place of the other. */
export function replaced(flow: FlowDocument, path: string, processor: ProcessorDocument): FlowDocument {
  const copy = structuredClone(flow);
  const steps = [...path.matchAll(/(\w+)\[(\d+)\]/g)].map((step) => [step[1]!, Number(step[2])] as const);
  let group: GroupDocument = copy;
  for (const [key, index] of steps) {
    if (key === 'groups') {
      group = group.groups![index]!;
    } else {
      group.processors![index] = processor;
    }
  }
  return copy;
}

/** What the server says is wrong, by the field of the form; the rest is without a field. */
export function byField(
  error: ProblemError,
  { path, flatPath }: Found,
): {
  fields: Record<string, string>;
  rest: ProblemError['problems'];
} {
  const fields: Record<string, string> = {};
  const rest = error.problems.filter((problem) => {
    const at = problem.place?.path ?? '';
    const prefix = [path, flatPath].find((one) => at.startsWith(one + '.'));
    if (prefix === undefined) {
      return true;
    }
    const field = at.slice(prefix.length + 1).replace(/^(settings\.[^.[]+).*$/, '$1');
    if (field === 'settings') {
      return true; // About all of them: there is no one field for it.
    }
    const words = problem.hint ? `${problem.message} ${problem.hint}` : problem.message;
    fields[field] = fields[field] ? `${fields[field]} ${words}` : words;
    return false;
  });
  return { fields, rest };
}
