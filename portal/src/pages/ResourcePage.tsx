import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { api } from '../api';
import { texts } from '../texts';
import { CodeBlock } from '../ui/CodeBlock';
import { Moment, PageHead, Principal } from '../ui/parts';
import { Answer } from '../ui/states';
import { yaml } from '../ui/yaml';

/** Any resource that has no page of its own, as the text that would be applied. */
export default function ResourcePage() {
  const { kind = '', name = '' } = useParams();
  const resource = useQuery({
    queryKey: ['resource', kind, name],
    queryFn: ({ signal }) => api.resource<Record<string, unknown>>(kind, name, signal),
    enabled: kind !== 'policy',
  });
  if (kind === 'policy') {
    return <Navigate to={`/policies/${encodeURIComponent(name)}`} replace />;
  }
  return (
    <Answer of={resource}>
      {(found) => (
        <>
          <PageHead
            title={found.name}
            crumbs={kind}
            lead={
              <>
                {texts.resource.version(found.version)} · <Moment at={found.changedAt} /> ·{' '}
                <Principal name={found.changedBy} />
              </>
            }
          />
          <div className="stack">
            <CodeBlock text={yaml(found.document)} label={found.name} />
          </div>
        </>
      )}
    </Answer>
  );
}
