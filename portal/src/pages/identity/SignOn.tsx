import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { IconWarning } from '../../ui/icons';
import { identity } from './api';
import { identityTexts } from './texts';

/** The way in by the issuer, if there is one, and why it has not led in. */
export function SignOn({ to }: { to: string }) {
  const ways = useQuery({ queryKey: ['login-ways'], queryFn: ({ signal }) => identity.ways(signal) });
  const [parameters] = useSearchParams();
  const problem = parameters.get('problem');
  const issuer = ways.data?.oidc;
  return (
    <>
      {problem && (
        <div className="problem" role="alert">
          <IconWarning size={16} aria-hidden />
          <div>
            <p>{identityTexts.refused}</p>
            <p className="problem-hint">{identityTexts.problems[problem] ?? identityTexts.otherProblem}</p>
          </div>
        </div>
      )}
      {issuer && (
        <>
          <Button
            component="a"
            href={`${issuer.path}?to=${encodeURIComponent(to)}`}
            size="sm"
            fullWidth
            variant="default"
          >
            {issuer.title}
          </Button>
          <Divider label={identityTexts.or} labelPosition="center" />
        </>
      )}
    </>
  );
}
