import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api } from '../../../api';
import type { FlowDocument, Resource, Whoami } from '../../../api';
import { texts } from '../../../texts';
import { Answer } from '../../../ui/states';
import '../flows.css';
import { Begin } from './Begin';
import { Workbench } from './Workbench';
import { blank } from './drawing';
import './draw.css';
import { forget, kept } from './kept';
import { drawTexts } from './texts';

/** Where flows are drawn: a new one, or one that runs. */
export default function DrawPage({ me }: { me: Whoami }) {
  const { name } = useParams();
  const [started, setStarted] = useState<{ name: string; product: string }>();
  if (name !== undefined) {
    return <Existing key={name} name={name} />;
  }
  return started ? (
    <Start name={started.name} version={0} document={blank(started.name, started.product)} />
  ) : (
    <Begin me={me} begin={(flow, product) => setStarted({ name: flow, product })} />
  );
}

function Existing({ name }: { name: string }) {
  const resource = useQuery({
    queryKey: ['resource', 'flow', name, 'to-draw'],
    queryFn: ({ signal }) => api.resource<FlowDocument>('flow', name, signal),
    staleTime: Infinity, // What is drawn on does not change beneath the hand.
    gcTime: 0,
  });
  return (
    <Answer of={resource}>
      {(found) => <Start name={name} version={found.version} document={written(found)} />}
    </Answer>
  );
}

/** As its author wrote it: the log keeps it without what says what kind of document it is. */
const written = ({ document }: Resource<FlowDocument>): FlowDocument => ({
  apiVersion: 'weft.dev/v1',
  kind: 'Flow',
  ...document,
});

function Start({ name, version, document }: { name: string; version: number; document: FlowDocument }) {
  const [fresh, setFresh] = useState(false);
  const before = useMemo(() => (fresh ? undefined : kept(name, version)), [fresh, name, version]);
  const crumbs = (
    <>
      <Link to="/flows">{texts.flows.title}</Link>
      {version > 0 && (
        <>
          <span>/</span>
          <Link to={`/flows/${encodeURIComponent(name)}`}>{name}</Link>
        </>
      )}
    </>
  );
  const notice = before && (
    <p className="notice" role="status">
      {drawTexts.kept}{' '}
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => {
          forget(name);
          setFresh(true);
        }}
      >
        {drawTexts.discard}
      </Button>
    </p>
  );
  return (
    <Workbench
      key={fresh ? 'fresh' : 'kept'}
      start={before ?? document}
      version={version}
      crumbs={crumbs}
      notice={notice}
    />
  );
}
