import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Subscription } from '../../api';
import { useChange } from '../../queries';
import { Problems } from '../../ui/states';
import { inbox } from './api';
import { useAsking } from './queries';
import { inboxTexts } from './texts';
import './inbox.css';

const words = inboxTexts.asking;

/** Only there when the port has terms of use that this request or grant has not accepted. */
export function AcceptTerms({ request }: { request: Subscription }) {
  const isAlive = request.status === 'REQUESTED' || request.status === 'APPROVED';
  const terms = useAsking(request.port, [], '', isAlive).data?.terms;
  const [reading, setReading] = useState(false);
  const accept = useChange(
    () => inbox.acceptTerms(request.id, terms?.version ?? ''),
    ['subscriptions', 'inbox'],
  );
  if (!isAlive || !terms || request.review?.terms?.version === terms.version) {
    return null;
  }
  return (
    <>
      <Button onClick={() => setReading(true)}>{inboxTexts.terms}</Button>
      <Modal opened={reading} onClose={() => setReading(false)} title={words.terms(terms.version)}>
        <div className="stack">
          {terms.text && (
            <div className="terms-text" tabIndex={0} role="region" aria-label={words.terms(terms.version)}>
              {terms.text}
            </div>
          )}
          {terms.url && (
            <a href={terms.url} className="text-link" target="_blank" rel="noreferrer noopener">
              {words.whole}
            </a>
          )}
          {accept.error && <Problems error={accept.error} />}
          <Button loading={accept.isPending} onClick={() => accept.mutate(undefined)}>
            {words.accept}
          </Button>
        </div>
      </Modal>
    </>
  );
}
