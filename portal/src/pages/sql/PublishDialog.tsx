import { Button, Modal, Select, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api';
import type { Domain, Whoami } from '../../api';
import { useChange, useProducts } from '../../queries';
import { texts } from '../../texts';
import { Loading, Problems } from '../../ui/states';
import { queries } from '../queries/api';
import { PlanOf } from './PlanOf';
import { documentsFor, isName, isPortName } from './publish';
import type { Wanted } from './publish';

const words = texts.sql.publishing;
const file = 'published.yaml';
const anew = '';

/** Makes of a statement a query that fills a port, with the product and the contract that it needs. */
export function PublishDialog(props: {
  sql: string;
  reads: string[];
  me: Whoami;
  opened: boolean;
  close: () => void;
}) {
  return (
    <Modal opened={props.opened} onClose={props.close} title={words.title} size="xl">
      <Publish {...props} />
    </Modal>
  );
}

function Publish({ sql, reads, me, close }: { sql: string; reads: string[]; me: Whoami; close: () => void }) {
  const [documents, setDocuments] = useState<{ text: string; query: string }>();
  const write = useMutation({
    mutationFn: async (wanted: Wanted) => ({
      text: await documentsFor(wanted, sql, reads, me.name),
      query: wanted.query,
    }),
    onSuccess: setDocuments,
  });
  return (
    <>
      {/* Kept while the documents are looked at: who goes back finds what they have entered. */}
      <div hidden={documents !== undefined}>
        <p className="lead publish-lead">{words.lead}</p>
        <WantedForm
          me={me}
          close={close}
          busy={write.isPending}
          error={write.error}
          next={(wanted) => write.mutate(wanted)}
        />
      </div>
      {documents && <Documents key={documents.text} given={documents} back={() => setDocuments(undefined)} />}
    </>
  );
}

function WantedForm({
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
  const products = (useProducts().data ?? []).filter(({ id }) => isAdmin || me.owns.includes(id));
  const domains = useQuery({
    queryKey: ['resources', 'domain'],
    queryFn: ({ signal }) => api.resources<Domain>('domain', signal),
  }).data;
  const [tried, setTried] = useState(false);
  const [product, setProduct] = useState(anew);
  const [port, setPort] = useState(anew);
  const [values, setValues] = useState({ id: '', name: '', domain: '', purpose: '', port: '', query: '' });
  const isNewProduct = product === anew;
  const ports =
    products.find(({ id }) => id === product)?.ports.map((name) => name.slice(name.indexOf('.') + 1)) ?? [];
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
          data={[
            { value: anew, label: words.newProduct },
            ...products.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
          ]}
          value={product}
          onChange={(chosen) => {
            setProduct(chosen ?? anew);
            setPort(anew);
          }}
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

/** The documents, and what they would change; only what was looked at is applied. */
function Documents({ given, back }: { given: { text: string; query: string }; back: () => void }) {
  const [text, setText] = useState(given.text);
  const [looked, setLooked] = useState(given.text);
  const navigate = useNavigate();
  const plan = useQuery({
    queryKey: ['plan', looked],
    queryFn: () => queries.apply([{ file, text: looked }], true),
    retry: false,
    staleTime: 0,
  });
  const publish = useChange(
    () => queries.apply([{ file, text: looked }], false),
    ['queries', 'products', 'product', 'lineage', 'whoami'],
  );
  const isStale = text !== looked;
  return (
    <div className="stack">
      <Textarea
        label={words.documents}
        description={words.documentsHint}
        autosize
        minRows={8}
        maxRows={18}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <h3 className="plan-title">{words.plan}</h3>
      {plan.error ? (
        <Problems error={plan.error} places />
      ) : plan.data ? (
        <PlanOf changes={plan.data.changes} />
      ) : (
        <Loading />
      )}
      {isStale && <p className="notice">{words.stale}</p>}
      {publish.error && <Problems error={publish.error} />}
      <div className="row dialog-actions">
        <Button variant="default" onClick={back}>
          {words.back}
        </Button>
        <Button
          variant={isStale ? 'filled' : 'default'}
          loading={plan.isFetching}
          onClick={() => (isStale ? setLooked(text) : void plan.refetch())}
        >
          {words.planAgain}
        </Button>
        <Button
          disabled={isStale || !plan.data || Boolean(plan.error)}
          loading={publish.isPending}
          onClick={() =>
            publish.mutate(undefined, {
              onSuccess: () => void navigate(`/queries/${encodeURIComponent(given.query)}`),
            })
          }
        >
          {words.publish}
        </Button>
      </div>
    </div>
  );
}
