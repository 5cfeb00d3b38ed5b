import { ActionIcon, Button, NativeSelect, Switch, TagsInput, TextInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api';
import type { Domain, Problem } from '../../api';
import { NamesInput } from '../../ui/Pickers';
import { usePeople, usePortNames, useProductIds } from '../../ui/choices';
import { IconArrowUp, IconTrash } from '../../ui/icons';
import { asPrincipals, asTokens, maskChoice, ofType } from './policy';
import type { PolicyDocument, ResourceKind, Rule } from './policy';
import { policyTexts } from './texts';

type Change = (policy: PolicyDocument, kind?: string) => void;

const resourceKinds: Record<string, ResourceKind[]> = {
  access: ['domains', 'products', 'ports'],
  mask: ['tags', 'domains', 'products', 'ports', 'fields'],
  'row-filter': ['domains', 'products', 'ports'],
  egress: ['domains', 'products'],
};

/** A policy as a form. What it does not show is kept, and stands in the text. */
export function PolicyForm({
  policy,
  isNew,
  problems,
  change,
}: {
  policy: PolicyDocument;
  isNew: boolean;
  problems: Problem[];
  change: Change;
}) {
  const error = errorAt(problems);
  const set = (part: Partial<PolicyDocument>, kind?: string) => change({ ...policy, ...part }, kind);
  const rules = policy.rules ?? [];
  return (
    <div className="stack">
      <div className="policy-heads">
        <TextInput
          label={policyTexts.name}
          required
          disabled={!isNew}
          spellCheck={false}
          value={policy.name}
          error={isNew && policy.name !== '' ? error('name') : undefined}
          onChange={(event) => set({ name: event.currentTarget.value }, 'name')}
        />
        <NativeSelect
          label={policyTexts.type}
          description={policyTexts.typeHints[policy.type]}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={Object.entries(policyTexts.types).map(([value, label]) => ({ value, label }))}
          value={policy.type}
          onChange={(event) => {
            const type = event.currentTarget.value;
            set({ type, rules: rules.map((rule) => ofType(rule, type)) });
          }}
        />
      </div>
      <Textarea
        label={policyTexts.description}
        description={policyTexts.descriptionHint}
        autosize
        minRows={1}
        value={policy.description ?? ''}
        onChange={(event) => set({ description: event.currentTarget.value || undefined }, 'description')}
      />
      <Switch
        label={policyTexts.enabled}
        description={policyTexts.enabledHint}
        checked={policy.enabled !== false}
        onChange={(event) => set({ enabled: event.currentTarget.checked ? undefined : false })}
      />
      <Resources policy={policy} error={error} set={set} />
      <Rules policy={policy} error={error} set={set} />
    </div>
  );
}

type ErrorAt = (path: string) => string | undefined;

/** What is wrong at a place or within it. */
const errorAt =
  (problems: Problem[]): ErrorAt =>
  (path) => {
    const its = problems.filter(({ place }) => {
      const at = place?.path ?? '';
      return at === path || at.startsWith(path + '.') || at.startsWith(path + '[');
    });
    return its.length === 0
      ? undefined
      : its.map(({ message, hint }) => (hint ? `${message} ${hint}` : message)).join(' ');
  };

function Resources({
  policy,
  error,
  set,
}: {
  policy: PolicyDocument;
  error: ErrorAt;
  set: (part: Partial<PolicyDocument>) => void;
}) {
  const written = Object.keys(policyTexts.resources).filter(
    (kind) => (policy.resources?.[kind as ResourceKind] ?? []).length > 0,
  ) as ResourceKind[];
  const kinds = [...new Set([...(resourceKinds[policy.type] ?? []), ...written])];
  return (
    <fieldset className="policy-part">
      <legend>{policyTexts.about}</legend>
      {kinds.map((kind) => (
        <NamesInput
          key={kind}
          label={policyTexts.resources[kind]}
          placeholder={policyTexts.resourceHint}
          use={known[kind]}
          value={policy.resources?.[kind] ?? []}
          error={error(`resources.${kind}`)}
          onChange={(values) => {
            const { [kind]: _, ...others } = policy.resources ?? {};
            set({ resources: values.length > 0 ? { ...others, [kind]: values } : others });
          }}
        />
      ))}
      {error('resources') && kinds.every((kind) => !error(`resources.${kind}`)) && (
        <p className="field-problem" role="alert">
          {error('resources')}
        </p>
      )}
    </fieldset>
  );
}

/** Names of each kind with what is being typed in them. */
const known: Record<ResourceKind, (typed: string) => string[]> = {
  domains: useDomainNames,
  products: useProductIds,
  ports: usePortNames,
  fields: () => [],
  tags: useTags,
};

function useDomainNames(): string[] {
  const domains = useQuery({
    queryKey: ['resources', 'domain'],
    queryFn: ({ signal }) => api.resources<Domain>('domain', {}, signal),
  });
  return (domains.data ?? []).map(({ name }) => name);
}

function useTags(): string[] {
  const tags = useQuery({
    queryKey: ['search', 'tags'],
    queryFn: ({ signal }) => api.search({ limit: 1 }, [], signal),
  });
  return (tags.data?.facets.tag ?? []).map(({ value }) => value);
}

/** Whom a rule can be about: everybody, owners, groups and people with what is typed in their names. */
function useWhom(typed: string): string[] {
  const people = usePeople(typed.replace(/^(user|group):/, ''));
  const groups = [...new Set(people.flatMap(({ document }) => document.groups ?? []))];
  return [
    'everyone',
    'owner',
    ...groups.map((name) => `group:${name}`),
    ...people.map(({ name }) => `user:${name}`),
  ];
}

function Rules({
  policy,
  error,
  set,
}: {
  policy: PolicyDocument;
  error: ErrorAt;
  set: (part: Partial<PolicyDocument>, kind?: string) => void;
}) {
  const rules = policy.rules ?? [];
  const put = (index: number, rule: Rule, kind?: string) =>
    set({ rules: rules.map((one, at) => (at === index ? rule : one)) }, kind && `rule ${index} ${kind}`);
  return (
    <fieldset className="policy-part">
      <legend>{policyTexts.rules}</legend>
      <p className="list-text">{policyTexts.rulesHint}</p>
      {rules.map((rule, index) => (
        <div key={index} className="policy-one" role="group" aria-label={policyTexts.rule(index + 1)}>
          <div className="policy-one-head">
            <span className="dim">{policyTexts.rule(index + 1)}</span>
            <span className="row">
              {index > 0 && (
                <ActionIcon
                  size="sm"
                  variant="subtle"
                  color="gray"
                  aria-label={policyTexts.up(index + 1)}
                  onClick={() =>
                    set({
                      rules: [
                        ...rules.slice(0, index - 1),
                        rule,
                        rules[index - 1]!,
                        ...rules.slice(index + 1),
                      ],
                    })
                  }
                >
                  <IconArrowUp size={14} />
                </ActionIcon>
              )}
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={policyTexts.remove(index + 1)}
                onClick={() => set({ rules: rules.filter((_, at) => at !== index) })}
              >
                <IconTrash size={14} />
              </ActionIcon>
            </span>
          </div>
          {policy.type === 'egress' ? (
            <TagsInput
              label={policyTexts.to}
              placeholder={policyTexts.toHint}
              value={rule.to ?? []}
              error={error(`rules[${index}].to`)}
              onChange={(to) => put(index, { ...rule, to })}
            />
          ) : (
            <NamesInput
              label={policyTexts.whom}
              placeholder={policyTexts.whomHint}
              use={useWhom}
              value={asTokens(rule.principals)}
              error={error(`rules[${index}].principals`)}
              onChange={(tokens) => put(index, { ...rule, principals: asPrincipals(tokens) })}
            />
          )}
          <Effect
            rule={rule}
            type={policy.type}
            error={(key) => error(`rules[${index}].${key}`)}
            put={(next, kind) => put(index, next, kind)}
          />
          {policy.type !== 'egress' && (
            <TextInput
              label={policyTexts.when}
              description={policyTexts.whenHint}
              spellCheck={false}
              classNames={{ input: 'mono' }}
              value={rule.when ?? ''}
              error={error(`rules[${index}].when`)}
              onChange={(event) =>
                put(index, { ...rule, when: event.currentTarget.value || undefined }, 'when')
              }
            />
          )}
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => set({ rules: [...rules, ofType({ principals: {} }, policy.type)] })}
        >
          {policyTexts.addRule}
        </Button>
      </div>
    </fieldset>
  );
}

function Effect({
  rule,
  type,
  error,
  put,
}: {
  rule: Rule;
  type: string;
  error: ErrorAt;
  put: (rule: Rule, kind?: string) => void;
}) {
  if (type === 'row-filter') {
    return (
      <TextInput
        label={policyTexts.filter}
        description={policyTexts.filterHint}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={rule.filter ?? ''}
        error={error('filter')}
        onChange={(event) => put({ ...rule, filter: event.currentTarget.value }, 'filter')}
      />
    );
  }
  if (type === 'mask') {
    const choice = maskChoice(rule);
    const offered = Object.entries(policyTexts.masks).filter(
      ([value]) => value !== 'generalise' || choice === 'generalise',
    );
    return (
      <>
        <NativeSelect
          label={policyTexts.mask}
          data={offered.map(([value, label]) => ({ value, label }))}
          value={choice}
          error={choice === 'expression' ? undefined : error('mask')}
          onChange={(event) => {
            const next = event.currentTarget.value;
            put({ ...rule, mask: next === 'expression' ? { expression: 'value' } : next });
          }}
        />
        {choice === 'expression' && (
          <TextInput
            label={policyTexts.expression}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            value={(rule.mask as { expression: string }).expression}
            error={error('mask')}
            onChange={(event) => put({ ...rule, mask: { expression: event.currentTarget.value } }, 'mask')}
          />
        )}
      </>
    );
  }
  const action = type === 'egress' ? 'send' : 'read';
  return (
    <NativeSelect
      label={policyTexts.effect}
      data={[
        { value: 'allow', label: type === 'egress' ? policyTexts.allowSend : policyTexts.allow },
        { value: 'deny', label: type === 'egress' ? policyTexts.denySend : policyTexts.deny },
      ]}
      value={rule.deny ? 'deny' : 'allow'}
      error={error('allow') ?? error('deny')}
      onChange={(event) => {
        const { allow: _, deny: __, ...others } = rule;
        put({ ...others, [event.currentTarget.value]: [action] });
      }}
    />
  );
}
