import type { Problem } from '../../api';
import { texts } from '../../texts';
import { IconCheck, IconWarning } from '../../ui/icons';
import { Panel } from '../../ui/parts';
import { Empty, Problems } from '../../ui/states';
import { OutputFields } from '../queries/Outputs';
import type { Check } from '../queries/api';

const words = texts.sql;

/** What the planner says beside the statement: problems with their places, warnings, and what it gives. */
export function Findings({
  check,
  error,
  goTo,
}: {
  check?: Check;
  error: Error | null;
  goTo: (line: number, column: number) => void;
}) {
  if (error) {
    return <Problems error={error} />;
  }
  if (!check) {
    return (
      <Panel title={words.result}>
        <Empty title={words.resultHint} />
      </Panel>
    );
  }
  return (
    <>
      {check.problems.length > 0 && (
        <Panel title={words.problems} flush>
          <ul className="findings" aria-label={words.problems}>
            {check.problems.map((problem, index) => (
              <Finding key={index} problem={problem} goTo={goTo} />
            ))}
          </ul>
        </Panel>
      )}
      {check.warnings.length > 0 && (
        <Panel title={words.warnings} flush>
          <ul className="findings findings-warn" aria-label={words.warnings}>
            {check.warnings.map((problem, index) => (
              <Finding key={index} problem={problem} goTo={goTo} />
            ))}
          </ul>
        </Panel>
      )}
      {check.outputs.map((output, index) => (
        <Panel key={index} title={texts.queries.resultFields} flush>
          <OutputFields output={output} label={texts.queries.resultFields} />
        </Panel>
      ))}
    </>
  );
}

function Finding({ problem, goTo }: { problem: Problem; goTo: (line: number, column: number) => void }) {
  const line = problem.place?.line ?? 0;
  const column = problem.place?.column ?? 1;
  return (
    <li>
      <p>
        {line > 0 && (
          <button type="button" className="link-button mono" onClick={() => goTo(line, column)}>
            <span className="visually-hidden">{words.goTo}</span> {words.at(line, column)}
          </button>
        )}{' '}
        {problem.message}
      </p>
      {problem.hint && <p className="dim">{problem.hint}</p>}
    </li>
  );
}

/** One line on how the statement stands, told to those who do not see the editor too. */
export function Standing({ check, checking }: { check?: Check; checking: boolean }) {
  const count = check?.problems.length ?? 0;
  return (
    <span role="status" className={count > 0 && !checking ? 'standing bad' : 'standing'}>
      {checking ? (
        words.checking
      ) : !check ? null : count > 0 ? (
        <>
          <IconWarning size={15} aria-hidden /> {words.problemCount(count)}
        </>
      ) : (
        <>
          <IconCheck size={15} aria-hidden /> {words.sound}
        </>
      )}
    </span>
  );
}
