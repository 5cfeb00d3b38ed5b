import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { number } from '../../format';
import { texts } from '../../texts';
import { IconAudit } from '../../ui/icons';
import { Problems } from '../../ui/states';
import { verify } from './verify';
import type { Passed } from '../../watched';

/** Reads the whole audit again and says whether anybody has altered it. */
export function Verify() {
  const [progress, setProgress] = useState<Passed>();
  const check = useMutation({
    mutationFn: () => verify(setProgress),
    onSettled: () => setProgress(undefined),
  });
  const share = progress ? Math.min(100, Math.round((100 * progress.events) / Math.max(1, progress.of))) : 0;
  return (
    <>
      {check.data &&
        (check.data.faults.length === 0 ? (
          <span className="notice notice-good" role="status">
            {texts.audit.whole(number(check.data.events))}
          </span>
        ) : (
          <span className="problem" role="alert">
            {texts.audit.broken(check.data.faults.length)}
          </span>
        ))}
      {check.error && <Problems error={check.error} />}
      {check.isPending && progress && (
        <span className="verify-progress" role="status">
          <Progress value={share} aria-label={texts.audit.verify} />
          <span className="list-text">
            {texts.audit.verified(number(progress.events), number(progress.of))}
          </span>
        </span>
      )}
      <Button
        variant="default"
        leftSection={<IconAudit size={15} />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {texts.audit.verify}
      </Button>
    </>
  );
}
