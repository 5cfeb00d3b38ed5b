import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Whoami } from '../../api';
import { useChange } from '../../queries';
import { texts } from '../../texts';
import { Loading, Problems } from '../../ui/states';
import { queries } from '../queries/api';
import { PlanOf } from './PlanOf';
import { WantedForm } from './WantedForm';
import { documentsFor } from './publish';
import type { Wanted } from './publish';

const words = texts.sql.publishing;
const file = 'published.yaml';

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
