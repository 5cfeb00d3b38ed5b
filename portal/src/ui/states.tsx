import { Button, Loader } from '@mantine/core';
import { Component } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ProblemError } from '../api';
import type { Problem } from '../api';
import { texts } from '../texts';
import { IconEmpty, IconWarning } from './icons';

export function Loading() {
  return (
    <div className="state" role="status" aria-label={texts.app.loading}>
      <Loader size="sm" />
    </div>
  );
}

/** Nothing to show: says so, and what to do about it. */
export function Empty({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="state">
      <IconEmpty size={22} stroke={1.5} aria-hidden className="state-icon" />
      <p className="state-title">{title}</p>
      {hint && <p className="state-hint">{hint}</p>}
      {children}
    </div>
  );
}

/** What was refused or went wrong, in the server's own words; with the place in the text where there is one to see. */
export function Problems({ error, places = false }: { error: Error; places?: boolean }) {
  if (!(error instanceof ProblemError)) {
    return (
      <div className="problem" role="alert">
        <IconWarning size={16} aria-hidden />
        <p>{error.message}</p>
      </div>
    );
  }
  const problems = error.problems.length
    ? error.problems
    : [{ kind: '', code: error.code, message: error.message, hint: '' } as Problem];
  return (
    <div role="alert" className="problems">
      {problems.map((problem, index) => (
        <div className="problem" key={index}>
          <IconWarning size={16} aria-hidden />
          <div>
            <p>
              {places && problem.place?.line ? (
                <span className="mono">
                  {problem.place.line}:{problem.place.column}{' '}
                </span>
              ) : null}
              {problem.message}
            </p>
            {problem.hint && <p className="problem-hint">{problem.hint}</p>}
            {error.retryAfterSeconds && index === 0 && (
              <p className="problem-hint">{texts.error.waitSeconds(error.retryAfterSeconds)}</p>
            )}
          </div>
        </div>
      ))}
    </div>
  );
}

/** A page or panel that could not be loaded. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const status = error instanceof ProblemError ? error.status : 0;
  if (status === 404) {
    return <NotFound message={error.message} hint={(error as ProblemError).hint} />;
  }
  return (
    <div className="state">
      <p className="state-title">{status === 403 ? texts.error.forbidden : texts.error.title}</p>
      <Problems error={error} />
      {retry && status !== 403 && (
        <Button variant="default" onClick={retry}>
          {texts.error.retry}
        </Button>
      )}
    </div>
  );
}

export function NotFound({ message, hint }: { message?: string; hint?: string }) {
  return (
    <div className="state">
      <p className="state-code">404</p>
      <h1 className="state-title">{message ?? texts.error.notFound}</h1>
      <p className="state-hint">{hint || texts.error.notFoundHint}</p>
      <div className="row">
        <Button component={Link} to="/search" variant="default">
          {texts.error.toSearch}
        </Button>
        <Button component={Link} to="/" variant="default">
          {texts.error.toHome}
        </Button>
      </div>
    </div>
  );
}

/** Catches what a page throws while it draws, so that the rest of the portal stays usable. */
export class Guard extends Component<{ children: ReactNode }, { failure?: Error }> {
  override state: { failure?: Error } = {};

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    if (!this.state.failure) {
      return this.props.children;
    }
    return (
      <div className="state">
        <h1 className="state-title">{texts.error.crashed}</h1>
        <p className="state-hint">{texts.error.crashedHint}</p>
        <code className="code-line">{this.state.failure.message}</code>
        <Button onClick={() => location.reload()}>{texts.error.reload}</Button>
      </div>
    );
  }
}

/** Loading, failed, or the content: what every panel does with an answer that is on its way. */
export function Answer<T>({
  of,
  children,
}: {
  of: { data: T | undefined; error: Error | null; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  if (of.data !== undefined) {
    return children(of.data);
  }
  return of.error ? <Failure error={of.error} retry={() => void of.refetch()} /> : <Loading />;
}
