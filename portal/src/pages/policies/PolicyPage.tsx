import { Button, Modal, Tabs } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../../api';
import { useChange } from '../../queries';
import { IconCheck, IconTrash } from '../../ui/icons';
import { Badge, Moment, PageHead, Principal } from '../../ui/parts';
import { Answer, Problems } from '../../ui/states';
import { DocumentText } from '../../ui/draft/DocumentText';
import { DraftState } from '../../ui/draft/DraftState';
import { ProblemList } from '../../ui/draft/ProblemList';
import { ReviewDialog } from '../../ui/draft/ReviewDialog';
import { applyText, checkDocument } from '../../ui/draft/api';
import { draftTexts } from '../../ui/draft/texts';
import { useDraft } from '../../ui/draft/useDraft';
import { DryRun } from './DryRun';
import { PolicyForm } from './PolicyForm';
import { PreviewPanel } from './PreviewPanel';
import { ReadersPanel } from './ReadersPanel';
import { policies } from './api';
import { blankPolicy } from './policy';
import type { PolicyDocument } from './policy';
import './policies.css';
import { policyTexts } from './texts';

/** A policy: what it says, what it would do, and changing it. */
export default function PolicyPage() {
  const { name } = useParams();
  const resource = useQuery({
    queryKey: ['resource', 'policy', name],
    queryFn: ({ signal }) => api.resource<PolicyDocument>('policy', name!, signal),
    enabled: name !== undefined,
    staleTime: Infinity, // What is written on does not change beneath the hand; the review says if it did.
  });
  if (name === undefined) {
    return <Desk start={blankPolicy()} lead={policyTexts.newLead} />;
  }
  return (
    <Answer of={resource}>
      {(found) => (
        <Desk
          key={`${name} ${found.version}`}
          start={{ apiVersion: 'weft.dev/v1', kind: 'Policy', ...found.document }}
          name={name}
          lead={
            <>
              {found.document.description} <Moment at={found.changedAt} /> ·{' '}
              <Principal name={found.changedBy} />
            </>
          }
        />
      )}
    </Answer>
  );
}

function Desk({ start, name, lead }: { start: PolicyDocument; name?: string; lead: React.ReactNode }) {
  const draft = useDraft(start, checkDocument<PolicyDocument>);
  const [pane, setPane] = useState<string | null>('form');
  const [reviewing, setReviewing] = useState(false);
  const { document: policy, answer } = draft;
  const problems = answer?.problems ?? [];
  const sound = !draft.pending && answer?.document != null && problems.length === 0;
  const planned = sound && answer.before !== answer.text ? draft.text : undefined;
  return (
    <>
      <PageHead
        title={name ?? policyTexts.newTitle}
        crumbs={<Link to="/policies">{policyTexts.title}</Link>}
        lead={lead}
        badges={
          <>
            <Badge tone="info">{policyTexts.types[policy.type] ?? policy.type}</Badge>
            {policy.enabled === false && <Badge tone="warn">{policyTexts.off}</Badge>}
          </>
        }
        actions={
          <>
            <DraftState draft={draft} show={() => setPane('text')} />
            {name && <Delete name={name} />}
            <Button
              disabled={draft.pending || !answer?.document}
              leftSection={<IconCheck size={15} />}
              onClick={() => setReviewing(true)}
            >
              {draftTexts.review}
            </Button>
          </>
        }
      />
      {draft.error && <Problems error={draft.error} />}
      <div className="policy-desk">
        <section className="panel" aria-label={policyTexts.policy}>
          <Tabs value={pane} onChange={setPane} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="form">{policyTexts.form}</Tabs.Tab>
              <Tabs.Tab value="text">{policyTexts.text}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="form">
              <div className="policy-pane">
                <PolicyForm
                  policy={policy}
                  isNew={name === undefined}
                  problems={problems}
                  change={draft.change}
                />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="text">
              <div className="policy-pane stack">
                <p className="list-text">{policyTexts.textHint}</p>
                <DocumentText
                  name={name ?? policyTexts.newTitle}
                  text={draft.text}
                  problems={problems}
                  write={draft.write}
                />
                <ProblemList problems={problems} />
              </div>
            </Tabs.Panel>
          </Tabs>
        </section>
        <section className="panel" aria-label={policyTexts.checks}>
          <Tabs defaultValue="preview">
            <Tabs.List>
              <Tabs.Tab value="preview">{policyTexts.preview}</Tabs.Tab>
              <Tabs.Tab value="dry-run">{policyTexts.dryRun}</Tabs.Tab>
              <Tabs.Tab value="readers">{policyTexts.readers}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="preview">
              <div className="policy-pane">
                <PreviewPanel planned={planned} hasProblems={problems.length > 0} />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="dry-run">
              <div className="policy-pane">
                <DryRun text={draft.text} />
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="readers">
              <div className="policy-pane">
                <ReadersPanel />
              </div>
            </Tabs.Panel>
          </Tabs>
        </section>
      </div>
      {reviewing && answer?.document && <Review draft={draft} close={() => setReviewing(false)} />}
    </>
  );
}

/** After it is applied, the page begins anew with what then holds. */
function Review({
  draft,
  close,
}: {
  draft: ReturnType<
    typeof useDraft<PolicyDocument, Awaited<ReturnType<typeof checkDocument<PolicyDocument>>>>
  >;
  close: () => void;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const name = draft.answer!.document!.name;
  return (
    <ReviewDialog
      name={name}
      draft={draft}
      sentences={false}
      close={close}
      apply={async () => {
        await applyText(`${name}.policy.yaml`, draft.text);
        close();
        for (const queryKey of [['resource', 'policy'], ['resources', 'policy'], ['explain'], ['product']]) {
          void client.invalidateQueries({ queryKey });
        }
        void navigate(`/policies/${encodeURIComponent(name)}`);
      }}
    />
  );
}

function Delete({ name }: { name: string }) {
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const change = useChange(() => policies.delete(name), ['resources', 'explain', 'product']);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} />}
        aria-label={policyTexts.discard}
        onClick={() => setAsked(true)}
      >
        {policyTexts.delete}
      </Button>
      <Modal opened={asked} onClose={() => setAsked(false)} title={policyTexts.deleteTitle(name)}>
        <div className="stack">
          <p>{policyTexts.deleteText}</p>
          {change.error && <Problems error={change.error} />}
          <div className="row dialog-actions">
            <Button variant="default" onClick={() => setAsked(false)}>
              {policyTexts.keep}
            </Button>
            <Button
              color="red"
              loading={change.isPending}
              onClick={() => change.mutate(undefined, { onSuccess: () => void navigate('/policies') })}
            >
              {policyTexts.delete}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
