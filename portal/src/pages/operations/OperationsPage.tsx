import { Link } from 'react-router';
import { IconCheck, IconLive } from '../../ui/icons';
import { Badge, Moment, PageHead, Panel, portAddress } from '../../ui/parts';
import { Loading } from '../../ui/states';
import '../flows/flows.css';
import { Backup } from './Backup';
import { Environments, Server, Storage } from './House';
import { LongWork } from './LongWork';
import { Flows, Queries } from './Runs';
import { Tiles } from './Tiles';
import { Lag, Topics } from './Topics';
import type { Alert, Operations } from './api';
import './operations.css';
import { operationsTexts as texts } from './texts';
import { useOperations } from './useOperations';

/** What passes, what waits, what is full, and what needs somebody. */
export default function OperationsPage() {
  const { now, before, rates, up } = useOperations();
  return (
    <>
      <PageHead
        title={texts.title}
        lead={texts.lead}
        badges={
          <Badge tone={up ? 'good' : 'warn'}>
            <span className="row" role="status">
              <IconLive size={13} aria-hidden /> {up ? texts.live : texts.away}
            </span>
          </Badge>
        }
      />
      {now && before ? (
        <div className="stack">
          {!now.whole && <p className="notice">{texts.part}</p>}
          <Alerts now={now} />
          <LongWork now={now} />
          <Tiles now={now} before={before} rates={rates} />
          <div className="operations-two">
            <Flows now={now} />
            <Queries now={now} />
          </div>
          <Topics now={now} />
          <Lag now={now} />
          <div className="operations-house">
            <Storage now={now} />
            <Server now={now} />
            <Environments now={now} />
            <Backup />
          </div>
        </div>
      ) : (
        <Loading />
      )}
    </>
  );
}

function Alerts({ now }: { now: Operations }) {
  if (now.alerts.length === 0) {
    return (
      <p className="notice notice-good row">
        <IconCheck size={16} aria-hidden /> {texts.calm}
      </p>
    );
  }
  return (
    <Panel title={texts.alerts} flush>
      <ul className="list alerts" aria-label={texts.alerts}>
        {now.alerts.map((alert) => (
          <Row key={`${alert.code} ${alert.kind} ${alert.name} ${alert.message}`} alert={alert} />
        ))}
      </ul>
    </Panel>
  );
}

const places: Record<string, (name: string) => string> = {
  flow: (name) => `/flows/${encodeURIComponent(name)}`,
  query: (name) => `/queries/${encodeURIComponent(name)}`,
  port: (name) => portAddress(name, 'quality'),
};

function Row({ alert }: { alert: Alert }) {
  const place = places[alert.kind];
  return (
    <li className="list-row alert-row">
      <Badge tone={alert.severity === 'error' ? 'bad' : 'warn'}>
        {texts.severities[alert.severity] ?? alert.severity}
      </Badge>
      {place ? (
        <Link to={place(alert.name)} className="list-title text-link">
          {alert.name}
        </Link>
      ) : (
        <span className="list-title">{alert.name}</span>
      )}
      <span className="alert-text">{alert.message || alert.code}</span>
      {alert.since && (
        <span className="dim">
          <Moment at={alert.since} />
        </span>
      )}
    </li>
  );
}
