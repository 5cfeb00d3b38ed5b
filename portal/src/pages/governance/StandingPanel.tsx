import { ago, formatMoment } from '../../format';
import { texts } from '../../texts';
import { IconCheck } from '../../ui/icons';
import { Badge, Moment, Panel, Principal, Principals } from '../../ui/parts';
import { Answer } from '../../ui/states';
import { ActDialog } from './ActDialog';
import { governance } from './api';
import type { DomainAct, Stage, Standing, Vote } from './api';
import { History } from './History';
import { useStanding } from './queries';
import './governance.css';

const stages: Stage[] = ['DESIGNATED', 'VERIFIED', 'APPROVED', 'ENFORCED'];

/** How far a domain has come, who brought it there, and what this person could do next. */
export function StandingPanel({ domain, title }: { domain: string; title: string }) {
  return (
    <Answer of={useStanding(domain)}>
      {(standing) => (
        <Panel title={texts.governance.standing} aside={<StageBadge standing={standing} />}>
          <div className="stack">
            <Steps standing={standing} />
            {standing.vote && <VotePart vote={standing.vote} />}
            {standing.stage === 'ENFORCED' && (
              <p className="notice notice-good">{texts.governance.enforcedMeans}</p>
            )}
            <Acts standing={standing} title={title} />
            <History entries={standing.history} words={texts.governance.stages} />
          </div>
        </Panel>
      )}
    </Answer>
  );
}

export function StageBadge({ standing }: { standing: Standing }) {
  const tone = standing.stage === 'ENFORCED' ? 'good' : standing.stage === 'NONE' ? 'quiet' : 'info';
  return <Badge tone={tone}>{texts.governance.stages[standing.stage]}</Badge>;
}

function Steps({ standing }: { standing: Standing }) {
  const reached = stages.indexOf(standing.stage);
  return (
    <ol className="steps" aria-label={texts.governance.standing}>
      {stages.map((stage, index) => {
        const done = index <= reached;
        const next = index === reached + 1 && standing.stage !== 'ENFORCED';
        return (
          <li
            key={stage}
            className={done ? 'step step-done' : next ? 'step step-next' : 'step'}
            aria-current={next ? 'step' : undefined}
          >
            <span className="step-mark" aria-hidden>
              {done ? <IconCheck size={13} /> : index + 1}
            </span>
            <div className="step-text">
              <p className="step-name">{texts.governance.steps[stage]}</p>
              {done ? (
                <Taken standing={standing} stage={stage} />
              ) : (
                <Open standing={standing} stage={stage} next={next} />
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Taken({ standing, stage }: { standing: Standing; stage: Stage }) {
  return standing.steps
    .filter((step) => step.stage === stage)
    .map((step) => (
      <div key={step.by} className="step-who">
        <Principal name={step.by} /> <Moment at={step.at} />
        {step.comment && <p className="step-comment">{step.comment}</p>}
      </div>
    ));
}

function Open({ standing, stage, next }: { standing: Standing; stage: Stage; next: boolean }) {
  const due = next ? standing.due : undefined;
  return (
    <p className="step-who dim">
      {texts.governance.who[stage]}
      {due && (
        <span className={standing.overdue ? 'step-overdue' : undefined} title={formatMoment(due)}>
          , {standing.overdue ? texts.governance.overdue(ago(due)) : texts.governance.due(ago(due))}
        </span>
      )}
    </p>
  );
}

/** What is voted on, who has voted what, and how many are wanted. */
export function VotePart({ vote }: { vote: Vote }) {
  const words = texts.governance;
  const yes = vote.votes.filter((one) => one.yes).length;
  return (
    <div className="vote">
      <p>{words.votedOn(words.motions[vote.motion], formatMoment(vote.until))}</p>
      <div className="vote-bar" aria-hidden>
        <div className="vote-yes" style={{ width: `${Math.min(100, (100 * yes) / vote.needed)}%` }} />
      </div>
      <p className="list-text">{words.tally(yes, vote.needed)}</p>
      <ul className="vote-list">
        {vote.votes.map((one) => (
          <li key={one.by} className="row">
            <Badge tone={one.yes ? 'good' : 'bad'}>{one.yes ? words.votedYes : words.votedNo}</Badge>
            <Principal name={one.by} />
            <Moment at={one.at} />
            <span className="dim">{one.comment}</span>
          </li>
        ))}
      </ul>
      <p className="list-text">
        {words.voters}: <Principals names={vote.voters} />
      </p>
    </div>
  );
}

const quiet: DomainAct[] = ['reject', 'withdraw'];

function Acts({ standing, title }: { standing: Standing; title: string }) {
  const words = texts.governance;
  if (standing.acts.length === 0) {
    return null;
  }
  return (
    <div className="row">
      {standing.acts.map((act) => (
        <ActDialog
          key={act}
          label={words.acts[act]}
          title={words.actTitle(words.acts[act], title)}
          lead={words.actLead[act]}
          needsReason={quiet.includes(act)}
          vote={act === 'vote'}
          quiet={quiet.includes(act)}
          dateLabel={words.dueLabel[act]}
          dateKey="due"
          act={(said) => governance.stand(standing.domain, act, said)}
        />
      ))}
    </div>
  );
}
