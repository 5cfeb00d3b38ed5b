/** A JSON value as YAML that reads well. For looking at: strings are quoted wherever YAML might read them otherwise. */
export function yaml(value: unknown): string {
  return isScalar(value) ? scalar(value) + '\n' : block(value, 0) + '\n';
}

const isScalar = (value: unknown) =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

function block(value: unknown, depth: number): string {
  const indent = '  '.repeat(depth);
  if (Array.isArray(value)) {
    return value
      .map((one) => `${indent}- ${isScalar(one) ? scalar(one) : block(one, depth + 1).trimStart()}`)
      .join('\n');
  }
  return Object.entries(value as object)
    .filter(([, one]) => one !== null && one !== undefined)
    .map(([key, one]) => `${indent}${plain(key)}:${after(one, depth)}`)
    .join('\n');
}

function after(value: unknown, depth: number): string {
  if (typeof value === 'string' && value.includes('\n')) {
    const indent = '  '.repeat(depth + 1);
    return (
      ' |\n' +
      value
        .trimEnd()
        .split('\n')
        .map((line) => indent + line)
        .join('\n')
    );
  }
  return isScalar(value) ? ' ' + scalar(value) : '\n' + block(value, depth + 1);
}

function scalar(value: unknown): string {
  if (typeof value === 'string') {
    return plain(value);
  }
  return typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[]' : '{}') : String(value);
}

/** Bare where it can only be this text; else in JSON's quotes, which YAML shares. */
function plain(text: string): string {
  const bare =
    /^[\p{L}_/][\p{L}\p{N}\p{M} _./()@+-]*$/u.test(text) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return bare && text.trim() === text ? text : JSON.stringify(text);
}
