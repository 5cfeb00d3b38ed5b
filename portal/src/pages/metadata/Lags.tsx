import { Link } from 'react-router';
import { number } from '../../format';
import { Moment, Principal, TableFrame } from '../../ui/parts';
import { useLive } from './api';
import { metadataTexts as texts } from './texts';

/** How far each consumer group is behind, looked at again while it is shown. */
export function Lags({ port }: { port: string }) {
  const live = useLive(port).data;
  if (!live) {
    return null;
  }
  return (
    <section aria-label={texts.lags}>
      <p className="list-meta panel-body">
        <strong>{texts.lags}</strong>
        {live.newest && (
          <span>
            {texts.newest} <Moment at={live.newest} />
          </span>
        )}
        {live.groups.length === 0 && <span>{live.problem || texts.noGroups}</span>}
        {!live.allGroups && <span>{texts.onlyMine}</span>}
      </p>
      {live.groups.length > 0 && (
        <TableFrame label={texts.lags}>
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{texts.group}</th>
                <th scope="col" />
                <th scope="col">{texts.lastRead}</th>
                <th scope="col" className="number">
                  {texts.behind}
                </th>
              </tr>
            </thead>
            <tbody>
              {live.groups.map((one) => (
                <tr key={`${one.principal}/${one.group}`}>
                  <td className="mono">
                    <Name of={one.group} />
                  </td>
                  <td>{one.principal && <Principal name={one.principal} />}</td>
                  <td>{one.lastRead && <Moment at={one.lastRead} />}</td>
                  <td className="number">
                    {one.lag === 0 ? texts.upToDate : number(one.lag)}
                    {one.ports > 1 && <span className="dim"> {texts.together(one.ports)}</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </section>
  );
}

/** A flow's or query's page; a consumer group has none. */
function Name({ of }: { of: string }) {
  const [, kind, name] = /^(flow|query)\/(.+)$/.exec(of) ?? [];
  return kind && name ? (
    <Link to={`/${kind === 'flow' ? 'flows' : 'queries'}/${encodeURIComponent(name)}`} className="text-link">
      {of}
    </Link>
  ) : (
    <>{of}</>
  );
}
