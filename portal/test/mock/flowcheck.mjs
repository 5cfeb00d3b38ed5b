// Looks at a flow that is being drawn, roughly as the server does: what is required and missing, and it as YAML.
const scalar = (value) =>
  typeof value === 'string' && /^[\w/][\w ./-]*$/.test(value) ? value : JSON.stringify(value);
const isNested = (value) => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function lines(value, indent) {
  if (Array.isArray(value)) {
    return value.flatMap((one) =>
      isNested(one)
        ? lines(one, indent + '  ').map((line, at) => (at === 0 ? `${indent}- ${line.trimStart()}` : line))
        : [`${indent}- ${scalar(one)}`],
    );
  }
  return Object.entries(value).flatMap(([key, one]) =>
    isNested(one)
      ? [`${indent}${key}:`, ...lines(one, indent + '  ')]
      : [`${indent}${key}: ${scalar(one ?? null)}`],
  );
}

const yaml = (tree) => lines(tree, '').join('\n') + '\n';

export function checkFlow(body, types, resources) {
  const document = body.document;
  if (!document) {
    const problem = {
      kind: 'INPUT',
      code: 'unread',
      place: { line: 1, column: 1 },
      message: 'Not read here.',
    };
    return {
      text: body.text,
      before: '',
      version: 0,
      relationships: {},
      changes: [],
      problems: [problem],
      notes: [],
    };
  }
  const current = resources.find(({ name }) => name === document.name);
  const text = yaml(document);
  const before = current ? yaml(current.document) : '';
  const problems = [];
  const relationships = {};
  (document.processors ?? []).forEach((processor, at) => {
    const type = types.find(({ name }) => name === processor.type);
    relationships[processor.name] = type?.relationships ?? ['success'];
    for (const setting of type?.settings ?? []) {
      if (setting.required && processor.settings?.[setting.name] === undefined) {
        problems.push({
          kind: 'INPUT',
          code: 'missing-field',
          place: {
            file: 'flow.yaml',
            line: 5,
            column: 5,
            path: `processors[${at}].settings.${setting.name}`,
          },
          message: `'${setting.name}' is missing.`,
          hint: setting.doc,
        });
      }
    }
  });
  const changes = before === text ? [] : [current ? 'the flow is drawn otherwise' : 'created'];
  return {
    document,
    text,
    before,
    version: current?.version ?? 0,
    relationships,
    changes,
    problems,
    notes: [],
  };
}

export function checkPolicy(body, resources) {
  const document = body.document;
  if (!document) {
    const problem = {
      kind: 'INPUT',
      code: 'unread',
      place: { line: 1, column: 1 },
      message: 'Not read here.',
    };
    return { text: body.text, before: '', version: 0, changes: [], problems: [problem], notes: [] };
  }
  const current = resources.find(({ name }) => name === document.name);
  const problems =
    document.name === ''
      ? [
          {
            kind: 'INPUT',
            code: 'missing-field',
            place: { line: 3, column: 1, path: 'name' },
            message: 'It needs a name.',
          },
        ]
      : [];
  const whole = (tree) =>
    yaml(JSON.parse(JSON.stringify({ apiVersion: 'weft.dev/v1', kind: 'Policy', ...tree })));
  const before = current ? whole(current.document) : '';
  const text = whole(document);
  return {
    document,
    text,
    before,
    version: current?.version ?? 0,
    changes: before === text ? [] : ['+ rules'],
    problems,
    notes: [],
  };
}
