import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { formatDay } from '../../format';
import { texts } from '../../texts';
import { Badge, Fact, Facts, Panel, Principal } from '../../ui/parts';
import { ActDialog } from './ActDialog';
import { governance } from './api';
import type { Life, LifeAct, LifeStage } from './api';
import { History } from './History';
import { SourceBadge } from './Sources';
import { useLife, useSources } from './queries';
import './governance.css';

const stages: LifeStage[] = ['DRAFT', 'PROPOSED', 'APPROVED', 'ACTIVE', 'DEPRECATED', 'RETIRED'];

/** Where a product stands in its life, what it lacks, and what this person could do. */
export function LifePanel({ product }: { product: string }) {
  const life = useLife(product).data;
  if (!life) {
    return null;
  }
  const words = texts.governance;
  return (
    <Panel title={words.life} aside={<LifeStageBadge stage={life.stage} />}>
      <div className="stack">
        <LifeLine stage={life.stage} />
        <Gaps life={life} />
        {life.publishing === 'APPROVAL' && stages.indexOf(life.stage) < stages.indexOf('ACTIVE') && (
          <p className="list-text">{words.approvalNeeded}</p>
        )}
        {life.acts.length > 0 && (
          <div className="row">
            {life.acts.map((act) => (
              <LifeActButton key={act} product={product} act={act} />
            ))}
          </div>
        )}
        <History entries={life.history} words={words.lifeStages} />
      </div>
    </Panel>
  );
}

function LifeStageBadge({ stage }: { stage: LifeStage }) {
  const tone = stage === 'ACTIVE' ? 'good' : stage === 'DEPRECATED' || stage === 'RETIRED' ? 'warn' : 'info';
  return <Badge tone={tone}>{texts.governance.lifeStages[stage]}</Badge>;
}

function LifeLine({ stage }: { stage: LifeStage }) {
  const reached = stages.indexOf(stage);
  return (
    <ol className="life-line" aria-label={texts.governance.life}>
      {stages.map((one, index) => (
        <li
          key={one}
          className={index < reached ? 'life-past' : index === reached ? 'life-now' : undefined}
          aria-current={index === reached ? 'step' : undefined}
        >
          {texts.governance.lifeStages[one]}
        </li>
      ))}
    </ol>
  );
}

function Gaps({ life }: { life: Life }) {
  const words = texts.governance;
  if (life.gaps.length === 0) {
    return <p className="list-text">{words.complete}</p>;
  }
  return (
    <div>
      <p className="gap-title">{words.lacks}</p>
      <ul className="gaps">
        {life.gaps.map((gap) => (
          <li key={gap.property + gap.sentence}>
            <span className="dim">{words.properties[gap.property]}:</span> {gap.sentence}
            <p className="list-text">{gap.hint}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LifeActButton({ product, act }: { product: string; act: LifeAct }) {
  const words = texts.governance;
  const [force, setForce] = useState('');
  return (
    <ActDialog
      label={words.lifeActs[act]}
      title={words.actTitle(words.lifeActs[act], product)}
      lead={
        <>
          {words.lifeLead[act]}
          {act === 'retire' && (
            <TextInput
              label={words.force}
              maxLength={2000}
              value={force}
              onChange={(event) => setForce(event.currentTarget.value)}
            />
          )}
        </>
      }
      needsReason={act === 'reject'}
      quiet={act === 'reject' || act === 'retire' || act === 'deprecate'}
      act={({ comment }) => governance.live(product, act, force.trim() ? { comment, force } : { comment })}
    />
  );
}

/** For which terms a product is the authoritative source, and who alone writes it. */
export function SourceOf({ product }: { product: string }) {
  const sources = useSources({ product }).data ?? [];
  const words = texts.governance;
  if (sources.length === 0) {
    return null;
  }
  return (
    <Panel title={words.authoritative}>
      <Facts>
        {sources.map((source) => (
          <Fact key={source.domain + source.term} name={source.port}>
            <div className="row">
              <SourceBadge source={source} />
              <Link to={`/glossary/${encodeURIComponent(source.term)}`} className="text-link">
                {source.term}
              </Link>
            </div>
            <p className={source.dueSoon ? 'step-overdue' : 'list-text'}>
              {words.until} {formatDay(source.until)}
            </p>
            <p className="list-text">
              {words.writtenBy} <Principal name={source.provisioner} />
            </p>
          </Fact>
        ))}
      </Facts>
    </Panel>
  );
}
