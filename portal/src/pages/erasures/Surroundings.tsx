import { count } from '../../format';
import { Moment, Panel, PortLink, Principal, Principals, TableFrame } from '../../ui/parts';
import { Empty } from '../../ui/states';
import type { Beyond, ErasureReader } from './api';
import { erasureTexts as words } from './texts';

/** To whom the person's records were delivered, as the audit says. */
export function Readers({ readers }: { readers: ErasureReader[] }) {
  if (readers.length === 0) {
    return <Empty title={words.noReaders} />;
  }
  return (
    <TableFrame label={words.readers}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{words.reader}</th>
            <th scope="col">{words.port}</th>
            <th scope="col">{words.saw}</th>
            <th scope="col" className="number">
              {words.records}
            </th>
            <th scope="col">{words.last}</th>
          </tr>
        </thead>
        <tbody>
          {readers.map((reader) => (
            <tr key={`${reader.principal} ${reader.port} ${reader.sight}`}>
              <td>
                <Principal name={reader.principal} />
              </td>
              <td>
                <PortLink port={reader.port} />
              </td>
              <td>{reader.sight}</td>
              <td className="number">
                {count(reader.records)}
                {reader.maybe > 0 && <span className="dim"> {words.more(reader.maybe)}</span>}
              </td>
              <td>{reader.last && <Moment at={reader.last} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** What lies beyond the mesh, and who answers for it; nothing where nothing does. */
export function Outside({ title, lead, all }: { title: string; lead: string; all: Beyond[] }) {
  if (all.length === 0) {
    return null;
  }
  return (
    <Panel title={title} aside={lead} flush>
      <ul className="list" aria-label={title}>
        {all.map((one) => (
          <li key={one.name} className="list-row">
            <span className="mono">{one.title || one.name}</span>
            <p className="row list-meta">
              {one.by.length > 0 && <span>{`${words.by} ${one.by.join(', ')}`}</span>}
              {one.tell.length > 0 && (
                <>
                  <span>{words.answerFor}</span>
                  <Principals names={one.tell} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
