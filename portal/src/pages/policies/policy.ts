import { policyTexts } from './texts';

export interface Principals {
  users?: string[];
  groups?: string[];
  roles?: string[];
  products?: string[];
  agents?: string[];
  everyone?: boolean;
  owner?: boolean;
}

export interface Rule {
  principals?: Principals;
  allow?: string[];
  deny?: string[];
  mask?: string | { expression?: string; generalise?: unknown };
  filter?: string;
  when?: string;
  to?: string[];
  [key: string]: unknown;
}

export type ResourceKind = 'domains' | 'products' | 'ports' | 'fields' | 'tags';

/** A policy as its author wrote it; what the form does not show is kept. */
export interface PolicyDocument {
  apiVersion?: string;
  kind?: string;
  name: string;
  description?: string;
  type: string;
  resources: Partial<Record<ResourceKind, string[]>> & { [key: string]: unknown };
  rules: Rule[];
  enabled?: boolean;
  priority?: string;
  [key: string]: unknown;
}

const kinds = {
  user: 'users',
  group: 'groups',
  role: 'roles',
  product: 'products',
  agent: 'agents',
} as const;

/** Principals as people type them: `group:analysts`, `everyone`. */
export function asTokens({ everyone, owner, ...named }: Principals = {}): string[] {
  return [
    ...(everyone ? ['everyone'] : []),
    ...(owner ? ['owner'] : []),
    ...Object.entries(kinds).flatMap(([word, key]) => (named[key] ?? []).map((name) => `${word}:${name}`)),
  ];
}

/** The other way round; a bare name is a user's. */
export function asPrincipals(tokens: string[]): Principals {
  const principals: Principals = {};
  for (const token of tokens) {
    if (token === 'everyone' || token === 'owner') {
      principals[token] = true;
      continue;
    }
    const colon = token.indexOf(':');
    const word = token.slice(0, Math.max(0, colon));
    const key = word in kinds ? kinds[word as keyof typeof kinds] : 'users';
    const name = word in kinds ? token.slice(colon + 1).trim() : token;
    principals[key] = [...(principals[key] ?? []), name];
  }
  return principals;
}

/** Which of the masks that the form offers this is. */
export const maskChoice = ({ mask }: Rule): string =>
  typeof mask === 'string' ? mask : mask?.expression !== undefined ? 'expression' : mask ? 'generalise' : '';

/** A rule in a few words, for lists. */
export function ruleWords(rule: Rule, type: string): string {
  const whom = type === 'egress' ? (rule.to ?? []).join(', ') : asTokens(rule.principals).join(', ');
  return `${whom}: ${effectWords(rule, type)}`;
}

function effectWords(rule: Rule, type: string): string {
  switch (type) {
    case 'mask': {
      const choice = maskChoice(rule);
      return policyTexts.masks[choice] ?? choice;
    }
    case 'row-filter':
      return rule.filter ?? '';
    case 'egress':
      return (rule.allow ? policyTexts.allowSend : policyTexts.denySend).toLowerCase();
    default:
      return (rule.allow ? policyTexts.allow : policyTexts.deny).toLowerCase();
  }
}

/** What a policy is about, as it is written. */
export const about = ({ resources }: PolicyDocument): string[] =>
  (['domains', 'products', 'ports', 'fields', 'tags'] as const).flatMap((kind) => resources?.[kind] ?? []);

/** A rule of another type keeps whom it is for, and what it says under any type. */
export function ofType(rule: Rule, type: string): Rule {
  const { allow: _, deny: __, mask: ___, filter: ____, to, ...rest } = rule;
  const { principals, ...others } = rest;
  switch (type) {
    case 'mask':
      return { principals: principals ?? {}, mask: rule.mask ?? 'redact', ...others };
    case 'row-filter':
      return { principals: principals ?? {}, filter: rule.filter ?? '', ...others };
    case 'egress':
      return { to: to ?? [], allow: ['send'] };
    default:
      return { principals: principals ?? {}, allow: ['read'], ...others };
  }
}

export const blankPolicy = (): PolicyDocument => ({
  apiVersion: 'weft.dev/v1',
  kind: 'Policy',
  name: '',
  type: 'mask',
  resources: { tags: [] },
  rules: [{ principals: { everyone: true }, mask: 'redact' }],
});
