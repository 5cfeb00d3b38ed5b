import { Button, Select, TextInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../../api';
import type { Domain, ProductSummary, Whoami } from '../../api';
import { texts } from '../../texts';
import { useProductChoices } from '../../ui/choices';
import { Problems } from '../../ui/states';
import { isName, isPortName } from './publish';
import type { Wanted } from './publish';

const words = texts.sql.publishing;
const anew = '';

/** Which product and port a statement is to become, and what they are called. */
export function WantedForm({
  me,
  close,
  busy,
  error,
  next,
}: {
  me: Whoami;
  close: () => void;
  busy: boolean;
  error: Error | null;
  next: (wanted: Wanted) => void;
}) {
  const isAdmin = me.roles.includes('admin');
  const [typed, search] = useState('');
  const found = useProductChoices(typed, isAdmin ? {} : { person: me.name }).data?.items ?? [];
  const offered = found.filter(({ id }) => isAdmin || me.owns.includes(id));
  const [chosen, choose] = useState<ProductSummary>();
  const domains = useQuery({
    queryKey: ['resources', 'domain'],
    queryFn: ({ signal }) => api.resources<Domain>('domain', {}, signal),
  }).data;
  const [tried, setTried] = useState(false);
  const [product, setProduct] = useState(anew);
  const [port, setPort] = useState(anew);
  const [values, setValues] = useState({ id: '', name: '', domain: '', purpose: '', port: '', query: '' });
  const isNewProduct = product === anew;
  const products = chosen && !offered.some(({ id }) => id === chosen.id) ? [chosen, ...offered] : offered;
  const choices = [
    { value: anew, label: words.newProduct },
    ...products.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
  ];
  const ports = chosen?.ports.map((name) => name.slice(name.indexOf('.') + 1)) ?? [];
  const isNewPort = port === anew;
  const set = (name: keyof typeof values) => (value: string) => setValues({ ...values, [name]: value });
  const wrong = {
    query: !isName(values.query) && words.bad,
    id: isNewProduct && !isName(values.id) && words.bad,
    name: isNewProduct && !values.name.trim() && words.needed,
    domain: isNewProduct && !values.domain && words.needed,
    purpose: isNewProduct && !values.purpose.trim() && words.needed,
    port: isNewPort && !isPortName(values.port) && words.bad,
  };
  const errorOf = (name: keyof typeof wrong) => tried && wrong[name];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) {
      next({
        query: values.query,
        product: isNewProduct ? values.id : product,
        isNewProduct,
        name: values.name.trim(),
        domain: values.domain,
        purpose: values.purpose.trim(),
        port: isNewPort ? values.port : port,
        isNewPort,
      });
    }
  };
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <div className="publish-grid">
        <Select
          label={words.product}
          data={choices}
          value={product}
          onChange={(id) => {
            setProduct(id ?? anew);
            choose(products.find((one) => one.id === id));
            setPort(anew);
          }}
          searchable
          filter={({ options }) => options}
          onSearchChange={(next) => search(choices.some(({ label }) => label === next) ? '' : next)}
          allowDeselect={false}
        />
        {ports.length > 0 && (
          <Select
            label={words.port}
            data={[
              { value: anew, label: words.newPort },
              ...ports.map((name) => ({ value: name, label: name })),
            ]}
            value={port}
            onChange={(chosen) => setPort(chosen ?? anew)}
            allowDeselect={false}
          />
        )}
        {isNewProduct && (
          <>
            <Entry label={words.id} value={values.id} set={set('id')} error={errorOf('id')} mono />
            <Entry label={words.name} value={values.name} set={set('name')} error={errorOf('name')} />
            <Select
              label={words.domain}
              data={(domains ?? []).map(({ document }) => ({
                value: document.name,
                label: document.title || document.name,
              }))}
              value={values.domain || null}
              onChange={(chosen) => set('domain')(chosen ?? '')}
              error={errorOf('domain')}
            />
          </>
        )}
        {isNewPort && (
          <Entry label={words.portName} value={values.port} set={set('port')} error={errorOf('port')} mono />
        )}
        <Entry label={words.query} value={values.query} set={set('query')} error={errorOf('query')} mono />
      </div>
      {isNewProduct && (
        <Textarea
          label={words.purpose}
          description={words.purposeHint}
          autosize
          minRows={2}
          value={values.purpose}
          onChange={(event) => set('purpose')(event.currentTarget.value)}
          error={errorOf('purpose')}
        />
      )}
      {error && <Problems error={error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={close}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {words.next}
        </Button>
      </div>
    </form>
  );
}

function Entry({
  label,
  value,
  set,
  error,
  mono = false,
}: {
  label: string;
  value: string;
  set: (value: string) => void;
  error: string | false;
  mono?: boolean;
}) {
  return (
    <TextInput
      label={label}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      error={error}
      classNames={mono ? { input: 'mono' } : undefined}
      spellCheck={!mono}
      autoComplete="off"
    />
  );
}
